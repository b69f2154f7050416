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

/** The HorizontalPodAutoscalers and KEDA ScaledObjects among objects. */
export const scalersOf = (objects: readonly Fields[]): readonly Scaler[] =>
  objects.flatMap((object) => {
    const group = text(object['apiVersion']).split('/')[0];
    if (object['kind'] === 'HorizontalPodAutoscaler' && group === 'autoscaling')
      return scaler(object, 'maxReplicas', undefined, true);
    if (object['kind'] === 'ScaledObject' && group === 'keda.sh')
      return scaler(object, 'maxReplicaCount', KEDA_MOST, false);
    return [];
  });

/** The autoscaler that has an object in hand; of several that with the largest maximum. */
export const scalerOf = (
  scalers: readonly Scaler[],
  object: Fields,
  namespace: string | undefined,
): Scaler | undefined => {
  const apiVersion = text(object['apiVersion']);
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const name = text(map(object['metadata'])['name']);
  return scalers
    .filter(
      (each) =>
        each.namespace === namespace &&
        each.target.name === name &&
        each.target.kind === object['kind'] &&
        each.target.group === group,
    )
    .toSorted((a, b) => (b.max ?? 0) - (a.max ?? 0))[0];
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
  const apiVersion = text(ref['apiVersion'], 'apps/v1');
  const max = spec[field] ?? absent;
  if (text(ref['name']) === '') return [];
  return [
    {
      name: `${text(object['kind'])} ${text(metadata['name'])}`,
      namespace: text(metadata['namespace']) || undefined,
      target: {
        group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
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
