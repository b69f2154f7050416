import { scale } from '../quantity.ts';
import type { Basis, Derivation } from '../plan/derivation.ts';
import { knownMemory } from '../plan/memory.ts';
import type { BasisFacts, SizingFacts } from './facts.ts';
import { origins } from './plan-containers.ts';

/** How a size came about. */
export const sizingOf = (sized: {
  readonly size: string;
  readonly why: Derivation;
}): SizingFacts | undefined => {
  const { start, raisedTo, loweredTo } = sized.why;
  const size = knownMemory(sized.size);
  if (size === undefined) return undefined;
  const bounds = [
    ...(raisedTo === undefined ? [] : [{ field: 'minSize', quantity: raisedTo } as const]),
    ...(loweredTo === undefined ? [] : [{ field: 'maxSize', quantity: loweredTo } as const]),
  ];
  return start.from === 'ratio'
    ? {
        size,
        by: 'ratio',
        amount: scale(start.basis.quantity, start.ratio),
        ratio: start.ratio.text,
        basis: basisFacts(start.basis),
        bounds,
      }
    : {
        size,
        by: start.from === 'size' ? 'size' : 'fallbackSize',
        amount: start.size,
        bounds,
      };
};

const basisFacts = ({ container, quantity, origin }: Basis): BasisFacts => ({
  container,
  quantity,
  origin: origin.from === 'request' ? 'request' : origins[origin.from],
});
