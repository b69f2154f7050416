import { mapItems, put } from '../data/change.ts';
import { filterMap } from '../data/list.ts';
import { type Fields, isMap } from '../data/value.ts';
import { type Container, SHM } from './pod.ts';

export const below = (map: Fields, name: string, change: (value: Fields) => Fields): Fields => {
  const value = map[name];
  return put(map, name, change(isMap(value) ? value : {}));
};

/** The mount as it is written, exactly so spelt: CRI-O compares the raw path. */
export const mountOf = (volume: string): Fields => ({ name: volume, mountPath: SHM });

export const volumeOf = (name: string, size: string): Fields => ({
  name,
  emptyDir: { medium: 'Memory', sizeLimit: size },
});

/** Where the record keeps what a volume's `sizeLimit` was. */
export const sizePath = (volume: string): string => `volumes[${volume}].emptyDir.sizeLimit`;

/** Identifies a container by its place. */
export const placeOf = ({ list, index }: Container): string => `${list}[${index}]`;

/** The pod with each of its containers changed. */
export const eachContainer = (
  pod: Fields,
  containers: readonly Container[],
  change: (container: Container) => Fields,
): Fields => {
  const changed = (fields: Fields, list: Container['list']): Fields => {
    const own = new Map(
      filterMap(containers, (each) =>
        each.list === list ? [each.index, change(each)] : undefined,
      ),
    );
    return own.size === 0
      ? fields
      : put(
          fields,
          list,
          mapItems(fields[list], (item, at) => own.get(at) ?? item),
        );
  };
  return changed(changed(pod, 'containers'), 'initContainers');
};
