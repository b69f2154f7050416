import { type Document, type Pair, isMap, isScalar, parseAllDocuments, visit } from 'yaml';

/** A ResourceList as the orchestrator takes it: `results` are not part of what goes on. */
export const withoutResults = (text: string): string => {
  if (!/results["']?\s*:/.test(text)) return text;
  const documents = parseAllDocuments(text, { schema: 'failsafe', logLevel: 'error' });
  const list = [...documents].find((document) => document.get('kind') === 'ResourceList');
  const contents = list?.contents;
  // What `yaml` refuses has no ranges to go by.
  if (list === undefined || list.errors.length > 0 || !isMap(contents)) return text;
  const index = contents.items.findIndex(({ key }) => isScalar(key) && key.value === 'results');
  const pair = contents.items[index];
  if (pair === undefined) return text;
  const limit = rangeOf(contents.items[index + 1]?.key)[0] || text.length;
  if (contents.flow !== true) return withoutLines(text, list, pair, limit);
  const before = rangeOf(contents.items[index - 1]?.value)[1];
  return text.slice(0, before) + text.slice(rangeOf(pair.value)[1]);
};

/** Without the pair's lines, the empty line that parts them from comments, and a line break that came in front. */
const withoutLines = (text: string, list: Document, { key }: Pair, limit: number): string => {
  const [start] = rangeOf(key);
  const line = text.lastIndexOf('\n', start) + 1;
  const end = lastContent(list, limit);
  const next = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1 || text.length;
  const blank = /(?<=(?:^|\n)[ \t]*#[^\n]*\n)\r?\n$/.exec(text.slice(0, line))?.index ?? line;
  const head = text.slice(0, blank < lastContent(list, start) ? line : blank);
  const rest = head + text.slice(next);
  return text.endsWith('\n') ? rest : rest.replace(/\r?\n$/, '');
};

/** Where the last scalar or bracket before `limit` ends; comments behind it are left out. */
const lastContent = (list: Document, limit: number): number => {
  let last = 0;
  visit(list, {
    Node: (_, node) => {
      const [start, end] = rangeOf(node);
      const isOpen = 'items' in node && node.flow !== true;
      if (start < limit && !isOpen) last = Math.max(last, end);
    },
  });
  return last;
};

const rangeOf = (node: unknown): readonly [number, number] => {
  const range: unknown =
    typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
  const [start, end] = Array.isArray(range) ? range : [];
  return [Number(start ?? 0), Number(end ?? 0)];
};
