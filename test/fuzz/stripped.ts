import { RECORD } from '../arbitrary/pods.ts';
import { type Value, fields, isFields, isList } from '../arbitrary/value.ts';

const isOurVolume = (value: Value): boolean => {
  const { name: _, emptyDir, ...rest } = fields(value);
  const { medium, sizeLimit: __, ...others } = fields(emptyDir);
  return medium === 'Memory' && Object.keys({ ...rest, ...others }).length === 0;
};

const isOurMount = (value: Value): boolean => {
  const { name: _, mountPath, ...rest } = fields(value);
  return mountPath === '/dev/shm' && Object.keys(rest).length === 0;
};

const isNothing = (value: Value): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

const isOurs = (parent: string, key: string): boolean =>
  key === RECORD ||
  (parent === 'limits' && key === 'memory') ||
  (parent === 'emptyDir' && key === 'sizeLimit');

const without = (list: readonly Value[], isGone: (item: Value) => boolean): readonly Value[] =>
  list.filter((item) => !isGone(item));

/** What an orchestrator gives the resource for a run: where an alias has brought it elsewhere, it may go. */
const isStray = (key: string, depth: number): boolean =>
  depth > 2 && /^(?:internal\.)?config\.(?:kubernetes|k8s)\.io\//.test(key);

/** A value without all that inject and remove may ever write or take: what is left must never change. */
export const stripped = (value: Value, parent = '', depth = 0): Value => {
  if (isList(value)) {
    const isGone = { volumes: isOurVolume, volumeMounts: isOurMount }[parent] ?? (() => false);
    return without(value, isGone).map((item) => stripped(item, '', depth + 1));
  }
  if (!isFields(value)) return value;
  const entries = Object.keys(value)
    .filter((key) => !isOurs(parent, key) && !isStray(key, depth))
    .map((key) => [key, stripped(value[key] ?? null, key, depth + 1)] as const)
    .filter(([, inner]) => !isNothing(inner));
  return Object.fromEntries<Value>(entries);
};
