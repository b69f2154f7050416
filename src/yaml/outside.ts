import { EVENT_ID } from 'js-yaml';
import { resolve } from './cursor.ts';
import type { Tree } from './scan.ts';

/**
 * Whether an alias outside the tree reads the anchor in it, so that a change here would change something elsewhere. The
 * same name may stand elsewhere too: an alias reads the last one before it.
 */
export const isReadOutside = ({ source, index }: Tree, anchor: string): boolean => {
  const end = source.bounds[index] ?? 0;
  return source.aliases.some((at) => {
    const event = source.events[at];
    const target = resolve(source, at);
    const isInside = (place: number) => place >= index && place < end;
    return (
      !isInside(at) &&
      isInside(target) &&
      event?.type === EVENT_ID.ALIAS &&
      source.text.slice(event.anchorStart, event.anchorEnd) === anchor
    );
  });
};

/** Whether an alias outside the tree reads the whole of it, or something that holds it. */
export const isReadWhole = ({ source, index }: Tree): boolean => {
  const end = source.bounds[index] ?? 0;
  return source.aliases.some((at) => {
    if (at >= index && at < end) return false;
    const target = resolve(source, at);
    return target !== -1 && target <= index && (source.bounds[target] ?? 0) >= end;
  });
};
