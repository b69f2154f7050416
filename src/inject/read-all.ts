import * as E from 'fp-ts/lib/Either.js';
import type { Input, Refused, Text } from './input.ts';
import { read } from './read.ts';

const readOne = (of: Text, isAlone: boolean): E.Either<Refused, Input> => {
  // A file without anything in it is no mistake beside others.
  if (!isAlone && of.text.trim() === '')
    return E.right({ texts: [{ ...of, missing: '' }], items: [], list: undefined });
  const found = read(of);
  if (E.isLeft(found)) return E.left({ of, refusal: found.left });
  const { list } = found.right;
  if (isAlone || list === undefined) return found;
  const message = 'a ResourceList must be the only input; it is a function call, not a manifest';
  return E.left({ of, refusal: { offset: list.inText(0), message } });
};

/** Reads texts as one input, those that cannot be read left out and told. */
export const readAll = (
  texts: readonly Text[],
): { readonly input: Input; readonly refused: readonly Refused[] } => {
  const inputs: Input[] = [];
  const refused: Refused[] = [];
  for (const of of texts) {
    const found = readOne(of, texts.length === 1);
    if (E.isLeft(found)) refused.push(found.left);
    else inputs.push(found.right);
  }
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1) return { input: only, refused };
  return {
    input: {
      texts: inputs.flatMap((input) => input.texts),
      items: inputs.flatMap((input) => input.items),
      list: undefined,
    },
    refused,
  };
};
