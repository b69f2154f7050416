import { isMap, type Fields, type Value } from '../data/value.ts';

/** An autoscaler of the input, and what it scales. */
export interface Scaler {
  /** As people read it: `HorizontalPodAutoscaler trainer`. */
  readonly name: string;
  readonly namespace: string | undefined;
  readonly target: { readonly group: string; readonly kind: string; readonly name: string };
  /** Undefined where it is no number. */
  readonly max: number | undefined;
  /** It does nothing while its target has 0 replicas. */
  readonly rests: boolean;
}

/** The autoscalers of an input, by what they scale. */
export type Scalers = ReadonlyMap<string, Scaler>;

/** The HorizontalPodAutoscalers and KEDA ScaledObjects among objects; of several for one target the larger. */
export const scalersOf = (objects: readonly Fields[]): Scalers => {
  const found = new Map<string, Scaler>();
  for (const each of objects.flatMap(scalerIn)) {
    const key = keyOf(each.target, each.namespace);
    const other = found.get(key);
    if (other === undefined || (other.max ?? 0) < (each.max ?? 0)) found.set(key, each);
  }
  return found;
};

/** The autoscaler that has an object in hand. */
export const scalerOf = (
  scalers: Scalers,
  object: Fields,
  namespace: string | undefined,
): Scaler | undefined => {
  if (scalers.size === 0) return undefined;
  const target = {
    group: groupOf(text(object['apiVersion'])),
    kind: text(object['kind']),
    name: text(map(object['metadata'])['name']),
  };
  return scalers.get(keyOf(target, namespace));
};

const keyOf = ({ group, kind, name }: Scaler['target'], namespace: string | undefined): string =>
  JSON.stringify([group, kind, namespace ?? '', name]);

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

const scalerIn = (object: Fields): readonly Scaler[] => {
  const group = groupOf(text(object['apiVersion']));
  if (object['kind'] === 'HorizontalPodAutoscaler' && group === 'autoscaling')
    return scaler(object, 'maxReplicas', undefined, true);
  return object['kind'] === 'ScaledObject' && group === 'keda.sh'
    ? scaler(object, 'maxReplicaCount', KEDA_MOST, false)
    : [];
};

/** KEDA's own default. */
const KEDA_MOST = 100;

const scaler = (
  object: Fields,
  field: string,
  absent: number | undefined,
  rests: boolean,
): readonly Scaler[] => {
  const metadata = map(object['metadata']);
  const spec = map(object['spec']);
  const ref = map(spec['scaleTargetRef']);
  const max = spec[field] ?? absent;
  if (text(ref['name']) === '') return [];
  return [
    {
      name: `${text(object['kind'])} ${text(metadata['name'])}`,
      namespace: text(metadata['namespace']) || undefined,
      target: {
        group: groupOf(text(ref['apiVersion'], 'apps/v1')),
        kind: text(ref['kind'], 'Deployment'),
        name: text(ref['name']),
      },
      max: typeof max === 'number' && Number.isSafeInteger(max) && max >= 0 ? max : undefined,
      rests,
    },
  ];
};

const map = (value: Value): Fields => (isMap(value) ? value : {});

const text = (value: Value, absent = ''): string => (typeof value === 'string' ? value : absent);
