import { defaultsOf, fieldsOf } from './fields.ts';
import { annotatedLimit, limit, noLimit } from './limit.ts';
import { annotationNames, atLeastOne, globs, images, kinds } from './lists.ts';
import { podSpecs } from './pod-specs.ts';
import { severity } from './severity.ts';
import type { Config, Field, Table } from './types.ts';
import { amount, boolean, labelSelector, oneOf, ratio, sizeFrom, volumeName } from './values.ts';

const table: Table = {
  ratio: {
    ...ratio,
    default: { num: 5n, den: 10n, text: '0.5' },
    defaultText: '0.5',
    annotation: 'ratio',
    doc: 'Size as a part of the memory limit: a decimal in (0, 1], or a percentage such as `50%`.',
  },
  sizeFrom: {
    ...sizeFrom,
    default: 'max',
    annotation: 'size-from',
    doc: 'The limit that counts in a pod of several containers: `max`, `min`, or that of the container named.',
  },
  minSize: {
    ...amount,
    default: undefined,
    doc: 'Raises the size to this; without effect where it is at or above the limit.',
  },
  maxSize: {
    ...amount,
    default: undefined,
    doc: 'Lowers the size to this. Binds annotations too: the ceiling of the platform.',
  },
  size: {
    ...amount,
    default: undefined,
    annotation: 'size',
    doc: 'A fixed size instead of the ratio; `maxSize` still bounds it.',
  },
  defaultMemoryLimit: {
    ...limit,
    default: noLimit,
    defaultText: 'none',
    annotation: 'memory-limit',
    annotated: annotatedLimit,
    doc:
      'Memory limit for containers without one: a Quantity, or `fromSize` for `size` (or `minSize`) divided by `ratio`. ' +
      'The annotation may name containers: `db=2Gi,exporter=128Mi`.',
  },
  maxMemoryLimit: {
    ...amount,
    default: undefined,
    doc: 'Lowers every injected memory limit to this, those by annotation too.',
  },
  missingLimit: {
    ...oneOf('HOW', ['warn', 'error', 'ignore', 'request']),
    default: 'warn',
    doc: 'Where no limit is known: `warn`, `error`, `ignore`, or `request` to size from the memory requests.',
  },
  fallbackSize: {
    ...amount,
    default: undefined,
    annotation: 'fallback-size',
    doc: 'The size where no limit is known that it could come from; no limit is injected.',
  },
  existing: {
    ...oneOf('HOW', ['keep', 'complete', 'enforce']),
    default: 'keep',
    annotation: 'existing',
    doc:
      'Where something is mounted at `/dev/shm` already: `keep` it, `complete` a memory volume that has no ' +
      '`sizeLimit`, or `enforce` the computed size.',
  },
  initContainers: {
    ...boolean,
    default: true,
    annotation: 'init-containers',
    doc: 'Mount into init containers too, so that the pod keeps one `/dev/shm`.',
  },
  containers: {
    ...atLeastOne(globs),
    default: ['*'],
    annotation: 'containers',
    doc: 'Names of the containers that get the mount and may count; `*` and `?` are wildcards.',
  },
  excludeContainers: {
    ...globs,
    default: [],
    annotation: 'exclude-containers',
    doc: 'Names of containers to leave out.',
  },
  select: {
    ...oneOf('WHICH', ['all', 'needed', 'annotated']),
    default: 'all',
    doc:
      'Which workloads: `all`, `needed` for those of which something says that they need more than 64Mi, ' +
      'or `annotated` for those with `inject-shm.dev/inject: "true"`.',
  },
  needs: {
    ...images,
    default: [],
    doc: 'More images that need it, for `select: needed`: globs on the last segments of their names, without tags.',
  },
  kinds: {
    ...atLeastOne(kinds),
    default: ['*'],
    doc: 'Kinds to change, as `Kind` or `group/Kind`; `*` is all but those that must be asked for by name.',
  },
  excludeKinds: {
    ...kinds,
    default: [],
    doc: 'Kinds to leave out, such as `Job,Pod`.',
  },
  namespaces: {
    ...atLeastOne(globs),
    default: ['*'],
    doc: 'Namespaces to change, with wildcards; only `*` is for objects without a namespace.',
  },
  excludeNamespaces: {
    ...globs,
    default: [],
    doc: 'Namespaces to leave out.',
  },
  names: {
    ...atLeastOne(globs),
    default: ['*'],
    doc: 'Names of objects to change, with wildcards.',
  },
  excludeNames: {
    ...globs,
    default: [],
    doc: 'Names of objects to leave out.',
  },
  labelSelector: {
    ...labelSelector,
    default: undefined,
    doc: "Labels of objects to change, in kubectl's syntax: `app=web,tier in (a,b),!canary`.",
  },
  podSpecs: {
    ...podSpecs,
    default: [],
    doc: 'More places of a PodSpec: `{apiGroup, kind, path}`, or `group/Kind:path` as text.',
  },
  severity: {
    ...severity,
    default: new Map(),
    defaultText: 'by code',
    annotation: 'severity',
    merge: (below, above) => new Map([...below, ...above]),
    doc: 'Severity of results by code: `error`, `warning`, `info` or `ignore`, as in `oom-risk=ignore`.',
  },
  lockedAnnotations: {
    ...annotationNames(() => ['inject', ...fields.flatMap(({ annotation }) => annotation ?? [])]),
    default: [],
    doc: 'Annotations that workloads may not use, such as `inject,memory-limit`; `*` for all. One that does is an error, and stays as it was.',
  },
  volumeName: {
    ...volumeName,
    default: 'dshm',
    doc: 'Name of the volume; `dshm-2` and so on where another volume has it.',
  },
  mode: {
    ...oneOf('MODE', ['inject', 'check', 'remove']),
    default: 'inject',
    doc: 'What to do: `inject`, `check` (change nothing, report what inject would do as errors), or `remove` (take back).',
  },
};

/** Every field, in the order of the documentation. */
export const fields: readonly Field[] = fieldsOf(table);

/** What holds where nobody says anything. */
export const defaults: Config = defaultsOf(table);
