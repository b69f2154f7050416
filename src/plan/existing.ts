import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import type { Facts } from './facts.ts';
import { type Field, finding, type Finding } from './findings.ts';
import { type Fields, isEmpty, type Value } from '../data/value.ts';
import { floorMi, formatQuantity, fromMi, type Quantity } from '../quantity.ts';
import { onlyLimits } from './apply.ts';
import type { Range } from './context.ts';
import { type Decision, isSelected, type Subject } from './decision.ts';
import { limitsOf } from './injected-limits.ts';
import { isTemplate, knownMemory, readMemory } from './memory.ts';
import {
  type Container,
  emptyDirField,
  isShm,
  maps,
  memoryDir,
  podField,
  volumeField,
  volumesOf,
} from './pod.ts';
import { risks } from './risk.ts';
import { type Sized, sizeOf, type Unsized } from './sizing.ts';

/** The volumes that are mounted at `/dev/shm` by the author. */
const volumesAtShm = (containers: readonly Container[]): readonly string[] => {
  const mounts = containers.flatMap((each) => each.mounts).filter(({ path }) => isShm(path));
  return [...new Set(mounts.map(({ volume }) => volume))];
};

/** Where a volume stands in the pod; one that the pod has from elsewhere is not in it. */
const indexOf = ({ pod }: Subject, name: string): number =>
  maps(podField(pod, 'volumes')).findIndex(
    (volume) => String(volumeField(volume, 'name') ?? '') === name,
  );

/** Why the volume's size is not only that of a `/dev/shm`. */
const otherUse = (subject: Subject, name: string): Facts['unbounded']['otherUse'] => {
  const { containers } = subject;
  if (indexOf(subject, name) === -1) return 'shared';
  const mounts = containers.flatMap((each) => each.mounts).filter(({ volume }) => volume === name);
  const elsewhere = mounts.find(({ path }) => !isShm(path));
  if (elsewhere !== undefined) return { path: String(elsewhere.path) };
  return mounts.some(({ sub }) => sub) ? 'sub-path' : undefined;
};

type Sizing =
  | Sized
  | Unsized
  | { readonly outcome: 'broken'; readonly findings: readonly Finding[] };

/** The size by the containers that mount the volume. No limits are injected, and there is no floor: it is there. */
const sizeFor = (
  config: Config,
  range: Range,
  { pod, containers, place, isCompleted }: Subject,
  name: string,
): Sizing => {
  const isMounting = (each: Container) => each.mounts.some(({ volume }) => volume === name);
  const counting = containers.filter(
    (each) => each.role === 'container' && isSelected(config, each) && isMounting(each),
  );
  const limits = limitsOf(config, range, {
    pod,
    place,
    containers,
    counting,
    others: [],
    mayInject: false,
    isCompleted,
  });
  if (E.isLeft(limits)) return { outcome: 'broken', findings: limits.left };
  return sizeOf(config, limits.right, 0n);
};

/** The field of a volume that a finding is about, where the pod has it itself. */
const fieldOf = (
  subject: Subject,
  name: string,
  below: '' | '.sizeLimit',
  values: Omit<Field, 'path'> = {},
): { readonly field?: Field } => {
  const at = indexOf(subject, name);
  return at === -1
    ? {}
    : { field: { path: `${subject.place}.volumes[${at}].emptyDir${below}`, ...values } };
};

const unboundedBy = (
  subject: Subject,
  name: string,
  sized: Sized | undefined,
  use: Facts['unbounded']['otherUse'],
): Finding => {
  const values = sized === undefined ? {} : { proposedValue: sized.size };
  const fact = { code: 'unbounded', volume: name, sized, otherUse: use } as const;
  return finding(fact, fieldOf(subject, name, '.sizeLimit', values));
};

/** What a page is at least; the kernel rounds a file system up to whole ones, and the kubelet does not. */
const PAGE = 4096n * 1_000_000_000n;

const unaligned = (
  subject: Subject,
  name: string,
  size: Value,
  known: Quantity | undefined,
): readonly Finding[] => {
  if (known === undefined || known.nano % PAGE === 0n) return [];
  const mi = floorMi(known);
  const aligned = formatQuantity(fromMi(mi > 0n ? mi : 1n));
  const values = { currentValue: size, proposedValue: aligned };
  const fact = { code: 'unaligned-size', volume: name, size: String(size), aligned } as const;
  return [finding(fact, fieldOf(subject, name, '.sizeLimit', values))];
};

/** The same amount, in whatever words. */
const isEqual = (known: Quantity | undefined, size: string): boolean =>
  known !== undefined && known.nano === knownMemory(size)?.nano;

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
    return hold([
      finding(
        { code: 'invalid-quantity', whose: `sizeLimit of volume "${name}"`, why: read.left },
        fieldOf(subject, name, '.sizeLimit', { currentValue: present }),
      ),
    ]);
  }
  if (isTemplate(present)) return leave([]);
  const isOpen = read.right === undefined;
  const isWanted = config.existing === 'enforce' || (config.existing === 'complete' && isOpen);
  const dangers = () => [
    ...unaligned(subject, name, present, read.right),
    ...risks(subject.pod, containers, subject.place, undefined),
  ];
  if (!isOpen && !isWanted) return leave(dangers());
  const sizing = sizeFor(config, range, subject, name);
  if (sizing.outcome === 'broken') return hold(sizing.findings);
  const sized: Sized | undefined = sizing.outcome === 'sized' ? sizing : undefined;
  const isSame = sized !== undefined && isEqual(read.right, sized.size);
  if (isSame) return leave(dangers());
  const use = otherUse(subject, name);
  if (!isWanted || sized === undefined || use !== undefined) {
    const told = isOpen ? [unboundedBy(subject, name, sized, use)] : dangers();
    return isWanted && sized === undefined ? hold(told) : leave(told);
  }
  const completed = new Map([[name, { size: sized.size, why: sized.why }]]);
  return {
    outcome: 'inject',
    injection: { ...onlyLimits(), completed },
    sized,
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
export const decideExisting = (config: Config, range: Range, subject: Subject): Decision => {
  const volumes = volumesOf(subject.pod);
  const decisions = volumesAtShm(subject.containers).map((name): Decision => {
    const volume = volumes.get(name);
    const dir = memoryDir(volume);
    if (dir !== undefined) return decideMemory(config, range, subject, name, dir);
    const field = fieldOf(subject, name, '');
    const medium = emptyDirField(volumeField(volume, 'emptyDir'), 'medium');
    if (typeof medium === 'string' && medium.startsWith('HugePages'))
      return leave([finding({ code: 'huge-pages', volume: name, medium }, field)]);
    if (volume !== undefined && Object.hasOwn(volume, 'emptyDir'))
      return leave([finding({ code: 'disk-backed', volume: name }, field)]);
    return isEmpty(volumeField(volume, 'hostPath'))
      ? leave([])
      : leave([finding({ code: 'host-path', volume: name })]);
  });
  return together(decisions);
};
