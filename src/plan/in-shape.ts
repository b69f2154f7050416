import type { Place } from '../kinds.ts';
import type { Fields } from '../data/value.ts';
import type { Field, Finding } from './findings.ts';

// What a plan says of a pod that is read from its parts, as it is there.

/** A path of the view as a path of the object. */
const fieldAt = ({ field: place, view }: Place, path: string): string =>
  view === undefined || !path.startsWith(`${place}.`)
    ? path
    : `${place}.${view.field(path.slice(place.length + 1))}`;

const located = (place: Place, field: Field): Field => ({
  ...field,
  path: fieldAt(place, field.path),
});

/** A finding on a pod, about the field of the object. */
export const inObject = (place: Place, found: Finding): Finding => {
  const { view } = place;
  const { field } = found;
  if (view === undefined) return found;
  const moved = field === undefined ? found : { ...found, field: located(place, field) };
  if (moved.code === 'would-change') return { ...moved, edit: inObject(place, moved.edit) };
  return moved.code === 'not-editable' && moved.cause === 'form'
    ? { ...moved, path: view.field(moved.path) }
    : moved;
};

/** What stands at a place once its pod is as planned. */
export const writtenAt = ({ view }: Place, pod: Fields): Fields =>
  view === undefined ? pod : view.write(pod);
