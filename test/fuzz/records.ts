import fc from 'fast-check';
import { type Fields, type Value, fields } from '../arbitrary/value.ts';
import { name, quantity } from './names.ts';

const parentPath = fc.oneof(
  fc.constantFrom('volumes', 'containers', 'spec.replicas', 'metadata', 'volumes[dshm]', ''),
  fc
    .tuple(
      fc.constantFrom('containers', 'initContainers'),
      name,
      fc.constantFrom('volumeMounts', 'resources', 'resources.limits', 'image'),
    )
    .map(([of, which, what]) => `${of}[${which}].${what}`),
);

const replacedPath = fc.oneof(
  name.map((which) => `volumes[${which}].emptyDir.sizeLimit`),
  name.map((which) => `containers[${which}].resources.limits.memory`),
  name.map((which) => `containers[${which}].image`),
);

const garbage: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(
  null,
  true,
  0,
  -1,
  '',
  'x',
  [],
  {},
  [null],
  { a: 1 },
  [['volumes']],
  { __proto__x: 1 },
);

const part: fc.Arbitrary<Fields> = fc.oneof(
  fc.record({ volume: name }),
  fc.record({ size: quantity }),
  fc.record({ volume: name, size: quantity, mounts: fc.array(name, { maxLength: 3 }) }),
  fc.record({ adopted: fc.constantFrom<Value[]>(true, false, 'true') }),
  fc.record({ completed: fc.dictionary(name, quantity, { maxKeys: 2 }) }),
  fc.record({ mounts: fc.array(name, { maxLength: 4 }) }),
  fc.record({ limits: fc.dictionary(name, quantity, { maxKeys: 3 }) }),
  fc.record({ created: fc.array(parentPath, { maxLength: 4 }) }),
  fc.record({ null: fc.array(parentPath, { maxLength: 4 }) }),
  fc.record({ was: fc.dictionary(replacedPath, quantity, { maxKeys: 3 }) }),
  fc
    .tuple(
      fc.constantFrom(
        'volume',
        'size',
        'adopted',
        'completed',
        'mounts',
        'limits',
        'created',
        'null',
        'was',
        'evil',
      ),
      garbage,
    )
    .map(([key, value]) => ({ [key]: value })),
);

const podPath = fc.constantFrom(
  'spec.template.spec',
  'spec',
  'spec.jobTemplate.spec.template.spec',
  'template.spec',
  'spec.template',
  '',
  '__proto__',
  'spec.template.spec.containers[0]',
  `a${'[b]'.repeat(500)}`,
);

type Forgery = (record: Fields) => Value;

const forgery: fc.Arbitrary<Forgery> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts): Forgery => (record) => {
      const pods = fields(record['pods']);
      const added: Fields = Object.assign({}, ...parts);
      return {
        ...record,
        pods: Object.fromEntries(
          Object.keys(pods).map((path) => [path, { ...fields(pods[path]), ...added }]),
        ),
      };
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(podPath, part).map(([path, added]): Forgery => (record) => ({
      ...record,
      pods: { ...fields(record['pods']), [path]: added },
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('v', 'annotations', 'pods', 'evil'),
        fc.oneof(garbage, fc.constantFrom('created', 'null', 'metadata', 'metadata-null', '1', 2)),
      )
      .map(([key, value]): Forgery => (record) => ({ ...record, [key]: value })),
  },
);

/** A record as text: forged JSON, JSON that is cut or doubled, or none at all. */
export const recordText: fc.Arbitrary<(record: string) => Value> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(forgery, { minLength: 1, maxLength: 2 })
      .map(
        (all) => (record: string) =>
          JSON.stringify(
            all.reduce<Fields>(
              (found, forge) => fields(forge(found)),
              JSON.parse(record) as Fields,
            ),
          ),
      ),
  },
  { weight: 1, arbitrary: fc.nat(200).map((size) => (record: string) => record.slice(0, size)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Value[]>(
        '',
        '{}',
        '[]',
        'null',
        '{"v":1}',
        '{"v":1,"pods":{}}',
        '['.repeat(20_000),
        null,
        7,
        { v: 1 },
        [],
      )
      .map((value) => () => value),
  },
);
