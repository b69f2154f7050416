import fc from 'fast-check';
import { TOKENS } from './tokens.ts';

type Mutation = (text: string) => string;

/** A place as a share of a text, so that it fits whatever changed the text before. */
const WHOLE = 2 ** 24;
const place: fc.Arbitrary<number> = fc.nat(WHOLE - 1);
const offset = (text: string, at: number): number => Math.floor((at / WHOLE) * text.length);
const line = (text: string, at: number): number => text.lastIndexOf('\n', offset(text, at) - 1) + 1;

const put = (text: string, at: number, added: string, gone = 0): string =>
  text.slice(0, at) + added + text.slice(at + gone);

const indented = (text: string, at: number, by: number): string => {
  const start = line(text, at);
  const found = /^ */.exec(text.slice(start, start + 200))?.[0].length ?? 0;
  return put(text, start, ' '.repeat(Math.max(0, found + by)), found);
};

const swapped = (text: string, at: number): string => {
  const start = line(text, at);
  const next = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', next) + 1 || text.length;
  if (next === 0) return text;
  return put(text, start, text.slice(next, end) + text.slice(start, next), end - start);
};

const returned = (text: string, at: number): string => {
  const end = text.indexOf('\n', offset(text, at));
  return end === -1 ? text : put(text, end, '\r');
};

const doubled = (text: string, at: number, size: number): string => {
  const start = offset(text, at);
  return put(text, start, text.slice(start, start + size));
};

const size = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 300 }));
const token = fc.constantFrom(...TOKENS);
const step = fc.constantFrom(-4, -2, -1, 1, 2, 4);
const nested = fc
  .tuple(
    fc.constantFrom(['[', ']'], ['{a: ', '}'], ['- ', ''], ['? ', '']),
    fc.integer({ min: 2, max: 300 }),
  )
  .map(([[open = '', close = ''], depth]) => `${open.repeat(depth)}x${close.repeat(depth)}`);

const by = <A>(
  weight: number,
  what: fc.Arbitrary<A>,
  change: (text: string, at: number, what: A) => string,
) => ({
  weight,
  arbitrary: fc.tuple(place, what).map(
    ([at, found]): Mutation =>
      (text) =>
        change(text, at, found),
  ),
});

const nothing = fc.constant(undefined);

const mutation = (others: fc.Arbitrary<string>): fc.Arbitrary<Mutation> =>
  fc.oneof(
    by(4, token, (text, at, what) => put(text, offset(text, at), what)),
    by(2, token, (text, at, what) => put(text, line(text, at), what)),
    by(3, size, (text, at, gone) => put(text, offset(text, at), '', gone)),
    by(2, size, doubled),
    by(2, step, indented),
    by(2, fc.nat(0x7f), (text, at, code) =>
      put(text, offset(text, at), String.fromCharCode(code), 1),
    ),
    by(1, nested, (text, at, what) => put(text, offset(text, at), what)),
    by(1, nothing, swapped),
    by(1, nothing, returned),
    by(1, nothing, (text, at) => text.slice(0, offset(text, at))),
    by(1, nothing, (text) => text.replaceAll('\n', '\r\n')),
    by(1, nothing, (text) => text.replace(/\n$/, '')),
    by(
      1,
      others,
      (text, at, other) => text.slice(0, line(text, at)) + other.slice(line(other, at)),
    ),
  );

/** Texts with one to four changes: cut, doubled, swapped, spliced, indented, or with something put in. */
export const mutants = (texts: readonly string[]): fc.Arbitrary<string> => {
  const given = fc.constantFrom(...texts);
  const one = mutation(given);
  const several = fc.array(one, { minLength: 2, maxLength: 4 });
  return fc
    .tuple(
      given,
      fc.oneof({ weight: 3, arbitrary: fc.tuple(one) }, { weight: 1, arbitrary: several }),
    )
    .map(([text, mutations]) => mutations.reduce((changed, mutate) => mutate(changed), text));
};
