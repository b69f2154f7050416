import { formatQuantity } from '../quantity.ts';
import type { Derivation, LimitOrigin } from './derivation.ts';

// Parts of sentences that more than one of them has.

export const named = (name: string): string => (name === '' ? 'without a name' : `"${name}"`);

/** A container in a sentence: its name in quotes. */
export const shownName = ({ name }: { readonly name: string }): string => named(name);

/** Containers in a sentence: `container "a"`, `containers "a", "b"`. */
export const containerNames = (names: readonly string[]): string =>
  `container${names.length === 1 ? '' : 's'} ${names.map(named).join(', ')}`;

export const container = (name: string): string => `container ${named(name)}`;

/** Where a limit is from: `limit of container "app"`. */
export const originText = (origin: LimitOrigin): string => {
  switch (origin.from) {
    case 'container':
      return `limit of ${container(origin.container)}`;
    case 'pod':
      return 'limit of the pod';
    case 'limit-range':
      return `LimitRange default of ${container(origin.container)}`;
    case 'annotation':
      return `annotation memory-limit for ${container(origin.container)}`;
    case 'config':
      return `\`defaultMemoryLimit\` for ${container(origin.container)}`;
    case 'raised':
      return `memory request of ${container(origin.container)}, more than its default limit of ${formatQuantity(origin.above)}`;
    case 'request':
      return `memory request of ${container(origin.container)}`;
  }
};

const startText = ({ start }: Derivation): string =>
  start.from !== 'ratio'
    ? `\`${start.from === 'size' ? 'size' : 'fallbackSize'}\` ${formatQuantity(start.size)}`
    : `${start.ratio.text} × ${formatQuantity(start.basis.quantity)} (${originText(start.basis.origin)})`;

/** The arithmetic of a size, in one line: `0.5 × 512Mi (limit of container "app")`. */
export const derivationText = (why: Derivation): string => {
  const { raisedTo: raised, loweredTo: lowered } = why;
  const start = startText(why);
  const more = raised ? `\`minSize\` ${formatQuantity(raised)}, more than ${start}` : start;
  const less = lowered ? `\`maxSize\` ${formatQuantity(lowered)}, less than ${more}` : more;
  return why.rounded ? `${less}, rounded down to a whole Mi` : less;
};

export const whyText = (why: Derivation | undefined): string =>
  why === undefined ? '' : derivationText(why);
