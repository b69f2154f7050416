import { amountOf, shortAmount, wholeBytes } from './amount.ts';
import type { ContainerFacts, PodFacts, ShmFacts } from './facts.ts';
import type { ShmState } from './model.ts';

/** What is at `/dev/shm`, as the report has it. */
export const shmState = (shm: ShmFacts): ShmState => {
  if (shm.state === 'runtime') return { state: 'runtime', size: RUNTIME };
  if (shm.state === 'host') return { state: 'host', what: shm.by };
  return shm.state === 'memory' ? { ...shm, size: amountOf(shm.size) } : shm;
};

/** `64Mi (runtime) → 1Gi`, `unbounded → 512Mi`, `512Mi (kept)`, `1Gi (injected)`. */
export const shmText = ({
  before,
  after,
}: {
  readonly before: ShmState;
  readonly after: ShmState;
}): string => {
  const [was, is] = [stateText(before), stateText(after)];
  if (was !== is) return `${was} → ${is}`;
  if (after.state === 'memory') return `${is} (${after.owner === 'author' ? 'kept' : 'injected'})`;
  return after.state === 'unbounded' || after.state === 'disk' ? `${is} (kept)` : is;
};

export const stateText = ({ state, size, what }: ShmState): string => {
  if (state === 'memory') return size === undefined ? 'memory' : shortAmount(size);
  if (state === 'other') return what ?? 'something else';
  return state === 'host' ? `the node's (${what ?? 'host'})` : words[state];
};

/** Only a memory volume without a `sizeLimit`, and the node's own, may grow until others starve. */
export const isBounded = ({ state }: { readonly state: ShmState['state'] }): boolean =>
  state !== 'unbounded' && state !== 'host';

/**
 * What the volume of one pod may hold, in bytes. An unbounded one holds as much as the pod may use, if every container
 * has a limit; else, like the node's own, nobody knows: undefined.
 */
export const sharedBytes = (facts: PodFacts, when: 'before' | 'after'): bigint | undefined => {
  const shm = facts.shm[when];
  if (shm.state === 'memory') return wholeBytes(shm.size);
  if (shm.state === 'host') return undefined;
  return shm.state === 'unbounded' ? podBytes(facts, when) : 0n;
};

/**
 * What a pod may use: its own limit; else those of its containers and sidecars together, or of an init container with
 * the sidecars before it where that is more. One without a limit, an init container too, leaves the pod without.
 */
const podBytes = (facts: PodFacts, when: 'before' | 'after'): bigint | undefined => {
  if (facts.podLimit !== undefined) return wholeBytes(facts.podLimit);
  let [running, sidecars, starting] = [0n, 0n, 0n];
  for (const { role, limit } of facts.containers) {
    const quantity = limit[when];
    if (quantity === undefined || quantity.nano <= 0n) return undefined;
    const bytes = wholeBytes(quantity);
    if (role === 'init') starting = max(starting, sidecars + bytes);
    else running += bytes;
    if (role === 'sidecar') sidecars += bytes;
  }
  return facts.containers.length === 0 ? undefined : max(running, starting);
};

/** The limits that bound a pod as a whole: those of containers and sidecars, which run at the same time. */
export const limitsOf = (
  { containers }: PodFacts,
  when: 'before' | 'after',
): readonly (bigint | undefined)[] =>
  containers.filter(isRunning).map(({ limit }) => {
    const quantity = limit[when];
    return quantity === undefined || quantity.nano <= 0n ? undefined : wholeBytes(quantity);
  });

const words = { runtime: '64Mi (runtime)', unbounded: 'unbounded', disk: 'on disk' } as const;

const RUNTIME = { quantity: '64Mi', bytes: 67108864 } as const;

const isRunning = ({ role }: ContainerFacts): boolean => role !== 'init';

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
