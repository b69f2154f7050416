import * as E from 'fp-ts/lib/Either.js';
import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, normalize, resolve, sep } from 'node:path';
import { isWithin } from '../files/folders.ts';
import type { Rendering } from './rendering.ts';
import type { Call } from './run.ts';

type Env = Readonly<Record<string, string | undefined>>;

const kustomizations = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What the folder says of itself; Argo CD prefers kustomize too where there is both. */
export const rendererOf = ({ renderer }: Rendering): Exclude<Rendering['renderer'], 'auto'> => {
  if (renderer !== 'auto') return renderer;
  if (kustomizations.some((name) => existsSync(name))) return 'kustomize';
  return existsSync('Chart.yaml') ? 'helm' : 'directory';
};

export const kustomizeCall: Call = { program: 'kustomize', args: ['build', '.'] };

/** The root of the repository: the application is in a folder of it, by its path there. */
export const rootOf = (env: Env): string => {
  const path = normalize(env['ARGOCD_APP_SOURCE_PATH'] ?? '.');
  const here = realpathSync('.');
  const below = `${sep}${path}`;
  return path !== '.' && !path.startsWith('..') && here.endsWith(below)
    ? here.slice(0, -below.length)
    : here;
};

/** A values file, which must be one of the repository: helm would read any file of the sidecar, or fetch a URL. */
const valuesFile = (path: string, root: string): E.Either<string, string> => {
  try {
    const real = realpathSync(resolve(path));
    if (isWithin(root, real) && !isAbsolute(path)) return E.right(real);
  } catch {
    // told below
  }
  return E.left(`\`helmValueFiles\`: ${path} is no file of the repository`);
};

const split = (text: string | undefined): readonly string[] =>
  (text ?? '').split(',').filter((each) => each !== '');

const option = (name: string, value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : [`--${name}=${value}`];

/** Renders a chart as Argo CD does: with its CRDs and hooks, for the cluster's version. */
export const helmCall = (rendering: Rendering, env: Env): E.Either<string, Call> => {
  const release = rendering.helmReleaseName ?? env['ARGOCD_APP_NAME'] ?? '';
  if (release === '') return E.left('the release has no name: set `helmReleaseName`');
  const root = rootOf(env);
  const files = rendering.helmValueFiles.map((path) => valuesFile(join(path), root));
  const missing = files.find(E.isLeft);
  if (missing !== undefined) return missing;
  const args = [
    'template',
    '--include-crds',
    ...option('namespace', rendering.helmNamespace ?? env['ARGOCD_APP_NAMESPACE']),
    ...option('kube-version', env['KUBE_VERSION']),
    ...split(env['KUBE_API_VERSIONS']).map((version) => `--api-versions=${version}`),
    ...files.flatMap((file) => (E.isRight(file) ? [`--values=${file.right}`] : [])),
    ...(rendering.helmValues === undefined ? [] : ['--values=-']),
    '--',
    release,
    '.',
  ];
  const input = rendering.helmValues;
  return E.right({ program: 'helm', args, ...(input === undefined ? {} : { input }) });
};
