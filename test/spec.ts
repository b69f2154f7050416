// uvu with its false greens closed: whatever is registered here and does not pass makes the process exit non-zero.
import { writeFileSync } from 'node:fs';
import { suite } from 'uvu';

type Body = () => void | Promise<void>;

interface Hook {
  (body: Body): void;
  readonly each: (body: Body) => void;
}

export interface Spec {
  (name: string, body: Body): void;
  readonly before: Hook;
  readonly after: Hook;
  /** Must be called once, after the last test. */
  readonly run: () => void;
}

interface Entry {
  readonly name: string;
  /** Index of the file among those that are run. */
  readonly file: number;
  readonly skipped: (readonly [name: string, reason: string])[];
  /** Why its tests are left out of the short road. */
  readonly long: string | undefined;
  leftOut: number;
  registered: number;
  passed: number;
  failed: number;
}

const SHARED = Symbol.for('inject-shm.spec');
const SKIP = Symbol.for('inject-shm.skip');
const mustRun = process.env['CI_MUST_RUN'] === '1';

/** `npm test` without names: a short road of two minutes at most. `npm run test:all` takes all. */
export const isShort = process.env['TEST_SHORT'] === '1';

const shared = globalThis as typeof globalThis & {
  [SHARED]?: { readonly specs: Entry[] };
  UVU_INDEX?: number;
};

/** Ends the running test as skipped, for a reason that is said aloud; a failure under `CI_MUST_RUN=1`. */
export const skip = (reason: string): never => {
  throw Object.assign(new Error(`skipped: ${reason}`), { [SKIP]: !mustRun });
};

/** Ends the running test as skipped on the short road. */
export const long = (reason: string): void => {
  if (isShort) skip(`${reason}; \`npm run test:all\` runs it`);
};

const isSkip = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && Reflect.get(thrown, SKIP) === true;

/** uvu's reporter breaks on anything else that is thrown. */
const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(`thrown: ${String(thrown)}`);

const say = (entry: Entry, what: string) => console.error(`spec "${entry.name}": ${what}`);

const judged = (entry: Entry, name: string, body: Body) => async () => {
  try {
    await body();
    entry.passed++;
  } catch (thrown) {
    if (isSkip(thrown)) {
      entry.skipped.push([name, thrown.message]);
      return;
    }
    entry.failed++;
    throw asError(thrown);
  }
};

/** The tests that a throwing hook prevents count as failed in the end; a hook that follows them counts by itself. */
const guarded = (entry: Entry, when: 'before' | 'after', body: Body) => async () => {
  try {
    await body();
  } catch (thrown) {
    say(entry, `a hook failed: ${asError(thrown).stack}`);
    if (when === 'before') throw asError(thrown);
    entry.failed++;
  }
};

/**
 * A suite of tests; its `run` must be called.
 * @param more `long`: why all of it is left out of the short road
 */
export const spec = (name: string, more: { readonly long?: string } = {}): Spec => {
  const entry: Entry = {
    name,
    file: shared.UVU_INDEX ?? 0,
    skipped: [],
    long: isShort ? more.long : undefined,
    leftOut: 0,
    registered: 0,
    passed: 0,
    failed: 0,
  };
  entries().push(entry);
  const inner = suite(name);
  const hook = (when: 'before' | 'after'): Hook =>
    Object.assign((body: Body) => inner[when](guarded(entry, when, body)), {
      each: (body: Body) => inner[when].each(guarded(entry, when, body)),
    });
  const register = (test: string, body: Body) => {
    if (entry.long !== undefined) {
      entry.leftOut++;
      return;
    }
    entry.registered++;
    inner(test, judged(entry, test, body));
  };
  return Object.assign(register, {
    before: hook('before'),
    after: hook('after'),
    run: () => (entry.leftOut === 0 ? inner.run() : undefined),
  });
};

const entries = (): Entry[] => {
  const known = shared[SHARED];
  if (known !== undefined) return known.specs;
  const specs: Entry[] = [];
  shared[SHARED] = { specs };
  process.on('exit', () => judge(specs));
  return specs;
};

const missing = (entry: Entry): number =>
  entry.registered - entry.passed - entry.failed - entry.skipped.length;

const isEmpty = ({ registered, leftOut }: Entry): boolean => registered + leftOut === 0;

const saySkipped = (entry: Entry): void => {
  const reasons = new Set(entry.skipped.map(([, reason]) => reason));
  reasons.forEach((reason) => {
    const names = entry.skipped.flatMap(([name, why]) => (why === reason ? [`"${name}"`] : []));
    say(entry, `${names.length === 1 ? names[0] : `${names.length} tests`} ${reason}`);
  });
};

const judge = (specs: readonly Entry[]) => {
  const sum = (of: (entry: Entry) => number) =>
    specs.reduce((total, entry) => total + of(entry), 0);
  specs.forEach((entry) => {
    saySkipped(entry);
    if (isEmpty(entry)) say(entry, 'has no tests');
    if (entry.leftOut > 0)
      say(entry, `${entry.leftOut} tests left out: ${entry.long}; \`npm run test:all\` runs them`);
    if (missing(entry) > 0) say(entry, `${missing(entry)} tests did not run`);
  });
  const failed = sum(
    (entry) => entry.failed + Math.max(0, missing(entry)) + (isEmpty(entry) ? 1 : 0),
  );
  const tally = {
    passed: sum((entry) => entry.passed),
    failed,
    skipped: sum((entry) => entry.skipped.length + entry.leftOut),
  };
  const file = process.env['SPEC_TALLY'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
  if (failed > 0) process.exitCode = 1;
};
