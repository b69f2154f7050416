import type { Fields } from '../data/value.ts';
import { amountOfBytes } from './amount.ts';
import type { PodFacts, ShmFacts } from './facts.ts';
import type { Usage } from './model.ts';
import type { PodSample } from './stats.ts';

/** A running pod of a workload. */
export interface PodIdentity {
  readonly name: string;
  readonly uid: string | undefined;
}

/**
 * What was measured of each pod's `/dev/shm`. A sample belongs to the workload that has a pod of its uid; else to that
 * with a pod of its name, or the Pod of that name; else to that with the longest name that the pod's begins with
 * (`NAME-…`), in the same namespace. There, to those whose volume at `/dev/shm` bears its name.
 */
export const usageOf = (
  facts: readonly PodFacts[],
  samples: readonly PodSample[],
  podsOf: (object: Fields) => readonly PodIdentity[],
): ReadonlyMap<PodFacts, Usage> => {
  if (samples.length === 0) return new Map();
  const match = matcher(facts, podsOf);
  const found = new Map<PodFacts, PodSample[]>();
  for (const sample of samples)
    for (const each of match(sample)) {
      const before = found.get(each);
      if (before === undefined) found.set(each, [sample]);
      else before.push(sample);
    }
  return new Map([...found].map(([each, measured]) => [each, fullest(measured)]));
};

/** `3 %`, `97 %: raise`. */
export const usageText = ({ percent, advice }: Usage): string =>
  advice === undefined ? `${percent} %` : `${percent} %: ${advice}`;

/** From here on a peak between two snapshots is likely to fill it. */
const FULL = 90;

type Index = ReadonlyMap<string, readonly PodFacts[]>;

const matcher = (
  facts: readonly PodFacts[],
  podsOf: (object: Fields) => readonly PodIdentity[],
): ((sample: PodSample) => readonly PodFacts[]) => {
  const [uids, names, workloads] = indexes(facts, podsOf);
  return (sample) => {
    const name = key(sample.namespace, sample.pod);
    const candidates = uids.get(sample.uid) ?? names.get(name) ?? longest(workloads, sample);
    return candidates.filter((each) => volumesOf(each).includes(sample.volume));
  };
};

const indexes = (
  facts: readonly PodFacts[],
  podsOf: (object: Fields) => readonly PodIdentity[],
): readonly [Index, Index, Index] => {
  const [uids, names, workloads] = [
    new Map<string, PodFacts[]>(),
    new Map<string, PodFacts[]>(),
    new Map<string, PodFacts[]>(),
  ];
  const add = (index: Map<string, PodFacts[]>, at: string, each: PodFacts): void => {
    const before = index.get(at);
    if (before === undefined) index.set(at, [each]);
    else before.push(each);
  };
  for (const each of facts) {
    const { object, kind, name, namespace = '' } = each.workload;
    const own = kind === 'Pod' ? [{ name, uid: uidOf(object) }] : [];
    for (const pod of [...own, ...podsOf(object)]) {
      if (pod.uid !== undefined) add(uids, pod.uid, each);
      add(names, key(namespace, pod.name), each);
    }
    if (kind !== 'Pod') add(workloads, key(namespace, name), each);
  }
  return [uids, names, workloads];
};

const longest = (workloads: Index, { namespace, pod }: PodSample): readonly PodFacts[] => {
  let end = pod.lastIndexOf('-');
  while (end > 0) {
    const found = workloads.get(key(namespace, pod.slice(0, end)));
    if (found !== undefined) return found;
    end = pod.lastIndexOf('-', end - 1);
  }
  return [];
};

/** Rendered manifests may lack what the cluster has already, or the other way round. */
const volumesOf = ({ shm: { before, after } }: PodFacts): readonly string[] =>
  [before, after].flatMap(volumeOf);

const volumeOf = (shm: ShmFacts): readonly string[] => ('volume' in shm ? [shm.volume] : []);

const fullest = (samples: readonly PodSample[]): Usage => {
  const most = samples.reduce((best, each) =>
    each.used * best.size > best.used * each.size ? each : best,
  );
  const percent = Number((most.used * 200n + most.size) / (most.size * 2n));
  return {
    used: amountOfBytes(most.used),
    size: amountOfBytes(most.size),
    percent,
    pods: new Set(samples.map(({ namespace, pod, uid }) => uid || key(namespace, pod))).size,
    by: most.by,
    ...(percent >= FULL && { advice: 'raise' }),
  };
};

const key = (namespace: string, name: string): string => `${namespace}/${name}`;

const uidOf = (object: Fields): string | undefined => {
  const metadata = object['metadata'];
  const uid: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'uid') : undefined;
  return typeof uid === 'string' && uid !== '' ? uid : undefined;
};
