import { finding, type Finding } from './findings.ts';
import { lookUp, type PodRecord } from './record.ts';
import type { TakenBack } from './take-back.ts';

/** What was left of a unit, which goes; what is written anew in its place is not told. */
export const leftover = (
  { leftover: volume }: TakenBack,
  record: PodRecord | undefined,
): readonly Finding[] =>
  volume === undefined || record?.unit?.volume === volume
    ? []
    : [finding({ code: 'taken-back', what: 'rest', volume })];

/** What is no longer ours; what is written anew is not told, the edit says it. */
export const released = (taken: TakenBack, record: PodRecord | undefined): readonly Finding[] => [
  ...taken.releasedVolumes
    .filter(
      (name) => record?.unit?.volume !== name && lookUp(record?.completed, name) === undefined,
    )
    .map((volume) => finding({ code: 'released', what: 'volume', volume })),
  ...taken.releasedLimits
    .filter((name) => lookUp(record?.limits, name) === undefined)
    .map((container) => finding({ code: 'released', what: 'limit', container })),
  ...taken.lostLimits.map(([container, limit]) =>
    finding({ code: 'released', what: 'lost-limit', container, limit }, { severity: 'warning' }),
  ),
];

/** What cannot be sized now keeps what it had. */
export const withKept = (
  findings: readonly Finding[],
  before: PodRecord | undefined,
): readonly Finding[] =>
  before === undefined
    ? findings
    : findings.map((each) =>
        each.code === 'no-memory-limit' ? { ...each, keeps: true as const } : each,
      );
