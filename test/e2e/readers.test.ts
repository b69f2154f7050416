import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { inject, type Outcome } from '../../src/inject.ts';
import { spec } from '../spec.ts';
import { READER_CASES, type ReaderCase } from './reader-cases.ts';
import { committed, needs } from './tools.ts';

const test = spec('two readers');

/** What the readers written in Go understand: `sigs` that of kubectl, `kyaml` that of kpt and kustomize. */
interface Reading {
  readonly sigs: string;
  readonly kyaml: string;
}

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-readers-'));
test.after(() => rmSync(folder, { recursive: true }));

const readAll = (texts: readonly string[]): readonly Reading[] => {
  needs('go');
  const program = join(folder, 'readers');
  const cwd = resolve('test/e2e/readers');
  const built = spawnSync('go', ['build', '-o', program, '.'], { cwd, encoding: 'utf8' });
  assert.is(built.status, 0, built.stderr);
  const { stdout, stderr } = spawnSync(program, { input: JSON.stringify(texts), encoding: 'utf8' });
  assert.is(stderr, '');
  return JSON.parse(stdout) as readonly Reading[];
};

const at = (json: string, path: readonly (string | number)[]): unknown => {
  try {
    return path.reduce<unknown>(
      (value, step) => Reflect.get(Object(value), step),
      JSON.parse(json),
    );
  } catch {
    return undefined;
  }
};

const shown = (json: string, path: readonly (string | number)[]): string => {
  if (json === 'error') return 'refused';
  const value = at(json, path);
  const written = value === undefined ? 'absent' : JSON.stringify(value);
  return `\`${written.length > 40 ? `${written.slice(0, 20)}…` : written}\``.replaceAll('|', '\\|');
};

const MOUNT = 'mountPath: /dev/shm';

const done = ({ exitCode, stdout, stderr }: Outcome): string => {
  if (exitCode === 2) return 'refused';
  if (exitCode === 1) return `error: ${/\[([a-z-]+)\]\n/.exec(stderr)?.[1] ?? ''}`;
  if (!stdout.includes(MOUNT) && !stdout.includes('"mountPath": "/dev/shm"')) return 'left alone';
  return `\`${/sizeLimit"?: "?(\w+)/.exec(stdout)?.[1] ?? ''}\``;
};

/** A reading without what was injected, which stands last. */
const without = (json: string): unknown => {
  if (json === 'error') return json;
  const value = JSON.parse(json) as {
    metadata?: { annotations?: unknown };
    spec?: { volumes?: unknown; containers?: { volumeMounts?: unknown }[] };
  };
  delete value.metadata?.annotations;
  delete value.spec?.volumes;
  value.spec?.containers?.forEach((container) => delete container.volumeMounts);
  return value;
};

const isPod = (json: string): boolean => json !== 'error' && at(json, ['kind']) === 'Pod';

const INJECTED = { medium: 'Memory' };

const checkOne = (
  { what, text }: ReaderCase,
  outcome: Outcome,
  before: Reading,
  after: Reading,
): void => {
  const { exitCode, stdout } = outcome;
  if (exitCode !== 0) return;
  for (const reader of ['sigs', 'kyaml'] as const) {
    assert.equal(without(after[reader]), without(before[reader]), `${what}: a value has changed`);
    const changed = stdout !== text;
    if (isPod(before[reader])) assert.ok(changed, `${what}: a pod to ${reader} is overlooked`);
    if (!changed || after[reader] === 'error') continue;
    const dir = at(after[reader], ['spec', 'volumes', 0, 'emptyDir']);
    const { sizeLimit } = dir as { sizeLimit: unknown };
    assert.equal(dir, { ...INJECTED, sizeLimit }, what);
    assert.type(sizeLimit, 'string');
  }
};

const HEAD = `# YAML that readers take in different ways

Four readers meet on the way to a cluster: kubectl's (\`sigs.k8s.io/yaml\`, YAML 1.1 for the most part), that of kpt and
kustomize (\`kyaml\`), and here \`js-yaml\` and \`yaml\` (YAML 1.2). They do not always understand the same. Whatever they
understand: text that is not edited stays as it is, byte for byte, so that each reads afterwards what it read before; what
is written has one meaning to all; and what is a Pod to one of them is never silently overlooked.

The table is written and checked by a test against the four. A size in the last column says that the pod got its
\`/dev/shm\`; \`left alone\`, that it is no Pod to anybody; \`refused\` is exit code 2, an error is exit code 1.

| | written | kubectl reads | kpt and kustomize read | inject-shm |
|---|---|---|---|---|
`;

test('what readers take in different ways is safe, and documented', () => {
  const outcomes = READER_CASES.map(({ text }) =>
    inject(text, { flags: { 'default-memory-limit': '2Gi' } }),
  );
  const before = readAll(READER_CASES.map(({ text }) => text));
  const after = readAll(outcomes.map(({ stdout }) => stdout));
  const none: Reading = { sigs: 'error', kyaml: 'error' };
  const failed = READER_CASES.flatMap((each, i) => {
    const [outcome, old, now] = [outcomes[i], before[i] ?? none, after[i] ?? none];
    try {
      if (outcome !== undefined) checkOne(each, outcome, old, now);
      return [];
    } catch (error) {
      return [error instanceof Error ? `${each.what}: ${error.message}` : String(error)];
    }
  });
  assert.is(failed.join('\n'), '');
  const rows = READER_CASES.map(({ what, shown: written, path }, i) => {
    const { sigs, kyaml } = before[i] ?? none;
    const outcome = outcomes[i];
    const last = outcome === undefined ? '' : done(outcome);
    return `| ${what} | \`${written}\` | ${shown(sigs, path)} | ${shown(kyaml, path)} | ${last} |`;
  });
  const table = `${HEAD}${rows.join('\n')}\n`;
  assert.fixture(committed('docs/yaml.md', table), table);
});

test.run();
