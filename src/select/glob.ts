/**
 * Whether a name matches a pattern: `*` is any text, `?` any one character, all else itself. No pattern takes longer
 * than its length times the name's.
 */
export const glob = (pattern: string): ((name: string) => boolean) => {
  const [first = '', ...others] = pattern.split('*');
  const last = others.at(-1);
  if (last === undefined) return (name) => name.length === first.length && fits(first, name, 0);
  const between = others.slice(0, -1);
  return (name) => {
    if (!fits(first, name, 0)) return false;
    const end = between.reduce((from, piece) => behind(piece, name, from), first.length);
    const tail = name.length - last.length;
    return end <= tail && fits(last, name, tail);
  };
};

/** Whether one of the patterns matches. */
export const anyGlob = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => pattern === '*' || glob(pattern)(name));

const fits = (piece: string, name: string, at: number): boolean =>
  piece.includes('?')
    ? at + piece.length <= name.length &&
      piece.split('').every((char, i) => char === '?' || char === name[at + i])
    : name.startsWith(piece, at);

/** Where the piece's first occurrence from there on ends; infinitely far when there is none. */
const behind = (piece: string, name: string, from: number): number => {
  const at = piece.includes('?') ? search(piece, name, from) : name.indexOf(piece, from);
  return at < 0 || from === Infinity ? Infinity : at + piece.length;
};

const search = (piece: string, name: string, from: number): number => {
  const places = Math.max(0, name.length - piece.length - from + 1);
  const at = Array.from({ length: places }).findIndex((_, i) => fits(piece, name, from + i));
  return at < 0 ? at : from + at;
};
