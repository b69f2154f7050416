const WIDTH = 100;

/** Text in lines of so many columns at most. */
export const wrap = (text: string, columns = WIDTH): readonly string[] =>
  (text.match(new RegExp(`.{1,${columns}}(?: |$)`, 'g')) ?? []).map((line) => line.trimEnd());

/** Heads and what they mean in two columns; long heads have a line of their own. */
export const twoColumns = (
  rows: readonly (readonly [head: string, text: string])[],
  most = 32,
): string => {
  const heads = rows.map(([head]) => `  ${head}`);
  const column = Math.max(...heads.map(({ length }) => (length <= most ? length : 0))) + 2;
  const lines = rows.flatMap(([, text], at) => {
    const head = heads[at] ?? '';
    const [first = '', ...more] = wrap(text, WIDTH - column);
    const indented = more.map((line) => ' '.repeat(column) + line);
    return head.length + 2 <= column
      ? [head.padEnd(column) + first, ...indented]
      : [head, ' '.repeat(column) + first, ...indented];
  });
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
};
