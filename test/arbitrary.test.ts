import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { cases, itemsOf } from './arbitrary/case.ts';
import { read, readBare } from './arbitrary/read.ts';
import { EXCEPTIONS, FEATURES } from './arbitrary/style.ts';
import { equal } from './arbitrary/value.ts';
import { spec } from './spec.ts';
import { caseLaw, same } from './support.ts';

const test = spec('generated texts', { long: 'looks at the generator of the laws' });

caseLaw(test, { name: 'a text means its model to both parsers' }, cases(), (found) => {
  assert.ok(equal(itemsOf(read(found.text)), found.items));
  same(readBare.jsYaml(found.text), readBare.yaml(found.text));
  return true;
});

/** What has to occur among generated texts, and in how many of a hundred at least. */
const OCCUR: readonly (readonly [name: string, pattern: RegExp, percent: number])[] = [
  ['comment on its own line', /^ *#/m, 15],
  ['comment behind a value', /: \S.*[ \t]#/, 15],
  ['comment behind a dash', /^ *- +#/m, 3],
  ['comment at the end', /\n *#[^\n]*\n?$/, 3],
  ['blank line', /\n\r?\n/, 15],
  ['spaces on a blank line', /\n +\r?\n/, 5],
  ['spaces at the end of a line', /\S +\r?\n/, 10],
  ['tab before a comment', /\t#/, 5],
  ['block map below a dash', /^ *- *\r?\n/m, 5],
  ['two spaces behind a dash', /^ *- {2,}\w/m, 5],
  ['wide list', /^( *)\w+: *\r?\n\1 +- /m, 10],
  ['compact list', /^( *)\w+: *\r?\n\1- /m, 15],
  ['flow map', /: \{ ?\w/, 10],
  ['flow list over lines', /: +\[[^\]"]*\n/, 3],
  ['trailing comma', /, *[\]}]/, 3],
  ['empty list', /\[ *\]/, 5],
  ['empty map', /\{ *\}/, 5],
  ['null that is not written', /(?:volumes|volumeMounts|resources|annotations|limits): *\r?\n/, 20],
  ['null that is written', /(?:volumes|volumeMounts|resources|annotations|limits)["']?: null/, 5],
  ['key in quotes', /^ *["']\w+["']:/m, 10],
  ['single quotes', /: '/, 20],
  ['double quotes', /: "/, 20],
  ['literal that strips', /: \|-/, 10],
  ['literal that keeps', /: \|\+/, 1],
  ['folded', /: >/, 5],
  ['indentation indicator', /[|>]\d/, 3],
  ['scalar over lines', /- ["']?a\r?\n +word/, 0.3],
  ['explicit key', /^ *\? \w/m, 10],
  ['tag', /: !!map/, 5],
  ['anchor', /&\w/, 10],
  ['alias', /[:-] \*\w/, 5],
  ['merge', /<<: \*/, 2],
  ['carriage return', /\r\n/, 15],
  ['no last line break', /[^\n]$/, 10],
  ['byte order mark', /^\u{FEFF}/u, 15],
  ['JSON on one line', /^\{"apiVersion": ?"[^\n]*\}\r?\n?$/, 2],
  ['JSON over lines', /^\{\r?\n/, 2],
  ['JSON with tabs', /\n\t+"/, 1],
  ['several documents', /\n---/, 15],
  ['empty document', /---\r?\n---/, 1],
  ['end of a document', /\n\.\.\./, 3],
  ['ResourceList', /ResourceList/, 20],
  ['annotations of kpt', /internal\.config\.kubernetes\.io/, 20],
  ['List', /kind["']?: ["']?List/, 5],
  ['mount at /dev/shm', /\/dev\/shm/, 20],
  ['sidecar', /Always/, 10],
  ['bracket at its key', /\n( *)\w+: \[[^\]]*\n\1\]/, 0.2],
];

test('every style occurs', () => {
  const generator = cases({ features: [...FEATURES, ...EXCEPTIONS] });
  const texts = fc.sample(generator, { numRuns: 2000, seed: 7 }).map(({ text }) => text);
  const rare = OCCUR.flatMap(([name, pattern, percent]) => {
    const found = (100 * texts.filter((text) => pattern.test(text)).length) / texts.length;
    return found < percent ? [`${name}: ${found}% of the texts`] : [];
  });
  same(rare, []);
});

test.run();
