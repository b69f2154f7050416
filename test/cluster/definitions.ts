import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import { needs } from '../e2e/tools.ts';
import { skip } from '../spec.ts';
import type { ApiObject } from './api.ts';
import type { Client } from './client.ts';

/** Folders of CustomResourceDefinitions in Go modules. The checksum database vouches for the versions. */
const SOURCES: readonly (readonly [module: string, folder: string])[] = [
  ['sigs.k8s.io/jobset@v0.10.1', 'config/components/crd/bases'],
  ['sigs.k8s.io/lws@v0.8.0', 'config/crd/bases'],
  ['github.com/argoproj/argo-rollouts@v1.8.3', 'manifests/crds'],
  ['github.com/kubeflow/training-operator@v1.8.1', 'manifests/base/crds'],
  // The same MPIJob, newer: the last one counts.
  ['github.com/kubeflow/mpi-operator@v0.6.0', 'manifests/base'],
  ['github.com/kubeflow/trainer/v2@v2.1.0', 'manifests/base/crds'],
  ['github.com/ray-project/kuberay/ray-operator@v1.6.0', 'config/crd/bases'],
  ['github.com/kserve/kserve@v0.17.0', 'config/crd/full/llmisvc'],
];

interface Definition extends ApiObject {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
    readonly conversion?: unknown;
  };
}

/**
 * Makes a cluster serve the kinds of JobSet, LeaderWorkerSet, Argo Rollouts, Kubeflow, KubeRay and KServe, without what
 * runs them.
 * @returns how many kinds
 */
export const define = async (cluster: Client): Promise<number> => {
  const found = new Map(definitions().map((each) => [each.metadata?.name, each]));
  await Promise.all([...found.values()].map((each) => defineOne(cluster, each)));
  return found.size;
};

const defineOne = async (cluster: Client, definition: Definition): Promise<void> => {
  const { group, names, versions } = definition.spec;
  // Converting would need the operator's webhook.
  const spec = { ...definition.spec, conversion: { strategy: 'None' } };
  const object = { ...definition, spec: JSON.parse(JSON.stringify(spec, withoutDescriptions)) };
  const { status, body } = await cluster.create(object, { fieldValidation: 'Ignore' });
  if (status !== 201) throw new Error(`${definition.metadata?.name}: ${JSON.stringify(body)}`);
  const version = versions.find(({ served }) => served)?.name;
  const sample = { apiVersion: `${group}/${version}`, kind: names.kind };
  while ((await cluster.collection(sample)) === undefined) await sleep(200);
};

/** They are most of a definition, and the API server takes its time over each. */
const withoutDescriptions = (key: string, value: unknown): unknown =>
  key === 'description' && typeof value === 'string' ? undefined : value;

const definitions = (): readonly Definition[] => {
  const folders = download(SOURCES.map(([module]) => module));
  return SOURCES.flatMap(([module, folder]) =>
    definitionsIn(join(folders.get(module) ?? '', folder)),
  );
};

const definitionsIn = (folder: string): readonly Definition[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => loadAll(readFileSync(join(folder, name), 'utf8')))
    .filter(isDefinition);

const isDefinition = (value: unknown): value is Definition =>
  Object(value).kind === 'CustomResourceDefinition';

/** Where each module is on this machine. */
const download = (modules: readonly string[]): ReadonlyMap<string, string> => {
  needs('go');
  const { stdout } = spawnSync('go', ['mod', 'download', '-json', ...modules], {
    encoding: 'utf8',
  });
  // One object after another, each indented.
  const found = stdout
    .split(/^(?=\{)/m)
    .map((text) => JSON.parse(text) as Record<'Path' | 'Version' | 'Dir' | 'Error', string>);
  found
    .filter(({ Error: error }) => error !== undefined)
    .forEach((each) => skip(`${each.Path} cannot be had: ${each.Error}`));
  return new Map(found.map((each) => [`${each.Path}@${each.Version}`, each.Dir]));
};
