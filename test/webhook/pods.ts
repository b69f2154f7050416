import fc from 'fast-check';
import { ADMITTED, defaults, decodeFlags, type Config } from '../../src/config.ts';
import type { Fields } from '../../src/data/value.ts';
import { isRight } from 'fp-ts/lib/Either.js';

/** The defaults with flags over them. */
export const configOf = (flags: Readonly<Record<string, string>> = {}): Config => {
  const config = decodeFlags(flags, defaults);
  if (isRight(config)) return config.right;
  throw new Error(config.left.map(({ message }) => message).join('\n'));
};

/** A container as the API server has it: with a request where there is a limit. */
export const container = (name: string, limit?: string, more: Fields = {}): Fields => ({
  name,
  image: 'nginx',
  resources: limit === undefined ? {} : { limits: { memory: limit }, requests: { memory: limit } },
  ...more,
});

export const pod = (
  containers: readonly Fields[],
  annotations?: Readonly<Record<string, string>>,
  spec: Fields = {},
): Fields => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', ...(annotations === undefined ? {} : { annotations }) },
  spec: { containers, ...spec },
});

export const mount: Fields = { name: 'dshm', mountPath: '/dev/shm' };

export const volume = (size: string, name = 'dshm'): Fields => ({
  name,
  emptyDir: { medium: 'Memory', sizeLimit: size },
});

export const specOf = (object: Fields): Fields => object['spec'] as Fields;
export const admittedOf = (object: Fields): unknown =>
  ((object['metadata'] as Fields)['annotations'] as Fields | undefined)?.[ADMITTED];

/** Sizes by container that mounts them. */
export const sizesOf = (object: Fields): Readonly<Record<string, string>> => {
  const {
    containers,
    initContainers = [],
    volumes = [],
  } = specOf(object) as Record<string, Fields[]>;
  const sizes = new Map(
    volumes.map((each) => [each['name'], (each['emptyDir'] as Fields | undefined)?.['sizeLimit']]),
  );
  return Object.fromEntries(
    [...(containers ?? []), ...initContainers].flatMap(({ name, volumeMounts = [] }) =>
      (volumeMounts as readonly Fields[])
        .filter(({ mountPath }) => mountPath === '/dev/shm')
        .map((each) => [String(name), String(sizes.get(each['name']))]),
    ),
  );
};

const limits = fc.constantFrom(undefined, '0', '64Mi', '100Mi', '512Mi', '1Gi', '1500M', '3Gi');

const mounts = fc.constantFrom<Fields[]>(
  {},
  { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
  {
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  },
);

const containers = (prefix: string, least: number, most: number, more: Fields = {}) =>
  fc
    .array(fc.tuple(limits, mounts), { minLength: least, maxLength: most })
    .map((all) =>
      all.map(([limit, mounted], at) =>
        container(`${prefix}-${at}`, limit, { ...mounted, ...more }),
      ),
    );

/** Containers that another webhook adds. */
export const late = containers('late', 1, 2);

const annotations = fc.constantFrom<Readonly<Record<string, string>>[]>(
  {},
  {},
  { 'inject-shm.dev/ratio': '0.3' },
  { 'inject-shm.dev/size': '1Gi' },
  { 'inject-shm.dev/size-from': 'min' },
  { 'inject-shm.dev/containers': 'app-0,late-*' },
  { 'inject-shm.dev/memory-limit': '2Gi' },
  { 'inject-shm.dev/inject': 'false' },
  { other: 'yes' },
);

/** Pods of everyday kinds, without anything at `/dev/shm`. */
export const pods: fc.Arbitrary<Fields> = fc
  .tuple(
    containers('app', 1, 3),
    containers('init', 0, 1),
    containers('sidecar', 0, 1, { restartPolicy: 'Always' }),
    annotations,
    fc.constantFrom<(readonly Fields[])[]>([], [{ name: 'data', emptyDir: {} }], [volume('1Gi')]),
    fc.constantFrom<Fields[]>({}, {}, {}, {}, { hostIPC: true }),
  )
  .map(([app, init, sidecars, noted, volumes, more]) =>
    pod(app, noted, {
      ...(init.length + sidecars.length > 0 ? { initContainers: [...init, ...sidecars] } : {}),
      ...(volumes.length > 0 ? { volumes } : {}),
      ...more,
    }),
  );

export const configs: fc.Arbitrary<Config> = fc
  .constantFrom<Readonly<Record<string, string>>[]>(
    {},
    { 'default-memory-limit': '1Gi' },
    { 'missing-limit': 'request' },
    { 'size-from': 'min', ratio: '0.25' },
    { 'init-containers': 'false', 'volume-name': 'shm' },
    { 'exclude-containers': 'app-1,late-0' },
    { existing: 'enforce', 'min-size': '128Mi', 'max-size': '768Mi' },
  )
  .map(configOf);

/**
 * As its author writes it: with all the volumes that its containers mount. A request of `0` beside a limit of `0` is not
 * written: admission could not tell it from the one that the API server sets.
 */
export const written = (object: Fields): Fields => {
  const text = JSON.stringify(object).replaceAll(',"requests":{"memory":"0"}', '');
  const { spec: all } = JSON.parse(text) as { spec: Fields & { volumes?: readonly Fields[] } };
  const { volumes = [], ...more } = all;
  const missing = ['data', 'tmp'].filter((name) => volumes.every((each) => each['name'] !== name));
  const added = missing.map((name) => ({ name, emptyDir: {} }));
  return { ...object, spec: { ...more, volumes: [...volumes, ...added] } };
};
