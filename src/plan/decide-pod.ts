import * as E from 'fp-ts/lib/Either.js';
import { type Config, override, type Problem } from '../config.ts';
import { podsOf, type Place } from '../kinds.ts';
import type { Fields } from '../data/value.ts';
import type { Need } from '../needs/types.ts';
import { once } from '../needs/patterns.ts';
import { isAsked } from '../select.ts';
import { annotationsOf } from './annotations.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import type { Decision, Subject } from './decision.ts';
import { finding, type Finding } from './findings.ts';
import { containerNames } from './phrases.ts';
import { partialIn } from './partial.ts';
import { containersOf, field, maps } from './pod.ts';
import { controlOf, isIn, isLocal, problems, templateAnnotations } from './scope.ts';
import type { Workload } from './workload.ts';

const claimsOf = (object: Fields): readonly string[] =>
  maps(field(field(object, 'spec'), 'volumeClaimTemplates')).map((claim) =>
    String(field(field(claim, 'metadata'), 'name')),
  );

/** What is wrong with an annotation that gives a limit to a container that the workload does not have. */
const strangerIn = (config: Config, { object, row }: Workload): Problem | undefined => {
  const { byContainer } = config.defaultMemoryLimit;
  if (byContainer.size === 0) return undefined;
  const names = podsOf(object, row, isAsked(config)).flatMap(({ pod }) =>
    containersOf(pod).flatMap(({ role, name }) => (role === 'container' ? [name] : [])),
  );
  const stranger = [...byContainer.keys()].find((name) => !names.includes(name));
  const annotation = 'inject-shm.dev/memory-limit';
  return stranger === undefined
    ? undefined
    : {
        field: annotation,
        value: stranger,
        message: `\`${annotation}\` names container "${stranger}", which is not there; there is ${containerNames([...new Set(names)])}`,
      };
};

/** The tables of needs are loaded where somebody asks for them: most runs do not. */
const tables = () => require('../needs.ts') as typeof import('../needs.ts');

/** Why a pod needs more than the runtime gives it; looked for when somebody asks. */
const needsFor = (
  { needs: images }: Config,
  { apiGroup: group, kind }: Workload,
  { pod, containers }: Pick<Subject, 'pod' | 'containers'>,
): (() => readonly Need[]) => {
  return once(() => tables().needsOf(pod, containers, { group, kind }, images));
};

/** Tells what a pod was selected by; and in `check`, that one which needs it has only what the runtime gives. */
const withNeeds = (
  { select, mode }: Config,
  decision: Decision,
  needs: () => readonly Need[],
): Decision => {
  const { outcome, findings } = decision;
  if (outcome === 'inject')
    return select === 'needed' && needs().length > 0
      ? { ...decision, findings: [...findings, selectedBy(needs())] }
      : decision;
  const missed = findings.find(({ code }) => code === 'no-memory-limit');
  if (mode !== 'check' || outcome !== 'hold' || missed?.code !== 'no-memory-limit') return decision;
  if (missed.severity === 'error' || !tables().isNeeded(needs())) return decision;
  const { remedy, field: about } = missed;
  const fact = { code: 'needs-shm', needs: needs(), has: 'runtime', remedy } as const;
  const others = findings.filter(({ code }) => code !== 'no-memory-limit');
  return {
    ...decision,
    findings: [...others, finding(fact, about === undefined ? {} : { field: about })],
  };
};

const selectedBy = (needs: readonly Need[]): Finding =>
  finding({ code: 'needs-shm', needs, has: 'more', remedy: 'limit' }, { severity: 'info' });

/** A decision, and the config that it was made by: the workload's annotations applied. */
interface Decided {
  readonly decision: Decision | undefined;
  readonly config: Config;
}

/** Decides on one pod of a workload, which selection, annotations and its own kind may leave alone. */
export const decidePod = (
  config: Config,
  context: Context,
  workload: Workload,
  place: Place,
  subject: Pick<Subject, 'pod' | 'containers' | 'recorded'>,
): Decided => {
  const by = (decision: Decision | undefined, used = config): Decided => ({
    decision,
    config: used,
  });
  if (config.mode === 'remove') return by({ outcome: 'leave', findings: [] });
  const own = annotationsOf(workload.object);
  const template = templateAnnotations(workload.object, place);
  const state = isIn(config, context, own, template);
  if (state === 'unselected') return by(undefined);
  if (typeof state !== 'string') return by(state);
  const refused = place.view?.refused;
  const part =
    context.at === 'render' && refused === undefined
      ? partialIn(context, workload, subject.containers)
      : undefined;
  if (part !== undefined) return by({ outcome: 'hold', findings: [part] });
  if (context.honoursLocalConfig && isLocal(own)) return by({ outcome: 'leave', findings: [] });
  const control = controlOf(workload.object, context);
  if (control !== undefined) return by({ outcome: 'leave', findings: [control] });
  const overridden = override(config, own, template);
  if (E.isLeft(overridden)) return by(problems(overridden.left));
  const stranger = strangerIn(overridden.right, workload);
  if (stranger !== undefined) return by(problems([stranger]));
  const all = { ...own, ...template };
  const isChosen = state === 'asked' || subject.recorded !== undefined;
  const needs = needsFor(overridden.right, workload, subject);
  if (config.select === 'needed' && !isChosen && !tables().isNeeded(needs())) return by(undefined);
  if (refused !== undefined)
    return by({ outcome: 'hold', findings: [finding({ code: 'uncovered-pod', why: refused })] });
  const decision = decide(overridden.right, context, {
    ...subject,
    place: place.field,
    annotations: all,
    isCompleted: workload.row.imageByOperator === true,
    claims: [...claimsOf(workload.object), ...(place.view?.taken ?? [])],
  });
  return by(withNeeds(overridden.right, decision, needs), overridden.right);
};
