import fc from 'fast-check';
import type { Fields, Value } from '../arbitrary/value.ts';

/** Values for annotations of ours: such as are allowed, such as are not, and such as try something. */
const WISHES: Readonly<Record<string, readonly Value[]>> = {
  inject: ['true', 'false', 'yes', true, ''],
  ratio: ['0.1', '1', '50%', '0', '1.5', '0.5; rm -rf', '1e-9', 0.25],
  'size-from': ['max', 'min', 'app', 'db', '__proto__', ''],
  size: ['1Gi', '100Ti', '64Mi', '-1Gi', '1e999999999', '9'.repeat(500), null],
  'memory-limit': [
    '1Gi',
    '100Ti',
    'app=2Gi',
    'app=100Ti,db=1Gi',
    'zz=2Gi',
    'fromSize',
    'app=1Gi,app=2Gi',
    '=1Gi',
    '__proto__=1Gi',
  ],
  existing: ['keep', 'complete', 'enforce', 'delete'],
  'init-containers': ['true', 'false', 'maybe'],
  containers: ['*', 'app', 'nobody', `${'*a'.repeat(100)}*`, ''],
  'exclude-containers': ['*', 'db', '?', '!'],
  severity: [
    'oom-risk=ignore',
    'invalid-annotation=ignore,not-editable=ignore',
    'invalid-config=ignore',
    'x=error',
    'no-memory-limit=error',
  ],
  'max-size': ['100Ti'],
  mode: ['remove'],
  'evil\u001b[31m': ['\u202e'],
};

export const wishes: fc.Arbitrary<Fields> = fc
  .array(fc.constantFrom(...Object.keys(WISHES)), { maxLength: 3 })
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc
          .constantFrom(...(WISHES[key] ?? []))
          .map((value): [string, Value] => [`inject-shm.dev/${key}`, value]),
      ),
    ),
  )
  .map((entries) => Object.fromEntries(entries));
