import fc from 'fast-check';
import { anyFlags, type Flags } from '../arbitrary/flags.ts';
import { RECORD, podsOf } from '../arbitrary/pods.ts';
import { FEATURES, styles } from '../arbitrary/style.ts';
import { printStream } from '../arbitrary/text.ts';
import { type Fields, type Value, at, change, fields, isFields } from '../arbitrary/value.ts';
import { workload } from '../arbitrary/workload.ts';
import { items, textAfter } from '../support.ts';
import { byHand } from './hand.ts';
import { recordText } from './records.ts';
import { wishes } from './wishes.ts';

const withEdits = (item: Value, edits: readonly ((pod: Fields) => Fields)[]): Value =>
  podsOf(item).reduce(
    (whole, { path }) =>
      change(whole, path, (pod) => edits.reduce((found, edit) => edit(found), fields(pod))),
    item,
  );

const withAnnotations = (item: Value, forge: (record: string) => Value, added: Fields): Value => {
  const record = at(item, 'metadata', 'annotations', RECORD);
  const forged = typeof record === 'string' ? { [RECORD]: forge(record) } : {};
  return change(item, ['metadata', 'annotations'], (found) => ({
    ...fields(found),
    ...forged,
    ...added,
  }));
};

export interface Forged {
  readonly text: string;
  readonly flags: Flags;
}

/** Injected workloads with their records forged or damaged, annotations of all sorts, and edits by hand. */
export const forged: fc.Arbitrary<Forged> = fc
  .record({
    item: workload('plain'),
    style: styles(FEATURES.filter((feature) => !['anchors', 'merges'].includes(feature))),
    first: anyFlags,
    forge: recordText,
    added: fc.oneof(fc.constant({}), wishes),
    edits: fc.array(byHand, { maxLength: 2 }),
    flags: anyFlags,
    mode: fc.constantFrom<Flags[]>({}, {}, { mode: 'remove' }),
  })
  .map(({ item, style, first, forge, added, edits, flags, mode }) => {
    const plain = { seed: 0, step: 2, on: new Set<never>() };
    const injected = items(
      textAfter(printStream(plain, [item]).text, { 'default-memory-limit': '1Gi', ...first }),
    );
    const changed = injected.map((found) => withAnnotations(withEdits(found, edits), forge, added));
    return {
      text: printStream(style, changed.filter(isFields)).text,
      flags: { ...flags, ...mode },
    };
  });
