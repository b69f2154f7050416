import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse, parseAllDocuments } from 'yaml';
import { inject } from '../../src/inject.ts';
import { spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';
import { image } from './images.ts';
import { copyOf, kustomize, needs, run, watch, write } from './tools.ts';

const test = spec('containers');

const made: { bench?: Workbench; count: number } = { count: 0 };

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

const fresh = (name: string): string => join(bench().folder, `${name}-${made.count++}`);

const textOf = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8');

const kpt = (...args: readonly string[]) => {
  needs('kpt', 'git');
  return run(bench().folder, 'kpt', ['fn', ...args], '', { KPT_FN_RUNTIME: 'podman' });
};

/** examples/kpt with an image in the place of the executable. */
const kptPackage = (): string => {
  const folder = copyOf('examples/kpt', fresh('kpt'));
  const kptfile = textOf(folder, 'Kptfile');
  assert.match(kptfile, 'exec: dist/inject-shm.cjs');
  write(folder, { Kptfile: kptfile.replace(/- exec: .*/, `- image: ${image('function')}`) });
  return folder;
};

const manifests = ['forecast.yaml', 'renderer.yaml', 'warehouse.yaml'];

const flagsOf = (functionConfig: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(parse(functionConfig).spec).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      String(value),
    ]),
  );

test('kpt fn render: what the function alone gives, and nothing more the second time', () => {
  const folder = kptPackage();
  const { status, stderr } = kpt('render', folder, '--image-pull-policy=never');
  assert.is(status, 0, stderr);
  const flags = flagsOf(textOf('examples/kpt/inject-shm.yaml'));
  manifests.forEach((file) =>
    assert.fixture(
      textOf(folder, file),
      inject(textOf('examples/kpt', file), { flags }).stdout,
      file,
    ),
  );
  const { changes } = watch(folder);
  const again = kpt('render', folder, '--image-pull-policy=never');
  assert.equal([again.status, changes()], [0, '']);
  assert.not.match(again.stderr, 'Results:');
});

const evaluate = (folder: string, ...args: readonly string[]) =>
  kpt('eval', folder, '--image', image('function'), '--image-pull-policy=never', ...args);

test('kpt fn eval -- ratio=0.3: as --exec does it', () => {
  const [contained, executed] = [kptPackage(), kptPackage()];
  const args = ['--', 'ratio=0.3', 'defaultMemoryLimit=1Gi'];
  const { status, stderr } = evaluate(contained, ...args);
  assert.is(status, 0, stderr);
  assert.is(kpt('eval', executed, '--exec', bench().executable, ...args).status, 0);
  manifests.forEach((file) => {
    assert.fixture(textOf(contained, file), textOf(executed, file), file);
    assert.match(textOf(contained, file), 'sizeLimit: ');
  });
});

const failing = [
  ['a limit that is no Quantity', [], '2GiB', /"2GiB" is not a Quantity .*"2Gi"/],
  ['an unknown field', ['ratoi=0.3'], '2Gi', /unknown field `ratoi` \(did you mean "ratio"\?\)/],
] as const;

failing.forEach(([name, args, limit, message]) =>
  test(`kpt: ${name} fails, says what to do, and leaves the package as it was`, () => {
    const folder = kptPackage();
    const text = textOf(folder, 'renderer.yaml');
    write(folder, { 'renderer.yaml': text.replace('memory: 2Gi', `memory: ${limit}`) });
    const { changes } = watch(folder);
    const { status, stderr } = evaluate(folder, '--', ...args);
    assert.match(stderr, message);
    assert.equal([status, changes()], [1, '']);
  }),
);

/** kustomize knows no other program than `docker`. */
const docker = (): Readonly<Record<string, string>> => {
  const folder = fresh('bin');
  mkdirSync(folder);
  const podman = run('.', 'sh', ['-c', 'command -v podman']).stdout.trim();
  symlinkSync(podman, join(folder, 'docker'));
  return { PATH: `${folder}:${process.env['PATH']}` };
};

/** examples/kustomize with an image in the place of the executable. */
const kustomization = (edit: (transformer: string) => string = (text) => text): string => {
  const folder = copyOf('examples/kustomize', fresh('kustomize'));
  const transformer = textOf(folder, 'overlay/inject-shm.yaml');
  const contained = transformer.replace(
    /exec:\n( +)path: .*/,
    `container:\n$1image: ${image('function')}`,
  );
  assert.is.not(contained, transformer);
  write(folder, { 'overlay/inject-shm.yaml': edit(contained) });
  return folder;
};

const builders: readonly (readonly [name: string, command: () => readonly string[]])[] = [
  ['kubectl kustomize', () => ['kubectl', 'kustomize']],
  ['kustomize build', () => [kustomize(), 'build']],
];

const objects = (text: string): readonly unknown[] =>
  parseAllDocuments(text).map((document): unknown => document.toJS());

builders.forEach(([name, command]) => {
  const build = (folder: string, ...args: readonly string[]) => {
    const [program = '', ...more] = command();
    needs(program);
    return run(bench().folder, program, [...more, folder, ...args], '', docker());
  };

  test(`${name}: what the function alone gives`, () => {
    const folder = kustomization();
    const { stdout, stderr, status } = build(join(folder, 'overlay'), '--enable-alpha-plugins');
    assert.equal([stderr, status], ['', 0]);
    const overlay = textOf(folder, 'overlay/kustomization.yaml');
    write(folder, { 'overlay/kustomization.yaml': overlay.replace(/transformers:[^]*/, '') });
    const flags = flagsOf(textOf(folder, 'overlay/inject-shm.yaml'));
    const alone = inject(build(join(folder, 'overlay')).stdout, { flags });
    assert.equal(objects(stdout), objects(alone.stdout));
    assert.match(stdout, 'sizeLimit: ');
  });

  test(`${name}: nothing more the second time`, () => {
    const folder = kustomization();
    const first = build(join(folder, 'overlay'), '--enable-alpha-plugins');
    write(folder, {
      'overlay/kustomization.yaml': 'resources: [all.yaml]\ntransformers: [inject-shm.yaml]\n',
      'overlay/all.yaml': first.stdout,
    });
    const { stdout, stderr, status } = build(join(folder, 'overlay'), '--enable-alpha-plugins');
    assert.is(stdout, first.stdout);
    assert.equal([stderr, status], ['', 0]);
  });

  test(`${name}: an error is on stderr with what to do, and fails the build`, () => {
    const folder = kustomization((text) =>
      text.replace(/defaultMemoryLimit: .*/, 'missingLimit: error'),
    );
    const { stdout, stderr, status } = build(join(folder, 'overlay'), '--enable-alpha-plugins');
    assert.match(
      stderr,
      /error: CronJob browsers\/smoke-test: no memory limit .* set `resources\.limits\.memory`/,
    );
    assert.is(stdout, '');
    assert.is.not(status, 0);
  });

  test(`${name}: without --enable-alpha-plugins the build fails`, () => {
    const { stdout, stderr, status } = build(join(kustomization(), 'overlay'));
    assert.match(stderr, /external plugins disabled; unable to load external plugin 'InjectShm'/);
    assert.is(stdout, '');
    assert.is.not(status, 0);
  });
});

test('the manifests of the example are all looked at', () => {
  const files = readdirSync('examples/kpt').filter((file) => file.endsWith('.yaml'));
  assert.equal(files.toSorted(), [...manifests, 'inject-shm.yaml'].toSorted());
});

test.run();
