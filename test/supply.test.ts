import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import manifest from '../package.json';
import { long, spec } from './spec.ts';
import { builtAnew } from './workbench.ts';

const test = spec('supply chain');

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly peer?: boolean;
  readonly hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

const names = (found: readonly (readonly [string, Locked])[]): readonly string[] =>
  found.map(([path]) => path.replace(/^.*node_modules\//, ''));

test('nothing of ours runs when it is installed from a registry', () => {
  // `prepare` builds in a clone; a registry has what is built.
  const hooks = /^(?:pre|post)?(?:install|uninstall)$/;
  assert.equal(
    Object.keys(manifest.scripts).filter((name) => hooks.test(name)),
    [],
  );
});

test('every package is locked by its content, but those of other platforms', () => {
  assert.ok(packages.length > 50, `${packages.length} packages`);
  const isLoose = ({ integrity, optional }: Locked) =>
    optional !== true && integrity?.startsWith('sha512-') !== true;
  assert.equal(names(packages.filter(([, locked]) => isLoose(locked))), []);
});

test('what is bundled depends on little else and runs nothing when it is installed', () => {
  const bundled = packages.filter(([, { dev, peer }]) => dev !== true && peer !== true);
  // js-yaml's command line has a dependency, which is not bundled; the metrics have summaries, which are not used.
  const direct = Object.keys(manifest.dependencies);
  const ofMetrics = ['@opentelemetry/api', 'bintrees', 'tdigest'];
  assert.equal(names(bundled).toSorted(), ['argparse', ...ofMetrics, ...direct].toSorted());
  assert.equal(names(bundled.filter(([, { hasInstallScript }]) => hasInstallScript)), []);
});

test('every dependency has its reason in CONTRIBUTING.md', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const all = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  assert.equal(
    all.filter((name) => !text.includes(`\`${name}\``)),
    [],
  );
});

/** The files of a folder with the hash of each. */
const hashes = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [
        path.slice(folder.length),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );

test('two builds in different folders are the same, byte for byte', () => {
  if (process.env['INJECT_SHM_BIN'] !== undefined) return;
  long('builds twice');
  const benches = [builtAnew(), builtAnew()];
  const [one, other] = benches.map(({ folder }) => hashes(join(folder, 'dist')));
  benches.forEach(({ remove }) => remove());
  assert.ok(Object.keys(one ?? {}).length > 4);
  assert.equal(one, other);
});

test.run();
