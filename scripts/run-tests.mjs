// Runs bundled test files in this process; test/spec.ts judges them when the process ends.
import { resolve } from 'node:path';
import { run } from 'uvu/run';

const files = process.argv.slice(2);
await run(files.map((file) => ({ name: file, file: resolve(file) })));

/** @type {{ readonly specs: readonly { readonly file: number }[] } | undefined} */
const shared = Reflect.get(globalThis, Symbol.for('inject-shm.spec'));
files
  .filter((_, index) => !shared?.specs.some((spec) => spec.file === index))
  .forEach((file) => {
    console.error(`${file}: makes no spec`);
    process.exitCode = 1;
  });
