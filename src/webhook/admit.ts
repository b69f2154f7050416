import * as E from 'fp-ts/lib/Either.js';
import { type Config, override } from '../config.ts';
import { keepOrder, put } from '../data/change.ts';
import type { Fields } from '../data/value.ts';
import { rowOf } from '../kinds.ts';
import { isLeftOut, plan, type Workload } from '../plan.ts';
import { annotationsOf } from '../plan/annotations.ts';
import { contextOf } from '../plan/context.ts';
import { isSelected } from '../plan/decision.ts';
import { containerNames, containersOf, occupies, SHM } from '../plan/pod.ts';
import { RECORD } from '../plan/record.ts';
import { type Code, type Finding, finding, type Result, toResult } from '../result.ts';
import { selects } from '../select.ts';
import { ADMITTED, type Admitted, formatAdmitted, parseAdmitted } from './admitted.ts';
import {
  asWritten,
  newlyMounted,
  sizeAt,
  takenBack,
  withLate,
  withoutLate,
  withRequests,
} from './thought.ts';

/** What the request says of the pod; a pod that a controller makes has no name yet, and its namespace only here. */
export interface Asked {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** What a pod should be, and why. Nothing to do is `wanted === pod`. */
export interface Admission {
  readonly wanted: Fields;
  readonly results: readonly Result[];
}

/** Such a pod is nothing of ours, whoever changes it before the next call. */
const skipped: ReadonlySet<Code> = new Set([
  'host-ipc',
  'windows',
  'system-critical',
  'crio-shm-size',
  'controlled-object',
]);

/** The API server has put in what the LimitRanges say. */
const alone = contextOf([]);

const podOf = (pod: Fields): Fields => (pod['spec'] ?? {}) as Fields;

/** The pod as it is planned: whoever owns it, without what admission itself or a renderer has noted. */
const workloadOf = (pod: Fields, { namespace, name }: Asked): Workload => ({
  object: asWritten(pod, [ADMITTED, RECORD]),
  kind: 'Pod',
  name,
  namespace,
  row: { paths: ['spec'], live: 'next' },
});

const isChosen = (config: Config, pod: Fields, { namespace, name }: Asked): boolean => {
  const labels = ((pod['metadata'] ?? {}) as Fields)['labels'] ?? {};
  const identity = { apiGroup: '', kind: 'Pod', namespace, name, labels: labels as Fields };
  return selects(config, identity, rowOf('v1', 'Pod'));
};

const aboutOf = ({ namespace, name }: Asked): Pick<Result, 'resourceRef'> => ({
  resourceRef: {
    apiVersion: 'v1',
    kind: 'Pod',
    name: name ?? '',
    ...(namespace === undefined ? {} : { namespace }),
  },
});

const isFinal = ({ severity, code }: Finding): boolean => severity === 'error' || skipped.has(code);

const remembering = (pod: Fields, spec: Fields, admitted: Admitted): Fields => {
  const metadata = (pod['metadata'] ?? {}) as Fields;
  const annotations = put(annotationsOf(pod), ADMITTED, formatAdmitted(admitted));
  const noted = put(pod, 'metadata', put(metadata, 'annotations', annotations));
  return put(noted, 'spec', spec);
};

type Decided = { readonly wanted: Fields; readonly findings: readonly Finding[] };

/** The config with the pod's annotations; a broken one is the plan's to tell. */
const ownConfig = (config: Config, { object }: Workload): Config =>
  E.getOrElse(() => config)(override(config, annotationsOf(object), {}));

const first = (config: Config, pod: Fields, asked: Asked): Decided => {
  const workload = workloadOf(pod, asked);
  if (isLeftOut(config, workload)) return { wanted: pod, findings: [] };
  const { wanted, findings, edits } = plan(config, alone, workload);
  const isTheirs = containersOf(podOf(pod)).some(occupies);
  if (isTheirs || findings.some(isFinal)) return { wanted: pod, findings };
  const own = ownConfig(config, workload);
  const spec = withRequests(podOf(pod), podOf(wanted));
  const counted = containersOf(spec).filter(
    (each) => each.role === 'container' && isSelected(own, each),
  );
  const admitted = { size: sizeAt(spec), counted: counted.map(({ name }) => name) };
  return { wanted: remembering(pod, spec, admitted), findings: [...edits, ...findings] };
};

const lateFindings = (before: Fields, after: Fields): readonly Finding[] => {
  const names = newlyMounted(before, after);
  return names.length === 0
    ? []
    : [
        finding(
          'mounted',
          `${SHM} is mounted in ${containerNames(names)} as well, and sized as before`,
        ),
      ];
};

const again = (config: Config, pod: Fields, asked: Asked, admitted: Admitted): Decided => {
  const before = podOf(pod);
  const bare = takenBack(before, admitted);
  if (bare === undefined) return { wanted: pod, findings: [] };
  const workload = workloadOf(put(pod, 'spec', withoutLate(bare, admitted)), asked);
  if (isLeftOut(config, workload)) return { wanted: pod, findings: [] };
  const { wanted, findings, edits } = plan(config, alone, workload);
  if (findings.some(isFinal)) return { wanted: pod, findings };
  const isSized = sizeAt(podOf(wanted)) !== undefined;
  const isSmall = findings.some(({ code }) => code === 'below-default');
  // What cannot be sized any more keeps what it has.
  const planned = isSized || isSmall ? podOf(wanted) : before;
  const whole = withLate(ownConfig(config, workload), bare, planned, admitted);
  const spec = withRequests(before, keepOrder(before, whole) as Fields);
  const size = sizeAt(spec);
  const result = remembering(pod, spec, { ...admitted, size });
  const changes = size === sizeAt(before) ? lateFindings(before, spec) : edits;
  return { wanted: result, findings: [...changes, ...findings] };
};

/**
 * What admission makes of a pod: what its template would have got at render time, and at a later call what the first
 * call and what others have changed since make of that.
 */
export const admit = (config: Config, pod: Fields, asked: Asked): Admission => {
  const tell = ({ wanted, findings }: Decided): Admission => ({
    wanted,
    results: findings.map((each) => toResult(each, aboutOf(asked))),
  });
  const own: Config = { ...config, existing: 'keep' };
  if (!isChosen(own, pod, asked)) return { wanted: pod, results: [] };
  const text = annotationsOf(pod)[ADMITTED];
  if (text === undefined) return tell(first(own, pod, asked));
  const read = parseAdmitted(text);
  if (E.isRight(read)) return tell(again(own, pod, asked, read.right));
  const path = `metadata.annotations[${ADMITTED}]`;
  const message = `\`${ADMITTED}\` ${read.left}`;
  return tell({
    wanted: pod,
    findings: [finding('invalid-annotation', message, { field: { path } })],
  });
};
