/** Less inlining, and loops compiled as they are: less for the compiler to do until fast code is there. */
const lean = ['--max-inlined-bytecode-size-cumulative=150', '--no-turbo-loop-peeling'];

/**
 * The flags for V8 by its major version, Node 20's to Node 25's; of another it is not known whether it has them, and what
 * it has not it would complain of on stderr. By default V8 compiles for programs that run for long: of a run of half a
 * second a third went into optimising code that was hardly used again. Measured with 100 to 10,000 resources.
 */
const flags: Readonly<Record<string, readonly string[]>> = {
  '11': [...lean, '--interrupt-budget=200000'],
  '12': lean,
  '13': lean,
  '14': lean,
};

/** What Bun multiplies the numbers of calls by after which it compiles; the executable starts with 32 (scripts/exe.mjs). */
const PATIENCE = 5;

/** So many characters are worth the two milliseconds that it takes to set flags. */
const WORTH = 20_000;

interface Bun {
  readonly gc: (isSync: boolean) => void;
  readonly unsafe: { readonly setJITPolicy?: (factor: number) => void };
}

const { Bun: bun } = globalThis as { readonly Bun?: Bun };

const setFlags = (): void => {
  const [major = ''] = process.versions.v8.split('.');
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  for (const flag of flags[major] ?? []) setFlagsFromString(flag);
};

/** Has the engine compile for a short run, where there is enough to do; one that is not known is left alone. */
export const compileBriefly = (characters: number): void => {
  if (characters < WORTH) return;
  if (bun === undefined) setFlags();
  else bun.unsafe.setJITPolicy?.(PATIENCE);
};

/** The executable starts for short runs: code that is used often enough is compiled as soon as engines usually do. */
export const compileAsUsual = (): void => bun?.unsafe.setJITPolicy?.(1);

/** Gives memory that is not in use any more back to the system; left alone, engines keep it for later. */
export const giveBackMemory = (): void => {
  if (bun !== undefined) return bun.gc(true);
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  const { runInNewContext } = require('node:vm') as typeof import('node:vm');
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};
