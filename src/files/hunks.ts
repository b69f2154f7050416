import { structuredPatch, type StructuredPatchHunk } from 'diff';
import { segmentsOf } from './segments.ts';

const CONTEXT = 3;

/** A text's lines, each with its break. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The changes alone, each a hunk without context; texts are compared piece by piece, in time that grows as they do. */
const bareHunks = (
  old: readonly string[],
  now: readonly string[],
): readonly StructuredPatchHunk[] => {
  let [passed, passedNow] = [0, 0];
  return segmentsOf(old, now).flatMap(({ before, after }) => {
    const texts = [before.join(''), after.join('')] as const;
    const { hunks } = structuredPatch('', '', ...texts, '', '', { context: 0 });
    const moved = hunks.map((hunk) => ({
      ...hunk,
      oldStart: hunk.oldStart + passed,
      newStart: hunk.newStart + passedNow,
    }));
    passed += before.length;
    passedNow += after.length;
    return moved;
  });
};

/** Lines that do not change, from one to before another, both from 1. */
const context = (old: readonly string[], from: number, to: number): readonly string[] =>
  old
    .slice(Math.max(0, from - 1), Math.max(0, to - 1))
    .flatMap((line) =>
      line.endsWith('\n')
        ? [` ${line.slice(0, -1)}`]
        : [` ${line}`, '\\ No newline at end of file'],
    );

const endOf = ({ oldStart, oldLines }: StructuredPatchHunk): number => oldStart + oldLines;

/** Changes that are so near to each other that they have context in common. */
const groups = (
  bare: readonly StructuredPatchHunk[],
): readonly (readonly StructuredPatchHunk[])[] => {
  const found: StructuredPatchHunk[][] = [];
  for (const hunk of bare) {
    const last = found.at(-1)?.at(-1);
    if (last !== undefined && hunk.oldStart - endOf(last) <= 2 * CONTEXT) found.at(-1)?.push(hunk);
    else found.push([hunk]);
  }
  return found;
};

const withContext = (
  old: readonly string[],
  group: readonly StructuredPatchHunk[],
): readonly StructuredPatchHunk[] => {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return [];
  const from = Math.max(1, first.oldStart - CONTEXT);
  const to = Math.min(old.length + 1, endOf(last) + CONTEXT);
  const lines = group.flatMap((hunk, at) => {
    const next = group[at + 1]?.oldStart ?? to;
    const before = at === 0 ? context(old, from, hunk.oldStart) : [];
    return [...before, ...hunk.lines, ...context(old, endOf(hunk), next)];
  });
  const oldLines = to - from;
  const added = group.reduce((sum, hunk) => sum + hunk.newLines - hunk.oldLines, 0);
  const newStart = first.newStart - (first.oldStart - from);
  return [{ oldStart: from, oldLines, newStart, newLines: oldLines + added, lines }];
};

/** The hunks that make one text the other, with three lines around each change. */
export const hunksOf = (before: string, after: string): StructuredPatchHunk[] => {
  const old = linesOf(before);
  return groups(bareHunks(old, linesOf(after))).flatMap((group) => withContext(old, group));
};
