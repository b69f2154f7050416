/**
 * The flags for V8 by its major version, Node 20's to Node 25's; of another it is not known whether it has them, and what
 * it has not it would complain of on stderr. By default V8 compiles for programs that run for long: of a run of half a
 * second a third went into optimising code that was hardly used again. Measured with 100 to 10,000 resources.
 */
const flags: Readonly<Record<string, readonly string[]>> = {
  '11': ['--max-inlined-bytecode-size-cumulative=150', '--interrupt-budget=200000'],
  '12': ['--max-inlined-bytecode-size-cumulative=150'],
  '13': ['--max-inlined-bytecode-size-cumulative=150'],
  '14': ['--max-inlined-bytecode-size-cumulative=150'],
};

/** So many characters are worth the two milliseconds that it takes to set flags. */
const WORTH = 20_000;

/** Has V8 compile for a short run, where there is enough to do. Other engines are left alone. */
export const compileBriefly = (characters: number): void => {
  const { v8, bun } = process.versions;
  const [major = ''] = v8.split('.');
  if (characters < WORTH || bun !== undefined) return;
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  for (const flag of flags[major] ?? []) setFlagsFromString(flag);
};
