import { spawnSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { type Golden, goldens, run } from './golden-case.ts';
import { pending } from './golden-rules.ts';
import { spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('goldens as a process', {
  long: 'every golden as a process; `golden` has them in this one',
});

const made: { bench?: Workbench } = {};

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

const args = ({ flags }: Golden): readonly string[] =>
  Object.entries(flags).map(([name, value]) => `--${name}=${value}`);

goldens
  .filter(({ name }) => !Object.hasOwn(pending, name))
  .forEach((golden) =>
    test(golden.name, () => {
      const { stdout, stderr, status } = spawnSync(bench().executable, args(golden), {
        input: golden.input,
        encoding: 'utf8',
        env,
      });
      const { stdout: wanted, stderr: said, exitCode } = run(golden);
      assert.equal([stdout, stderr, status], [wanted, said, exitCode]);
    }),
  );

test.run();
