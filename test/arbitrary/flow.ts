import { type Sharing, children } from './anchors.ts';
import { between, trailing } from './noise.ts';
import { nothing, word } from './scalar.ts';
import { type Feature, type Style, once, pick, roll } from './style.ts';
import { type Value, isFields, isList } from './value.ts';

export interface FlowPlace {
  /** The column of the block collection around it; -1 at the root. */
  readonly column: number;
  readonly json: boolean;
  readonly sharing: ReadonlyMap<string, Sharing>;
  /** How lines are broken: not at all, at every entry, or here and there. */
  readonly layout: 'line' | 'pretty' | 'random';
  readonly depth: number;
  /** The width of one level, or a tab in JSON. */
  readonly indent: string;
}

/** A collection or scalar in flow style; the lines after the first one are indented as they must be. */
export const flow = (style: Style, path: string, value: Value, place: FlowPlace): string => {
  const sharing = place.json ? undefined : place.sharing.get(path);
  if (sharing?.alias !== undefined) return `*${sharing.alias} `;
  const anchor = sharing?.anchor === undefined ? '' : `&${sharing.anchor} `;
  return anchor + flowContent(style, path, value, place);
};

/** The same without its anchor. */
export const flowContent = (style: Style, path: string, value: Value, place: FlowPlace): string => {
  const sharing = place.json ? undefined : place.sharing.get(path);
  if (value === null) return place.json ? 'null' : nothing(style, path, true);
  if (typeof value === 'string') return word(style, path, value, { flow: true, json: place.json });
  if (!isList(value) && !isFields(value)) return String(value);
  const inner = { ...place, depth: place.depth + 1 };
  const base = sharing?.merge?.base;
  const written = children(value, base).map(([key, entry]) => {
    const here = `${path}/${key}`;
    const source = flow(style, here, entry, inner);
    return isList(value) ? source || 'null' : pair(style, here, key, source, place.json);
  });
  const merge = sharing?.merge === undefined ? [] : [`<<: *${sharing.merge.alias} `];
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  return open + body(style, path, [...merge, ...written], place) + close;
};

const pair = (style: Style, path: string, key: string, source: string, json: boolean): string => {
  const name = word(style, `${path}:`, key, { flow: true, json });
  const spaced = pick(style, path, 'colon', [': ', ': ', ': ', ' : ', ':']);
  const after = source === '' ? ':' : spaced === ':' && !name.endsWith('"') ? ': ' : spaced;
  return name + after + source;
};

const body = (style: Style, path: string, entries: readonly string[], place: FlowPlace): string => {
  if (entries.length === 0)
    return (
      gap(style, `${path}[`, place, place.depth) || roomOf(style, path, place.layout === 'line')
    );
  const first = gap(style, `${path}[`, place, place.depth + 1) || padding(style, path);
  const joined = entries.map((entry, i) => {
    const last = i === entries.length - 1;
    const comma = !last || (!place.json && once(style, 'ragged', `${path},`, 3)) ? ',' : '';
    const here = `${path},${i}`;
    return entry + comma + (last ? '' : gap(style, here, place, place.depth + 1) || ' ');
  });
  return (
    first + joined.join('') + (gap(style, `${path}]`, place, place.depth) || padding(style, path))
  );
};

const padding = (style: Style, path: string): string =>
  roll(style, path, 'padding', 3) === 0 ? ' ' : '';
const roomOf = (style: Style, path: string, line: boolean): string =>
  line && roll(style, path, 'room', 5) === 0 ? ' ' : '';

/** A line break, if the layout wants one here, with what may stand around it. */
const gap = (style: Style, path: string, place: FlowPlace, depth: number): string => {
  const breaks =
    place.layout === 'pretty' || (place.layout === 'random' && roll(style, path, 'break', 3) === 0);
  if (!breaks) return '';
  const closing = path.endsWith(']') && depth === 0;
  const column = Math.max(0, place.column + (closing && keyColumn(style, path, place) ? 0 : 1));
  const pad = ' '.repeat(column) + place.indent.repeat(depth);
  if (place.json) return `\n${pad}`;
  const noise = between(style, path, pad.length, undefined).map(notFirst);
  return [trailing(style, path), ...noise, pad].join('\n');
};

/** `yaml` refuses a comment at the first column behind the end of a nested flow collection. */
const notFirst = (line: string): string => (line.startsWith('#') ? ` ${line}` : line);

const keyColumn = (style: Style, path: string, place: FlowPlace): boolean =>
  place.column >= 0 && once(style, 'keyColumn' satisfies Feature, path, 2);
