import type { KindRow } from '../kinds.ts';
import type { Fields } from '../data/value.ts';

/** A workload as plain data, with what its kind's row says. */
export interface Workload {
  readonly object: Fields;
  readonly apiGroup: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly row: Pick<KindRow, 'paths' | 'shape' | 'live' | 'imageByOperator'>;
}
