import { bytesOf, shortAmount, shortBytes, type Amount, type Change } from '../report/amount.ts';
import { originText } from '../report/why.ts';
import { risks, type ReportContainer, type ReportPod, type Totals } from '../report/model.ts';

// What the report's formats for people have in common.

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n} ${n === 1 ? one : many}`;

/** `Deployment ml/trainer`. */
export const workloadText = ({ workload: { kind, namespace, name } }: ReportPod): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** `deploy/trainer.yaml:12`; undefined where the file is not known. */
export const whereText = ({ file, line }: ReportPod): string | undefined =>
  file === undefined || line === undefined ? file : `${file}:${line}`;

/** The usual place says nothing. */
export const placeText = ({ place }: ReportPod): string | undefined =>
  place === 'spec.template.spec' || place === 'spec' ? undefined : place;

/** What a change does live, in a word or two; undefined where nothing changes. */
export const liveText = ({ changed, live }: ReportPod): string | undefined =>
  changed
    ? {
        rolls: 'rolls',
        next: 'new pods',
        immutable: 'refused',
        'second-cluster': '2nd cluster',
        recreated: 'recreated',
        unknown: 'unknown',
      }[live]
    : undefined;

/** `3`, `1+` where there may be more. */
export const replicasText = ({ count: pods, atLeast }: ReportPod['replicas']): string =>
  `${pods}${atLeast ? '+' : ''}`;

/** What its volume may hold in all pods: `24Gi`, `3Gi+`, `unknown`, or `–` where it has no volume of its own. */
export const sharedText = ({ sharedMemory: { after }, replicas }: ReportPod): string => {
  if (after === null) return 'unknown';
  const bytes = bytesOf(after);
  return bytes === 0n ? '–' : `${shortBytes(bytes)}${replicas.atLeast ? '+' : ''}`;
};

/** The limits that the plan writes, `exporter: no limit → 128Mi (injected limit)`. */
export const limitChanges = ({ containers }: ReportPod): readonly string[] =>
  containers
    .filter(({ limit }) => limit.before?.quantity !== limit.after?.quantity)
    .map(({ name, limit }) => `${name}: ${limitText(limit)}`);

/** `2Gi`, `no limit`, `no limit → 128Mi (injected limit)`. */
export const limitText = ({ before, after, origin }: ReportContainer['limit']): string =>
  before?.quantity === after?.quantity
    ? amountText(after)
    : `${amountText(before)} → ${amountText(after)} (${originText[origin]})`;

export const killedText = ({ killedFirst }: ReportPod): string | undefined =>
  killedFirst && `killed first: ${killedFirst.container} (limit ${shortAmount(killedFirst.limit)})`;

/** `4Gi → 9Gi`, or `4Gi` where nothing changes. */
export const changeText = ({ before, after }: Change): string =>
  before.quantity === after.quantity
    ? shortAmount(after)
    : `${shortBytes(bytesOf(before))} → ${shortBytes(bytesOf(after))}`;

export const numbersText = ({ before, after }: Change<number>): string =>
  before === after ? `${after}` : `${before} → ${after}`;

/** `12 workloads with at least 34 pods`. */
export const sizeText = ({ workloads, replicas, atLeast }: Totals): string =>
  `${count(workloads, 'workload')} with ${atLeast ? 'at least ' : ''}${count(replicas, 'pod')}`;

/** `5 change: 3 roll, 1 is refused where it exists`. */
export const changesText = ({ changed, rolling, refused }: Totals): string => {
  if (changed === 0) return 'nothing changes';
  const parts = [
    ...(rolling > 0 ? [`${rolling} ${rolling === 1 ? 'rolls' : 'roll'}`] : []),
    ...(refused > 0 ? [`${refused} ${refused === 1 ? 'is' : 'are'} refused where it exists`] : []),
  ];
  const change = `${changed} ${changed === 1 ? 'changes' : 'change'}`;
  return parts.length === 0 ? change : `${change} (${parts.join(', ')})`;
};

/** `4Gi → 9Gi, beside 2 pods of unknown size`. */
export const sharedMemoryText = ({ sharedMemory, atLeast }: Totals): string => {
  const unknown = sharedMemory.unknown.after;
  const beside = unknown === 0 ? '' : `, beside ${count(unknown, 'pod')} of unknown size`;
  return `${changeText(sharedMemory)}${atLeast ? ' at least' : ''}${beside}`;
};

/** `10 of 12 have a bound`. */
export const boundedText = ({ bounded, pods }: Totals): string =>
  `${numbersText(bounded)} of ${pods}`;

/** `1 error, 2 unbounded`, worst first; undefined where all is well. */
export const risksText = (totals: Pick<Totals, 'risks'>): string | undefined => {
  const found = risks.filter((risk) => risk !== 'ok' && totals.risks[risk] > 0);
  return found.length === 0
    ? undefined
    : found.map((risk) => `${totals.risks[risk]} ${risk}`).join(', ');
};

/** What a report says in one sentence or three. */
export const headline = (totals: Totals): string =>
  [
    `${sizeText(totals)}: ${changesText(totals)}.`,
    `Shared memory ${sharedMemoryText(totals)}; ${boundedText(totals)} have a bound.`,
    ...(risksText(totals) === undefined ? [] : [`At risk: ${risksText(totals)}.`]),
  ].join(' ');

const amountText = (amount: Amount | null): string =>
  amount === null ? 'no limit' : shortAmount(amount);
