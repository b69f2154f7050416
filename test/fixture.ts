import * as E from 'fp-ts/lib/Either.js';
import { type Config, decodeFlags, defaults } from '../src/config.ts';
import { planAll, type Planned, type PlannedRun, type Surface } from '../src/core/plan-all.ts';
import { type Resource, resourceOf, type TypeMeta } from '../src/core/resource.ts';
import type { Counted } from '../src/core/summary.ts';
import type { Fields, Value } from '../src/data/value.ts';
import type { Finding } from '../src/plan/findings.ts';
import type { Plan } from '../src/plan.ts';
import { formatQuantity } from '../src/quantity.ts';

export type Flags = Readonly<Record<string, string>>;

/** What a word says of a container: a limit, `req:` a request, `@volume[:path]` a mount, `a/b=n` a limit of another kind. */
const wordOf = (word: string): Fields => {
  if (word.startsWith('req:')) return { requests: { memory: word.slice(4) } };
  if (word.startsWith('image:')) return { image: word.slice(6) };
  if (word.startsWith('@')) {
    const [name, mountPath = '/dev/shm'] = word.slice(1).split(':');
    return { mount: { name, mountPath } };
  }
  if (word === 'claims') return { claims: [{ name: 'gpu' }] };
  const [name = '', amount] = word.split('=');
  if (amount !== undefined) return { limits: { [name]: amount } };
  return { limits: { memory: word === 'null' ? null : word } };
};

const containerOf = (text: string): Fields => {
  const [name = '', ...words] = text.trim().split(/\s+/);
  const said = words.map(wordOf);
  const all = (key: string) => said.flatMap((each) => (key in each ? [each[key]] : []));
  const merged = (key: string): Fields =>
    all(key).length === 0 ? {} : { [key]: Object.assign({}, ...all(key)) };
  const [claims] = all('claims');
  const resources = { ...merged('requests'), ...merged('limits'), ...(claims ? { claims } : {}) };
  const mounts = all('mount');
  return {
    name: name.replace(/^[~+]/, ''),
    image: all('image')[0] ?? 'app:1',
    ...(Object.keys(resources).length === 0 ? {} : { resources }),
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
    ...(name.startsWith('~') ? { restartPolicy: 'Always' } : {}),
  };
};

/** A PodSpec from words: `app 2Gi, db req:1Gi, ~sidecar 64Mi, +init`. */
export const podOf = (text: string, more: Fields = {}): Fields => {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const isInit = (part: string) => /^\s*[~+]/.test(part);
  const inits = parts.filter(isInit).map(containerOf);
  return {
    ...(inits.length === 0 ? {} : { initContainers: inits }),
    containers: parts.filter((part) => !isInit(part)).map(containerOf),
    ...more,
  };
};

interface About {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Fields;
  readonly annotations?: Fields;
  /** Those of the pod template. */
  readonly template?: Fields;
}

/** A Deployment of one pod. */
export const deployment = (pod: Fields, { template, ...metadata }: About = {}): Fields => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', ...metadata },
  spec: {
    template: {
      ...(template === undefined ? {} : { metadata: { annotations: template } }),
      spec: pod,
    },
  },
});

export const limitRange = (type: string, limits: Fields, metadata: Fields = {}): Fields => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'range', ...metadata },
  spec: { limits: [{ type, ...limits }] },
});

/** An object, and the folder that it is in; `''` in a stream. */
interface Entry extends TypeMeta {
  readonly object: Fields;
  readonly folder: string;
}

interface Opened {
  readonly resource: Resource;
}

type Finished = Planned<Opened> & Counted;

const textOf = (value: Value): string => (typeof value === 'string' ? value : '');

const entryOf = (folder: string, object: Fields): Entry => ({
  apiVersion: textOf(object['apiVersion']),
  kind: textOf(object['kind']),
  object,
  folder,
});

interface How {
  readonly at?: 'render' | 'admission';
  readonly honoursLocalConfig?: boolean;
}

const surfaceOf = (config: Config, how: How): Surface<Entry, Opened, Finished> => ({
  config,
  configOf: () => config,
  at: how.at ?? 'render',
  folderOf: ({ folder }) => folder,
  honoursLocalConfig: () => how.honoursLocalConfig ?? false,
  mayHold: ({ object }, word) => JSON.stringify(object).includes(word),
  read: (each) => ({ resource: resourceOf(each, each.object) }),
  finish: (planned) =>
    planned.map((each) => ({
      ...each,
      live: each.plan.live,
      changes: each.plan.wanted !== each.opened.resource.object,
    })),
});

export const configOf = (flags: Flags): Config => {
  const config = decodeFlags(flags, defaults);
  if (E.isRight(config)) return config.right;
  throw new Error(config.left.map(({ message }) => message).join('\n'));
};

/** What becomes of objects by folder, in their order. */
export const runOf = (
  folders: Readonly<Record<string, readonly Fields[]>>,
  flags: Flags = {},
  how: How = {},
): PlannedRun<Finished> => {
  const entries = Object.entries(folders).flatMap(([folder, objects]) =>
    objects.map((object) => entryOf(folder, object)),
  );
  return planAll(entries, surfaceOf(configOf(flags), how));
};

/** A finding in a word: its code and more of it, `!` behind an error, parentheses around an info. */
const said = (each: Finding): string => {
  const more = detail(each);
  const word = more === '' ? each.code : `${each.code}:${more}`;
  if (each.severity === 'error') return `${word}!`;
  return each.severity === 'info' ? `(${word})` : word;
};

const detail = (each: Finding): string => {
  if (each.code === 'no-memory-limit')
    return `${each.missing}${'containers' in each ? `=${each.containers.join('+')}` : ''}`;
  if (each.code === 'oom-risk')
    return each.who === 'writer'
      ? each.container
      : each.containers.map((on) => on.container).join('+');
  if (each.code === 'limit-clamped') return `${each.by}=${formatQuantity(each.limit)}`;
  if (each.code === 'limit-refused') return each.reason;
  if (each.code === 'unbounded')
    return each.sized?.size ?? (each.otherUse === undefined ? '' : 'other-use');
  if (each.code === 'unaligned-size') return each.aligned;
  if (each.code === 'partial-object') return each.why;
  if (each.code === 'released' || each.code === 'taken-back') return each.what;
  if (each.code === 'accelerator-limit' || each.code === 'limit-range-conflict')
    return each.container;
  return '';
};

/** What was decided for one workload, on a line: outcome, size or sizes, `container=limit` for each that is injected, findings. */
export const decisionOf = ({ pods, findings }: Plan): string =>
  [
    ...new Set(pods.map(({ outcome }) => outcome)),
    ...pods.flatMap(({ sized, record }) => [
      ...(sized === undefined ? [] : [sized.size]),
      ...Object.entries(record?.limits ?? {}).map(([name, limit]) => `${name}=${limit}`),
    ]),
    ...findings.map(said),
  ].join(' ');

/** The decision for the first workload of some objects. */
export const decided = (objects: readonly Fields[], flags: Flags = {}, how: How = {}): string => {
  const [first] = runOf({ '': objects }, flags, how).finished;
  return first === undefined ? 'not looked at' : decisionOf(first.plan);
};
