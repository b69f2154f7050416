import { amountOf } from './amount.ts';
import type { FindingFacts, KillFacts, PodFacts } from './facts.ts';
import { risks, type KilledFirst, type Risk } from './model.ts';

/** The worst that stands once the plan is done. */
export const riskOf = (facts: PodFacts): Risk => {
  const found = new Set([
    stateRisk(facts),
    ...facts.findings.map((each) => findingRisk(facts, each)),
  ]);
  return risks.find((risk) => found.has(risk)) ?? 'ok';
};

/**
 * Which container is killed first when `/dev/shm` fills up: that with the smallest limit among those in danger; where
 * the volume has no bound, among all that mount it.
 */
export const killedFirst = ({ atRisk, containers, shm }: PodFacts): KilledFirst | undefined => {
  const mounting = containers.flatMap(({ name, role, mounts, limit: { after } }) =>
    mounts && role !== 'init' && after !== undefined
      ? [{ container: name, limit: after, volumes: undefined }]
      : [],
  );
  const candidates: readonly KillFacts[] =
    atRisk.length === 0 && shm.after.state === 'unbounded' ? mounting : atRisk;
  const first = candidates.toSorted((a, b) =>
    a.limit.nano < b.limit.nano ? -1 : a.limit.nano > b.limit.nano ? 1 : 0,
  )[0];
  return first && { container: first.container, limit: amountOf(first.limit) };
};

const byCode: Readonly<Record<string, Risk>> = {
  unbounded: 'unbounded',
  'oom-risk': 'oom-risk',
  'disk-backed': 'disk',
  'needs-shm': 'needs-shm',
  'no-memory-limit': 'unknown',
  'accelerator-limit': 'unknown',
};

const stateRisk = ({ shm: { after } }: PodFacts): Risk =>
  after.state === 'unbounded' ? 'unbounded' : after.state === 'disk' ? 'disk' : 'ok';

const findingRisk = ({ shm: { after } }: PodFacts, { code, severity }: FindingFacts): Risk => {
  if (severity === 'error') return 'error';
  // An info says that a bystander is smaller than the volume, which is usual.
  if (severity === 'info' || !Object.hasOwn(byCode, code)) return 'ok';
  const risk = byCode[code] ?? 'ok';
  // A pod that has a size from its other containers is known well enough.
  return (risk === 'unknown' || risk === 'needs-shm') && after.state !== 'runtime' ? 'ok' : risk;
};
