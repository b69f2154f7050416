import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import { finding, type Finding } from '../result.ts';
import { type Fields, isEmpty } from '../data/value.ts';
import { onlyLimits } from './apply.ts';
import type { Range } from './context.ts';
import { type Decision, isSelected, type Subject } from './decision.ts';
import { limitsOf } from './limits.ts';
import { isTemplate, readMemory } from './memory.ts';
import {
  type Container,
  emptyDirField,
  isShm,
  maps,
  memoryDir,
  podField,
  SHM,
  volumeField,
  volumesOf,
} from './pod.ts';
import { risks } from './risk.ts';
import { type Sized, sizeOf, type Unsized } from './sizing.ts';

/** The volumes that are mounted at `/dev/shm` by the author. */
const arrangedVolumes = (containers: readonly Container[]): readonly string[] => {
  const mounts = containers.flatMap((each) => each.mounts).filter(({ path }) => isShm(path));
  return [...new Set(mounts.map(({ volume }) => volume))];
};

/** Why the volume's size is not only that of a `/dev/shm`. */
const otherUse = (containers: readonly Container[], name: string): string | undefined => {
  const mounts = containers.flatMap((each) => each.mounts).filter(({ volume }) => volume === name);
  const elsewhere = mounts.find(({ path }) => !isShm(path));
  if (elsewhere !== undefined) return `it is also mounted at ${String(elsewhere.path)}`;
  return mounts.some(({ sub }) => sub) ? 'it is mounted by subPath' : undefined;
};

type Sizing =
  | Sized
  | Unsized
  | { readonly outcome: 'broken'; readonly findings: readonly Finding[] };

/** The size by the containers that mount the volume. No limits are injected, and there is no floor: it is there. */
const sizeFor = (
  config: Config,
  range: Range,
  { pod, containers, place }: Subject,
  name: string,
): Sizing => {
  const isMounting = (each: Container) => each.mounts.some(({ volume }) => volume === name);
  const counting = containers.filter(
    (each) => each.role === 'container' && isSelected(config, each) && isMounting(each),
  );
  const bare: Config = {
    ...config,
    defaultMemoryLimit: { all: undefined, byContainer: new Map() },
  };
  const limits = limitsOf(bare, range, place, pod, counting);
  if (E.isLeft(limits)) return { outcome: 'broken', findings: limits.left };
  return sizeOf(bare, limits.right, 0n);
};

const volumePath = ({ pod, place }: Subject, name: string): string =>
  `${place}.volumes[${maps(podField(pod, 'volumes')).findIndex((volume) => volume['name'] === name)}].emptyDir`;

const unboundedBy = (
  subject: Subject,
  name: string,
  sized: Sized | undefined,
  use: string | undefined,
): Finding => {
  const what = `memory volume "${name}" at ${SHM} has no \`sizeLimit\``;
  const path = `${volumePath(subject, name)}.sizeLimit`;
  if (sized === undefined)
    return finding(
      'unbounded',
      `${what}, and no container that counts and mounts it has a known memory limit to derive one from: it may fill the node's memory; set one, or \`resources.limits.memory\``,
      { field: { path } },
    );
  const remedy = use === undefined ? 'set it, or `existing: complete`' : `set one by hand: ${use}`;
  return finding(
    'unbounded',
    `${what}; by its containers' limits it would be ${sized.size}: ${sized.why}; ${remedy}`,
    {
      field: { path, proposedValue: sized.size },
    },
  );
};

const leave = (findings: readonly Finding[]): Decision => ({ outcome: 'theirs', findings });
const hold = (findings: readonly Finding[]): Decision => ({ outcome: 'hold', findings });

const decideMemory = (
  config: Config,
  range: Range,
  subject: Subject,
  name: string,
  dir: Fields,
): Decision => {
  const { containers } = subject;
  const present = emptyDirField(dir, 'sizeLimit');
  const read = readMemory(present);
  if (E.isLeft(read)) {
    const field = { path: `${volumePath(subject, name)}.sizeLimit`, currentValue: present };
    return hold([
      finding('invalid-quantity', `sizeLimit of volume "${name}": ${read.left}`, { field }),
    ]);
  }
  if (isTemplate(present)) return leave([]);
  const isOpen = read.right === undefined;
  const isWanted = config.existing === 'enforce' || (config.existing === 'complete' && isOpen);
  const dangers = () => risks(subject.pod, containers, subject.place, undefined);
  if (!isOpen && !isWanted) return leave(dangers());
  const sizing = sizeFor(config, range, subject, name);
  if (sizing.outcome === 'broken') return hold(sizing.findings);
  const sized: Sized | undefined = sizing.outcome === 'sized' ? sizing : undefined;
  if (sized !== undefined && present === sized.size) return leave(dangers());
  const use = otherUse(containers, name);
  if (!isWanted || sized === undefined || use !== undefined) {
    const told = isOpen ? [unboundedBy(subject, name, sized, use)] : dangers();
    return isWanted && sized === undefined ? hold(told) : leave(told);
  }
  const completed = new Map([[name, { size: sized.size, why: sized.why }]]);
  return {
    outcome: 'inject',
    injection: { ...onlyLimits(), completed },
    basis: sized,
    findings: sized.findings,
  };
};

/** Decisions on the volumes of one pod as one: what can be sized is, and nothing is held that would undo it. */
const together = (decisions: readonly Decision[]): Decision => {
  const findings = decisions.flatMap((each) => each.findings);
  const injected = decisions.flatMap((each) => (each.outcome === 'inject' ? [each] : []));
  const completed = new Map(injected.flatMap(({ injection }) => [...injection.completed]));
  const [first] = injected;
  if (first !== undefined && findings.every(({ severity }) => severity !== 'error'))
    return { ...first, injection: { ...first.injection, completed }, findings };
  return decisions.some(({ outcome }) => outcome === 'hold') ? hold(findings) : leave(findings);
};

/** The author's own arrangement at `/dev/shm`: no mounts and no limits are added to it. */
export const decideArranged = (config: Config, range: Range, subject: Subject): Decision => {
  const volumes = volumesOf(subject.pod);
  const decisions = arrangedVolumes(subject.containers).map((name): Decision => {
    const volume = volumes.get(name);
    const dir = memoryDir(volume);
    if (dir !== undefined) return decideMemory(config, range, subject, name, dir);
    const field = { path: volumePath(subject, name) };
    if (volume !== undefined && Object.hasOwn(volume, 'emptyDir'))
      return leave([
        finding(
          'disk-backed',
          `volume "${name}" at ${SHM} is an emptyDir that is not in memory: add \`medium: Memory\` and a \`sizeLimit\``,
          { field },
        ),
      ]);
    return isEmpty(volumeField(volume, 'hostPath'))
      ? leave([])
      : leave([
          finding(
            'host-path',
            `volume "${name}" at ${SHM} is a hostPath: it is left alone, and nothing bounds it`,
          ),
        ]);
  });
  return together(decisions);
};
