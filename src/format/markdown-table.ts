// What the report's comments are built of.

/** The first line of a comment, by which the next run finds it. */
export const MARKER = '<!-- inject-shm -->';

/** GitHub takes 65,536 characters. */
export const LONGEST = 60_000;

/** Parts with an empty line between them. */
export const block = (parts: readonly string[]): string =>
  `${parts
    .filter((part) => part !== '')
    .map((part) => part.trimEnd())
    .join('\n\n')}\n`;

export const folded = (summary: string, text: string): string =>
  `<details><summary>${summary}</summary>\n\n${text.trimEnd()}\n\n</details>`;

/**
 * The rows of several tables, as many as there is room for, the first tables' first. What is cut is counted in a line
 * below its table.
 */
export const fitRows = (tables: readonly (readonly string[])[], room = ROOM): readonly string[] => {
  let left = room;
  return tables.map((rows) => {
    let shown = 0;
    for (const row of rows) {
      if (row.length > left) break;
      left -= row.length;
      shown++;
    }
    // What did not fit here does not make room for what is less important.
    if (shown < rows.length) left = 0;
    const missing = rows.length - shown;
    return rows.slice(0, shown).join('') + (missing === 0 ? '' : `\n${missingText(missing)}\n`);
  });
};

/** The rest is for what stands around the tables. */
const ROOM = LONGEST - 4000;

const missingText = (missing: number): string =>
  `… and ${missing} more ${missing === 1 ? 'row' : 'rows'}: the comment would be too long.`;
