import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { inject } from '../../src/inject.ts';
import { spec } from '../spec.ts';
import { committed, copyOf, kustomize, needs, run, write } from './tools.ts';

const test = spec('component');

const example = 'examples/component';
const expected = join(example, 'expected.yaml');

const made: { readonly folders: string[] } = { folders: [] };

test.after(() => made.folders.forEach((folder) => rmSync(folder, { recursive: true })));

const build = (folder: string) => run(folder, kustomize(), ['build', 'app']);

/** The example with something in a file of it replaced. */
const buildWith = (file: string, from: string | RegExp, to: string) => {
  const folder = copyOf(example, mkdtempSync(join(tmpdir(), 'inject-shm-component-')));
  made.folders.push(folder);
  const text = readFileSync(join(folder, file), 'utf8');
  assert.match(text, from);
  write(folder, { [file]: text.replace(from, to) });
  return build(folder);
};

test('builds what is committed, under kubectl too', () => {
  const { stdout, status } = build(example);
  assert.is(status, 0);
  assert.is(stdout, committed(expected, stdout));
  needs('kubectl');
  assert.is(run(example, 'kubectl', ['kustomize', 'app']).stdout, stdout);
});

test('inject-shm has nothing to say about it', () => {
  const { stdout, results } = inject(readFileSync(expected, 'utf8'), { flags: { mode: 'check' } });
  assert.is(stdout, readFileSync(expected, 'utf8'));
  assert.equal(results, []);
});

// What the README says that it cannot do; where kustomize learns it, the README is to be changed.
const limits: readonly (readonly [string, string, string | RegExp, string, RegExp])[] = [
  [
    'a volume at /dev/shm gets a second one beside it',
    'app/app.yaml',
    'mountPath: /videos',
    'mountPath: /dev/shm',
    /mountPath: \/dev\/shm\n\s+name: videos\n\s+- mountPath: \/dev\/shm\n\s+name: dshm/,
  ],
  [
    'a small limit gets the same size',
    'app/app.yaml',
    /memory: 1Gi/g,
    'memory: 512Mi',
    /memory: 512Mi[^]*sizeLimit: 512Mi/,
  ],
  [
    'a path through init containers fails where there are none',
    'component/kustomization.yaml',
    /( +- spec\.template\.spec\.)containers(.*\n)/,
    '$&$1initContainers$2',
    /unable to find or create field/,
  ],
];

limits.forEach(([name, file, from, to, gives]) =>
  test(name, () => {
    const { stdout, stderr } = buildWith(file, from, to);
    assert.match(stdout + stderr, gives);
  }),
);

test.run();
