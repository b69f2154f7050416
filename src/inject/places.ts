import type { Result } from '../result.ts';
import type { Node } from '../yaml/node.ts';
import type { Text } from './input.ts';
import { locators } from './locate.ts';

/** A line and a column of a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A result, and where in its text it is: known if the text is the file that the result names. */
export interface Told {
  readonly result: Result;
  readonly of?: Text;
  readonly offset?: number;
}

/** `a.b[0].c[key]` as its steps. */
const steps = (path: string): readonly string[] =>
  [...path.matchAll(/\[([^\]]*)\]|[^.[]+/g)].map(([whole, inner]) => inner ?? whole);

/** Where the node of a path begins, or the nearest to it that is there. */
export const nearest = (root: Node, path: string): number => {
  let node = root;
  let found = root.start;
  for (const step of steps(path)) {
    if (node.type !== 'map' && node.type !== 'seq') break;
    const entry =
      node.type === 'map'
        ? node.entries.find(({ name }) => name === step)
        : node.entries[Number(step)];
    if (entry === undefined) break;
    found = node.type === 'map' ? entry.start : entry.value.start;
    node = entry.value;
  }
  return found;
};

/** Where in its file a result's field stands, or the nearest that is there; a byte order mark takes no column. */
export const placesOf = (told: readonly Told[]): ((result: Result) => Place | undefined) => {
  let known: ReadonlyMap<Result, Told> | undefined;
  const locate = locators();
  return (result) => {
    known ??= new Map(told.map((each) => [each.result, each] as const));
    const { of, offset } = known.get(result) ?? {};
    if (of === undefined || offset === undefined) return undefined;
    const { line, column } = locate(of, offset);
    const mark = line === 1 && of.text.startsWith('\ufeff') ? 1 : 0;
    return { line, column: Math.max(1, column - mark) };
  };
};
