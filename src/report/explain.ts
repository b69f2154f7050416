import { formatQuantity } from '../quantity.ts';
import { decisionSteps, type Step } from './explain-decision.ts';
import type { LimitOrigin, PodFacts, WorkloadFacts } from './facts.ts';
import type { ReportPod } from './model.ts';

/** Where a value of the config came from, for this workload. */
export interface Setting {
  /** As the functionConfig has it: `sizeFrom`. */
  readonly field: string;
  /** As people write it: `0.5`, `max`. */
  readonly value: string;
  readonly from: 'flag' | 'functionConfig' | 'file' | 'annotation' | 'environment' | 'default';
  /** The flag, the file, the annotation or the variable: `--ratio`, `deploy/.inject-shm.yaml`. */
  readonly name?: string | undefined;
}

/** What the report does not ask of a plan, and an explanation tells. */
export interface ExplainFacts {
  readonly pod: PodFacts;
  /** The row that the report has of it. */
  readonly row: ReportPod;
  /** How many PodSpecs the workload has. */
  readonly places: number;
  /** Why the kind must be asked for by name, where it must. */
  readonly optIn?: string | undefined;
  /** What puts it out, where something does: `` `namespaces` is "prod-*" ``. */
  readonly leftOut?: string | undefined;
  /** What to do where it should not be left out. */
  readonly instead?: string | undefined;
  /** What says that it needs more than 64Mi: `the image "postgres"`. */
  readonly needs: readonly string[];
  /** What this decision looked at. */
  readonly settings: readonly Setting[];
}

/** One pod's decision, step by step. */
export const explain = (facts: ExplainFacts): readonly Step[] => {
  const [kind, selected] = [kindStep(facts), selectedStep(facts)];
  const decided =
    facts.leftOut === undefined
      ? [needStep(facts), limitsStep(facts), ...decisionSteps(facts.pod, facts.row)]
      : leftOutSteps(facts);
  return [kind, selected, settingsStep(facts), ...decided].filter(({ lines }) => lines.length > 0);
};

/** The explanation as text: a heading, then numbered steps with their sentences below. */
export const explainText = (facts: ExplainFacts): string => {
  return stepsText(facts.pod.workload, explain(facts));
};

/** Steps of what is decided for a workload, as text. */
export const stepsText = (
  workload: Omit<WorkloadFacts, 'object'>,
  all: readonly Step[],
): string => {
  const { kind, name, namespace, file, line } = workload;
  const where = file === undefined ? '' : ` (${line === undefined ? file : `${file}:${line}`})`;
  const heading = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}${where}`;
  const steps = all.flatMap(({ title, lines }, at) => [
    '',
    `${at + 1}. ${title}`,
    ...lines.map((each) => `   ${each}`),
  ]);
  return `${[heading, ...steps].join('\n')}\n`;
};

const kindStep = ({ pod, places, optIn }: ExplainFacts): Step => {
  const { kind } = pod.workload;
  const of = places === 1 ? 'its PodSpec' : `one of its ${places} PodSpecs`;
  const asked = optIn === undefined ? [] : [`The kind was asked for by name, because ${optIn}.`];
  return { title: 'Kind', lines: [`${kind}: ${of} is \`${pod.place.field}\`.`, ...asked] };
};

const selectedStep = ({ leftOut, pod }: ExplainFacts): Step => ({
  title: 'Selected',
  lines: [
    leftOut === undefined ? 'Yes.' : `No: ${leftOut}.${pod.changed ? '' : ' It stays as it is.'}`,
  ],
});

/** What is left out is taken back where an earlier run had it. */
const leftOutSteps = ({ pod, row, instead }: ExplainFacts): readonly Step[] =>
  pod.changed ? decisionSteps(pod, row) : [{ title: 'To do', lines: [instead ?? 'Nothing.'] }];

const needStep = ({ needs }: ExplainFacts): Step => ({
  title: 'Need',
  lines: needs.length === 0 ? [] : [`More than 64Mi, says ${needs.join(' and ')}.`],
});

const limitsStep = ({ pod: { podLimit, containers } }: ExplainFacts): Step => ({
  title: 'Memory limits',
  lines: [
    ...(podLimit === undefined ? [] : [`The pod as a whole may use ${formatQuantity(podLimit)}.`]),
    ...containers.map((each) => containerLine(each, !containers.some(({ counts }) => counts))),
  ],
});

/** Where none of them counts, their limits were not looked at. */
const containerLine = (
  { name, role, counts, limit }: PodFacts['containers'][number],
  isUnread: boolean,
): string => {
  const { before, after, origin } = limit;
  const own = origin === 'template' ? 'its limit is not rendered yet' : 'no limit is known';
  const known = before === undefined ? written[origin] : read[origin];
  const what = after === undefined ? own : `${formatQuantity(after)}, ${known}`;
  const roles = { container: '', sidecar: ' (sidecar)', init: ' (init container)' };
  return `${name}${roles[role]}: ${what}${counts || isUnread ? '' : '; it does not count'}.`;
};

const read: Readonly<Record<LimitOrigin, string>> = {
  container: 'its own limit',
  pod: 'the limit of the pod',
  'limit-range': 'the default of the LimitRange',
  default: 'injected earlier',
  annotation: 'injected earlier, as its annotation says',
  template: 'its own limit',
  none: 'its own limit',
};

const written: Readonly<Record<LimitOrigin, string>> = {
  ...read,
  default: 'which `defaultMemoryLimit` gives it',
  annotation: 'which its annotation gives it',
};

const settingsStep = ({ settings }: ExplainFacts): Step => ({
  title: 'Settings',
  lines: settings.map(({ field, value, from, name }) => {
    const source = name === undefined ? sources[from] : `${sources[from]} ${name}`;
    return `\`${field}\` is ${value}: ${source}.`;
  }),
});

const sources: Readonly<Record<Setting['from'], string>> = {
  flag: 'from the flag',
  functionConfig: 'from the functionConfig',
  file: 'from the file',
  annotation: 'from the annotation',
  environment: 'from the variable',
  default: 'the default',
};
