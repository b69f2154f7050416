/** V8 keeps a slice of a text of this length with all of the text. */
const LONGEST = 12;
const MOST = 1000;

/** `f` with its answers for short texts kept: the same few stand in all manifests. */
export const memoize = <A>(f: (text: string) => A): ((text: string) => A) => {
  const known = new Map<string, A>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const answer = f(text);
    if (text.length <= LONGEST && known.size < MOST) known.set(text, answer);
    return answer;
  };
};
