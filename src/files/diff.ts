import { FILE_HEADERS_ONLY, formatPatch } from 'diff';
import { hunksOf } from './hunks.ts';

/** A text before and after. */
export interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const OFF = '\u001b[0m';
const colours: Readonly<Record<string, string>> = {
  head: '\u001b[1m',
  '@': '\u001b[36m',
  '-': '\u001b[31m',
  '+': '\u001b[32m',
};

const paint = (line: string, at: number): string => {
  const colour = colours[at < 2 ? 'head' : line.slice(0, 1)];
  return colour === undefined ? line : `${colour}${line}${OFF}`;
};

const diffOf = ({ name, before, after }: Change, isColoured: boolean): string => {
  const patch = formatPatch(
    {
      oldFileName: name,
      newFileName: name,
      oldHeader: '',
      newHeader: '',
      hunks: hunksOf(before, after),
    },
    FILE_HEADERS_ONLY,
  );
  return isColoured ? patch.split('\n').map(paint).join('\n') : patch;
};

/** A unified diff that `patch -p0` applies. */
export const toDiff = (changes: readonly Change[], isColoured: boolean): string =>
  changes.map((change) => diffOf(change, isColoured)).join('');
