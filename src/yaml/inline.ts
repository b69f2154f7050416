// Values that stand on one line in the everyday form: where each ends, or NONE for whatever is the least unusual.

/** No such form here: it may be valid YAML all the same. */
export const NONE = -1;

const NEWLINE = 10;
const SPACE = 32;
const DEEPEST = 5;

const PRINTABLE = 1;
const WORD = 2;
const INDICATOR = 4;

/** What each character of ASCII is: every character of a text is looked up here. */
const classes = new Uint8Array(128);
for (let char = 32; char < 127; char++) {
  const name = String.fromCharCode(char);
  // What a plain scalar does not begin with: indicators, and `?` and `:`, which may be one.
  const indicator = '!"#%&\'*,>@[]`{|}?:'.includes(name) ? INDICATOR : 0;
  classes[char] = PRINTABLE | (/[-\w./$]/.test(name) ? WORD : 0) | indicator;
}

const isOf = (char: number, kind: number): boolean => ((classes[char] ?? 0) & kind) !== 0;

const isPrintable = (char: number): boolean =>
  char < 128
    ? isOf(char, PRINTABLE)
    : char >= 0xa0 &&
      char < 0xfffe &&
      char !== 0xfeff &&
      (char < 0xd800 || char > 0xdfff) &&
      char !== 0x2028 &&
      char !== 0x2029;

export const behindSpaces = (text: string, from: number): number => {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at++;
  return at;
};

/** The line break that only blanks and a comment are in front of. */
export const restOfLine = (text: string, from: number): number => {
  const at = behindSpaces(text, from);
  const char = text.charCodeAt(at);
  if (char === NEWLINE) return at;
  return char === 35 && at > from ? text.indexOf('\n', at) : NONE;
};

/** The line break behind text that holds nothing unprintable; tabs are allowed. */
export const printableLine = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char === NEWLINE) return at;
    if (!isPrintable(char) && char !== 9) return NONE;
    at++;
  }
};

/** Behind the characters of a word. */
export const word = (text: string, from: number): number => {
  let at = from;
  while (isOf(text.charCodeAt(at), WORD)) at++;
  return at === from ? NONE : at;
};

const quoted = (text: string, from: number): number => {
  const quote = text.charCodeAt(from);
  for (let at = from + 1; ; at++) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      if (quote === 34 || text.charCodeAt(at + 1) !== quote) return at + 1;
      at++;
    } else if (char === 92 && quote === 34) {
      if (!'"\\/nrt'.includes(text.charAt(++at))) return NONE;
    } else if (!isPrintable(char)) return NONE;
  }
};

export const isQuote = (char: number): boolean => char === 34 || char === 39;

/** Behind the colon of a key: a word or quoted, and a blank or a line break follows. */
export const key = (text: string, from: number): number => {
  const char = text.charCodeAt(from);
  const end = isQuote(char) ? quoted(text, from) : char === 45 ? NONE : word(text, from);
  if (end === NONE || end - from > 1000 || text.charCodeAt(end) !== 58) return NONE;
  const next = text.charCodeAt(end + 1);
  return next === SPACE || next === NEWLINE ? end + 1 : NONE;
};

/** Behind a scalar of a flow collection. */
export const flowScalar = (text: string, from: number): number => {
  const char = text.charCodeAt(from);
  return isQuote(char) ? quoted(text, from) : char === 45 ? NONE : word(text, from);
};

const flowEntry = (text: string, from: number, isMap: boolean, depth: number): number => {
  let at = from;
  if (isMap) {
    const colon = key(text, at);
    if (colon === NONE) return NONE;
    at = behindSpaces(text, colon);
  }
  const char = text.charCodeAt(at);
  return char === 91 || char === 123 ? flow(text, at, depth + 1) : flowScalar(text, at);
};

/** Behind a flow collection of words, quotes and the like collections. */
const flow = (text: string, from: number, depth: number): number => {
  if (depth > DEEPEST) return NONE;
  const isMap = text.charCodeAt(from) === 123;
  const close = isMap ? 125 : 93;
  let at = behindSpaces(text, from + 1);
  if (text.charCodeAt(at) === close) return at + 1;
  for (;;) {
    const end = flowEntry(text, at, isMap, depth);
    if (end === NONE) return NONE;
    at = behindSpaces(text, end);
    const char = text.charCodeAt(at);
    if (char === close) return at + 1;
    if (char !== 44) return NONE;
    at = behindSpaces(text, at + 1);
  }
};

const plain = (text: string, from: number): number => {
  const first = text.charCodeAt(from);
  if (isOf(first, INDICATOR)) return NONE;
  if (first === 45 && text.charCodeAt(from + 1) <= SPACE) return NONE;
  let end = from;
  for (let at = from; ; at++) {
    const char = text.charCodeAt(at);
    if (isOf(char, WORD)) {
      end = at + 1;
      continue;
    }
    if (char === SPACE) continue;
    if (char === NEWLINE || (char === 35 && end < at)) return end;
    if (char === 58 && text.charCodeAt(at + 1) <= SPACE) return NONE;
    if (!isPrintable(char)) return NONE;
    end = at + 1;
  }
};

/** Behind a value that begins here and ends on this line. */
export const inline = (text: string, from: number): number => {
  const char = text.charCodeAt(from);
  if (isQuote(char)) return quoted(text, from);
  return char === 91 || char === 123 ? flow(text, from, 0) : plain(text, from);
};
