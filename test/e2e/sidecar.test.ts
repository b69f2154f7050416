import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { spec } from '../spec.ts';
import { contained, image } from './images.ts';
import { run } from './tools.ts';

const test = spec('sidecar for Argo CD');

const sidecar = (script: string, ...options: readonly string[]) =>
  run('.', 'podman', [
    ...contained(
      image('cmp'),
      '--entrypoint=bash',
      '--cap-drop=all',
      '--read-only',
      '--read-only-tmpfs=false',
      '--tmpfs=/tmp',
      `--volume=${resolve('examples')}:/examples:ro`,
      `--volume=${resolve('test/docs/scratch/my-chart')}:/chart:ro`,
      ...options,
    ),
    '-euc',
    script,
  ]);

const pluginFile = '/home/argocd/cmp-server/config/plugin.yaml';

test('it runs as 999, with the plugin where Argo CD reads it', () => {
  const { stdout, stderr, status } = sidecar(`id -u; cat ${pluginFile}`);
  assert.equal([stderr, status], ['', 0]);
  assert.is(stdout, `999\n${readFileSync('examples/argocd/plugin.yaml', 'utf8')}`);
});

/** What the plugin has Argo CD run in an application's folder. */
const command = (of: 'generate' | 'parameters'): string => {
  const { spec: plugin } = parse(readFileSync('examples/argocd/plugin.yaml', 'utf8'));
  const { command: words } = of === 'generate' ? plugin.generate : plugin.parameters.dynamic;
  return words.join(' ');
};

const generate = (folder: string, parameters: object = []) =>
  sidecar(
    `cd ${folder}; ${command('generate')}`,
    `--env=ARGOCD_APP_PARAMETERS=${JSON.stringify(parameters)}`,
    '--env=ARGOCD_APP_NAME=shop',
    '--env=ARGOCD_APP_NAMESPACE=shop',
  );

test('it renders with kustomize', () => {
  const { stdout, stderr, status } = generate('/examples/kustomize/base');
  assert.is(status, 0, stderr);
  assert.match(stdout, 'sizeLimit: ');
});

test('it renders with Helm', () => {
  const { stdout, stderr, status } = generate('/chart', [{ name: 'ratio', string: '0.25' }]);
  assert.is(status, 0, stderr);
  assert.match(stdout, /name: trainer[^]*sizeLimit: 1Gi/);
});

test('it tells Argo CD its parameters', () => {
  const { stdout, stderr, status } = sidecar(`cd /chart; ${command('parameters')}`);
  assert.is(status, 0, stderr);
  assert.ok(JSON.parse(stdout).some(({ name }: { readonly name: string }) => name === 'ratio'));
});

test('what kustomize fetches with is there', () => {
  const { stdout, stderr, status } = sidecar(
    'git --version; ls /etc/ssl/certs/ca-certificates.crt',
  );
  assert.is(status, 0, stderr);
  assert.match(stdout, /^git version /);
});

test.run();
