import { type Sharing, children, share } from './anchors.ts';
import { type FlowPlace, flowContent } from './flow.ts';
import { below, rootColumn, tagOf } from './layout.ts';
import { between, withTrailing } from './noise.ts';
import { type Written, nothing, single, text, word } from './scalar.ts';
import { type Style, once, pick, roll } from './style.ts';
import { type Value, isFields, isList } from './value.ts';

interface Printer {
  readonly style: Style;
  readonly sharing: ReadonlyMap<string, Sharing>;
}

/** Written, or a block collection: lines that stand below, at a column of their own. */
interface Piece extends Written {
  readonly block?: number;
}

/** One document's lines, without `---`. */
export const print = (style: Style, root: Value, path: string): readonly string[] => {
  const printer: Printer = { style, sharing: share(style, root, path) };
  const piece = node(printer, path, root, -1, rootColumn(style, path));
  const foot = between(style, `${path}$`, 0, piece.open);
  const head = piece.block === undefined || piece.head !== '' ? [piece.head] : [];
  return [...head, ...piece.lines, ...foot];
};

/** The value in a collection at `column`, with its anchor and tag; a block collection stands at `inner`. */
const node = (
  printer: Printer,
  path: string,
  value: Value,
  column: number,
  inner: number,
): Piece => {
  const { style, sharing } = printer;
  const shared = sharing.get(path);
  if (shared?.alias !== undefined) return single(`*${shared.alias}`);
  const written = content(printer, path, value, column, inner);
  const tag = tagOf(style, path, value, written);
  const anchor = shared?.anchor === undefined ? [] : [`&${shared.anchor}`];
  const properties =
    roll(style, path, 'order', 2) === 0 ? [...anchor, ...tag] : [...tag, ...anchor];
  return {
    ...written,
    head: [...properties, written.head].filter((part) => part !== '').join(' '),
  };
};

const content = (
  printer: Printer,
  path: string,
  value: Value,
  column: number,
  inner: number,
): Piece => {
  const { style } = printer;
  if (value === null) return single(nothing(style, path, false));
  if (typeof value === 'string') return text(style, path, value, column);
  if (!isList(value) && !isFields(value)) return single(String(value));
  const empty = Object.keys(value).length === 0;
  if (empty || once(style, 'flow', path, 8)) return inFlow(printer, path, value, column);
  return isList(value)
    ? blockList(printer, path, value, inner)
    : blockMap(printer, path, value, inner);
};

const inFlow = (printer: Printer, path: string, value: Value, column: number): Written => {
  const layouts = ['line', 'pretty', 'random'] as const;
  const layout = once(printer.style, 'wideFlow', path, 1)
    ? pick(printer.style, path, 'layout', layouts)
    : 'line';
  const indent = ' '.repeat(printer.style.step);
  const place: FlowPlace = {
    column,
    json: false,
    sharing: printer.sharing,
    layout,
    depth: 0,
    indent,
  };
  const [head = '', ...lines] = flowContent(printer.style, path, value, place).split('\n');
  return { head, lines, comment: lines.length > 0 ? 'last' : 'head' };
};

const blockMap = (printer: Printer, path: string, value: Value, column: number): Piece => {
  const merge = printer.sharing.get(path)?.merge;
  const merged = merge === undefined ? [] : [`${' '.repeat(column)}<<: *${merge.alias}`];
  return stack(
    printer,
    column,
    merged,
    children(value, merge?.base).map(([key, entry]) => [
      `${path}/${key}`,
      (here) => mapEntry(printer, here, key, entry, column),
    ]),
  );
};

const blockList = (printer: Printer, path: string, value: Value, column: number): Piece =>
  stack(
    printer,
    column,
    [],
    children(value, undefined).map(([index, item]) => [
      `${path}/${index}`,
      (here) => behind(printer, here, '-', column, item),
    ]),
  );

type Part = readonly [path: string, lines: (path: string) => Written];

/** Entries one below the other, with noise in front of each. */
const stack = (
  { style }: Printer,
  column: number,
  first: readonly string[],
  parts: readonly Part[],
): Piece => {
  const lines = [...first];
  let open: Written['open'];
  for (const [path, write] of parts) {
    lines.push(...between(style, path, column, open));
    const written = write(path);
    lines.push(written.head, ...written.lines);
    open = written.open;
  }
  return {
    head: '',
    lines,
    comment: 'head',
    block: column,
    ...(open === undefined ? {} : { open }),
  };
};

const mapEntry = (
  printer: Printer,
  path: string,
  key: string,
  value: Value,
  column: number,
): Written => {
  const { style } = printer;
  const pad = ' '.repeat(column);
  const name = word(style, `${path}:`, key, { flow: false, json: false });
  if (once(style, 'explicitKeys', path, 8)) {
    const written = behind(printer, path, ':', column, value);
    return { ...written, head: `${pad}? ${name}`, lines: [written.head, ...written.lines] };
  }
  const piece = withTrailing(
    style,
    path,
    node(printer, path, value, column, below(style, path, value, column)),
  );
  const space = once(style, 'ragged', `${path}:`, 12) ? ' ' : '';
  const gap = /^\s|^$/.test(piece.head) ? '' : once(style, 'ragged', `${path}_`, 8) ? '   ' : ' ';
  return { ...piece, head: `${pad}${name}${space}:${gap}${piece.head}` };
};

/** A value behind a dash, or behind the colon of an explicit key; a block collection may begin on that line. */
const behind = (
  printer: Printer,
  path: string,
  sign: string,
  column: number,
  value: Value,
): Written => {
  const { style } = printer;
  const spaces = once(style, 'ragged', `${path}-`, 3) ? 1 + roll(style, path, 'dash', 4) : 1;
  const piece = node(printer, path, value, column, column + 1 + spaces);
  const pad = ' '.repeat(column) + sign;
  const [first = '', ...rest] = piece.lines;
  const beside = piece.block !== undefined && piece.head === '' && /^\s*[^\s#]/.test(first);
  if (beside && !once(style, 'ragged', `${path}_`, 6))
    return { ...piece, head: pad + first.slice(column + 1), lines: rest };
  const written = withTrailing(style, path, piece);
  const gap = /^\s|^$/.test(written.head) ? '' : ' '.repeat(spaces);
  return { ...written, head: pad + gap + written.head };
};
