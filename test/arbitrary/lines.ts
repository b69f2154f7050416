import { diffArrays } from 'diff';
import { isCollection, parseAllDocuments, visit } from 'yaml';

/** Stands for a line break within a flow collection, which counts as one line. */
const BREAK = '\u{E001}';

const flowRanges = (text: string): readonly (readonly [number, number])[] => {
  const found: (readonly [number, number])[] = [];
  const documents = parseAllDocuments(text, { schema: 'failsafe', logLevel: 'error' });
  if ('empty' in documents) return found;
  for (const document of documents)
    visit(document, {
      Collection: (_, node) => {
        if (!isCollection(node) || node.flow !== true || !node.range) return undefined;
        found.push([node.range[0], node.range[1]]);
        return visit.SKIP;
      },
    });
  return found;
};

/** The text's lines without a BOM, each flow collection as part of one. */
export const linesOf = (text: string): readonly string[] => {
  const bom = text.startsWith('\u{FEFF}');
  return bom ? linesOf(text.slice(1)) : foldedLines(text);
};

const foldedLines = (text: string): readonly string[] => {
  let at = 0;
  let folded = '';
  for (const [start, end] of flowRanges(text)) {
    folded += text.slice(at, start) + text.slice(start, end).replaceAll('\n', BREAK);
    at = end;
  }
  return (folded + text.slice(at)).split('\n');
};

/** A null, a number or quantity, an alias: what may make way for a value. */
const REPLACED = /^(?:null|Null|NULL|~|\*[\w-]+|["']?[0-9.+][\w.+-]*["']?)$/;
const OURS =
  /^\s*(?:- +)?(?:(?:["']?(?:name|mountPath|emptyDir|medium|sizeLimit|volumes|volumeMounts|resources|limits|memory|annotations|metadata|inject-shm\.dev\/injected)["']?:.*)|\{.*\})?$/;

const tokens = (line: string): string[] =>
  line.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[\s\u{E001}]|[[\]{},:]|[^\s\u{E001}[\]{},:]+/gu) ?? [];

/** True if the new line is the old one with something put in, or with one value replaced. */
const edited = (before: string, after: string): boolean =>
  before.trim() !== '' &&
  diffArrays(tokens(before), tokens(after))
    .filter((part) => part.removed)
    .flatMap((part) => part.value)
    .every((token) => REPLACED.test(token));

/**
 * Every old line must come again in order, as it was or edited, and every other line must be ours.
 * @returns the lines, old and new, behind which that fails; nothing if it holds
 */
export const strayLines = (before: string, after: string): readonly string[] => {
  const [old, now] = [linesOf(before), linesOf(after)];
  const failed = new Set<number>();
  let furthest = [0, 0];
  const fits = (i: number, j: number): boolean => {
    const [was, is] = [old[i], now[j]];
    if (is === undefined) return was === undefined;
    const place = i * (now.length + 1) + j;
    if (failed.has(place)) return false;
    if (i + j > (furthest[0] ?? 0) + (furthest[1] ?? 0)) furthest = [i, j];
    const found =
      (was === is && fits(i + 1, j + 1)) ||
      (OURS.test(is.trimEnd()) && fits(i, j + 1)) ||
      (was !== undefined && edited(was, is) && fits(i + 1, j + 1));
    if (!found) failed.add(place);
    return found;
  };
  if (fits(0, 0)) return [];
  const [i = 0, j = 0] = furthest;
  return [
    ...old.slice(i, i + 2).map((line) => `-${line}`),
    ...now.slice(j, j + 2).map((line) => `+${line}`),
  ];
};
