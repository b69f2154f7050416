import { flow } from './flow.ts';
import { between, trailing } from './noise.ts';
import { print } from './print.ts';
import { type Style, once, pick, roll } from './style.ts';
import { type Value, isFields, isList, isVerbatim, sourceOf } from './value.ts';

export interface Printed {
  readonly text: string;
  /** What the text means: the documents as they were given, less what their notation cannot say. */
  readonly documents: readonly Value[];
}

/** Documents as a YAML stream in this style, some of them in JSON where the style has it. */
export const printStream = (style: Style, given: readonly Value[]): Printed => {
  const documents = given.map((document, i) =>
    isJson(style, `d${i}`) ? jsonable(document) : document,
  );
  const lines = documents.flatMap((document, i) =>
    documentLines(style, document, `d${i}`, i === 0),
  );
  return { text: finish(style, lines), documents };
};

/** One document as JSON alone. */
export const printJson = (style: Style, given: Value): Printed => {
  const document = jsonable(given);
  const text = finish(style, json(style, document, 'd0').split('\n'));
  return { text, documents: [document] };
};

const isJson = (style: Style, path: string): boolean => once(style, 'json', path, 3);

const documentLines = (
  style: Style,
  document: Value,
  path: string,
  first: boolean,
): readonly string[] => {
  const noise = (part: string) => between(style, `${path}${part}`, 0, undefined);
  const empty = once(style, 'documents', `${path}0`, 5) ? ['---', ...noise('0')] : [];
  const marked = !first || empty.length > 0 || roll(style, path, 'mark', 3) === 0;
  const lines = isJson(style, path)
    ? json(style, document, path).split('\n')
    : print(style, shuffled(style, document, path), path);
  return [
    ...empty,
    ...(marked ? [`---${trailing(style, `${path}-`)}`] : []),
    ...noise('h'),
    ...lines,
    ...(once(style, 'documents', `${path}.`, 6) ? ['...'] : []),
  ];
};

/** Keys in another order. */
const shuffled = (style: Style, value: Value, path: string): Value => {
  if (isList(value)) return value.map((item, i) => shuffled(style, item, `${path}/${i}`));
  if (!isFields(value)) return value;
  const keys = Object.keys(value);
  const order = style.on.has('shuffled')
    ? keys.sort((a, b) => roll(style, path, a, 1000) - roll(style, path, b, 1000))
    : keys;
  return Object.fromEntries(
    order.map((key) => [key, shuffled(style, value[key] ?? null, `${path}/${key}`)]),
  );
};

const json = (style: Style, document: Value, path: string): string =>
  flow(style, path, document, {
    column: -1,
    json: true,
    sharing: new Map(),
    layout: pick(style, path, 'layout', ['line', 'pretty', 'random']),
    depth: 0,
    indent: pick(style, path, 'indent', ['  ', '    ', '\t', '']),
  });

/** JSON knows no `0644`; numbers like `1e9` it does. */
export const jsonable = (value: Value): Value => {
  if (isVerbatim(value)) return isNumber(sourceOf(value)) ? value : sourceOf(value);
  if (isList(value)) return value.map(jsonable);
  return isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, jsonable(entry)]))
    : value;
};

const isNumber = (source: string): boolean =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(source);

const finish = (style: Style, lines: readonly string[]): string => {
  const body = lines.join('\n');
  const ends = style.on.has('noNewline') && !/(?:^|\n)[ \t]*$/.test(body) ? '' : '\n';
  const text = (style.on.has('bom') ? '\u{FEFF}' : '') + body + ends;
  return style.on.has('crlf') ? text.replaceAll('\n', '\r\n') : text;
};
