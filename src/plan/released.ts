import { finding, type Finding } from '../result.ts';
import { SHM } from './pod.ts';
import { lookUp, type PodRecord } from './record.ts';
import type { TakenBack } from './take-back.ts';

/** What was left of a unit, which goes; what is written anew in its place is not told. */
export const leftover = (
  { leftover: volume }: TakenBack,
  record: PodRecord | undefined,
): readonly Finding[] =>
  volume === undefined || record?.volume === volume
    ? []
    : [
        finding(
          'taken-back',
          `what was left of the injected ${SHM} (volume "${volume}") is taken back`,
        ),
      ];

/** What is no longer ours; what is written anew is not told, the edit says it. */
export const released = (taken: TakenBack, record: PodRecord | undefined): readonly Finding[] => [
  ...taken.releasedVolumes
    .filter((name) => record?.volume !== name && lookUp(record?.completed, name) === undefined)
    .map((name) =>
      finding(
        'released',
        `what was injected at ${SHM} (volume "${name}") has been changed since; it is left alone from now on`,
      ),
    ),
  ...taken.releasedLimits
    .filter((name) => lookUp(record?.limits, name) === undefined)
    .map((name) =>
      finding(
        'released',
        `the injected memory limit of container "${name}" has been changed since; it is left alone from now on`,
      ),
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
        each.code === 'no-memory-limit'
          ? { ...each, message: `${each.message}; what was injected before stays` }
          : each,
      );
