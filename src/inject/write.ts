import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as cursor from '../yaml/cursor.ts';
import { keyOf } from '../data/change.ts';
import { isList, isMap, type Value } from '../data/value.ts';
import type { TextEdit, Refusal } from '../yaml/node.ts';
import { inOrder, splice, withoutBreak } from '../yaml/splice.ts';
import { reconcile } from '../yaml/reconcile.ts';
import { shallow } from '../yaml/shallow.ts';
import { parse, type Source } from '../yaml/source.ts';
import { endsInBlockScalar } from '../yaml/text.ts';
import type { Result } from '../result.ts';
import { cut, isPlainText } from './cut.ts';
import type { Input, ReadText } from './input.ts';
import type { Revision } from './surface.ts';

/** Nulls that are not written are left out. */
const written = (value: Value): Value => {
  if (isList(value)) return value.map(written);
  if (!isMap(value)) return value;
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, written(value[name])]));
};

/** A result as it is written: only the values of its field come from manifests. */
const toValue = (result: Result): Value =>
  result.field === undefined ? result : { ...result, field: written(result.field) };

/** The edits that append results to a ResourceList's own. */
const resultEdits = (
  { list }: Input,
  results: readonly Result[],
  earlier: readonly TextEdit[],
): E.Either<Refusal, readonly TextEdit[]> => {
  if (list === undefined || results.length === 0) return E.right([]);
  const { source, root, inText } = list;
  const tree = shallow(source, root, ['results']);
  const present = isMap(tree.root.value) ? tree.root.value['results'] : undefined;
  const all = [...(isList(present) ? present : []), ...results.map(toValue)];
  const wanted = { ...(tree.root.value as object), results: all };
  const isUsed = (offset: number) => earlier.some(({ start }) => start === inText(offset));
  const unwritable = ({ offset, message }: Refusal): Refusal => ({
    offset: inText(offset),
    message: `\`results\` cannot be added to the ResourceList: ${message}`,
  });
  const moved = ({ start, end, text }: TextEdit): TextEdit => ({
    start: inText(start),
    end: inText(end),
    text,
  });
  return pipe(
    reconcile(tree, wanted, keyOf, isUsed),
    E.filterOrElse(
      (edits) => hasResults(source, edits, all.length),
      () => ({ offset: 0, message: 'this is a defect of inject-shm, please report it' }),
    ),
    E.bimap(unwritable, (edits: readonly TextEdit[]) => edits.map(moved)),
  );
};

/**
 * Whether the text with its edits is read again, with as many results as there should be. In everyday style, which
 * they mostly are in, that needs a parser only around them.
 */
const hasResults = (source: Source, edits: readonly TextEdit[], count: number): boolean => {
  const text = splice(source.text, inOrder(edits));
  const pieces = isPlainText(text) ? cut(text, 'results') : undefined;
  if (pieces?.found.every(({ outline }) => outline !== undefined) === true)
    return pieces.found.length === count;
  const again = parse(text);
  if (E.isLeft(again)) return false;
  const after = again.right;
  return cursor.roots(after).some((root) => {
    const [results = -1] = cursor.fields(after, root, ['results']);
    return cursor.items(after, results).length === count;
  });
};

/** The edits of each text. */
const byText = (revisions: readonly Revision[]): ReadonlyMap<ReadText, TextEdit[]> => {
  const found = new Map<ReadText, TextEdit[]>();
  for (const { of, edits } of revisions) {
    const own = found.get(of) ?? [];
    for (const edit of edits) own.push(edit);
    found.set(of, own);
  }
  return found;
};

/** The texts as they are to be, and what was edited in each, in its order. */
export interface Written {
  readonly texts: readonly string[];
  readonly edits: readonly (readonly TextEdit[])[];
}

/**
 * The texts, what the revisions do not touch as it was given.
 * @returns the refusal where a ResourceList has no place for results
 */
export const write = (
  input: Input,
  revisions: readonly Revision[],
  results: readonly Result[],
): E.Either<Refusal, Written> => {
  const own = byText(revisions);
  const [only] = input.texts;
  const earlier = (only && own.get(only)) ?? [];
  return E.map((added: readonly TextEdit[]) => {
    const edits = input.texts.map((of) => {
      const all = inOrder([...(own.get(of) ?? []), ...added]);
      return withoutBreak(of.text, of.missing, all, endsInBlockScalar);
    });
    return { edits, texts: input.texts.map(({ text }, at) => splice(text, edits[at] ?? [])) };
  })(resultEdits(input, results, earlier));
};
