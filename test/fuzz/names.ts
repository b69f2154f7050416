import fc from 'fast-check';

/** Names that occur in generated pods, and such as JavaScript or the grammar of paths may trip over. */
const NAMES = ['app', 'db', 'web', 'exporter', 'init-0', 'dshm', 'shm', 'cache', 'dshm-2', 'data'];
const ODD = [
  '',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'a]b',
  'x"y',
  'a.b',
  '\u001b[31m',
  'x'.repeat(300),
];
export const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD) },
);

export const quantity = fc.constantFrom(
  '1Gi',
  '512Mi',
  '0',
  '-1Gi',
  '1e9',
  '"2Gi"',
  "1Gi'\nevil: true",
  'lots',
  '9'.repeat(200),
  '1e999999999',
);
