import { formatQuantity, type Quantity } from '../quantity.ts';
import { bytesOf, shortBytes, wholeBytes } from './amount.ts';
import type { Totals } from './model.ts';

/**
 * What is wrong where shared memory is above a budget, as a sentence; undefined where it is not. Only what is known
 * counts: pods of unknown size are named, and do not fail.
 */
export const overBudget = (totals: Totals, budget: Quantity): string | undefined => {
  const { after, unknown } = totals.sharedMemory;
  const over = bytesOf(after) - wholeBytes(budget);
  if (over <= 0n) return undefined;
  const least = totals.atLeast || unknown.after > 0 ? 'at least ' : '';
  const beside =
    unknown.after === 0
      ? ''
      : `, beside ${unknown.after} ${unknown.after === 1 ? 'pod' : 'pods'} of unknown size`;
  return `shared memory of ${least}${shortBytes(bytesOf(after))} is ${shortBytes(over)} above the budget of ${formatQuantity(budget)}${beside}`;
};
