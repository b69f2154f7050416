/** Digits that begin with a 0: octal to readers of YAML 1.1, decimal to others, and in quotes. */
export const isOctal = (text: string): boolean => /^[+-]?0\d+$/.test(text);

/** What a message says of such digits. */
export const OCTAL = 'is octal to some readers of YAML and decimal to others';

/** What `1GiB`, `1Gb`, `1gi`, `1K`, `1 Gi` or `1,5Gi` were probably meant to be; the caller checks that they are Quantities. */
export const meanings = (text: string): readonly string[] => {
  const [, amount, unit = ''] = /^([+-]?[\d.]+(?:,\d{1,2})?)\s*([a-z]*)$/i.exec(text) ?? [];
  return amount === undefined
    ? []
    : suffixes(unit).map((suffix) => amount.replace(',', '.') + suffix);
};

const suffixes = (unit: string): readonly string[] => {
  if (/^([KMGTPE]i|[numkMGTPE]?)$/.test(unit)) return [unit];
  if (/^b(ytes?)?$/i.test(unit)) return [''];
  const [, letter = '', binary] = /^([kmgtp])(i?)(b(ytes?)?)?$/i.exec(unit) ?? [];
  if (letter === '') return [];
  const upper = letter.toUpperCase();
  // `1Gb` and `1g` are read both ways.
  return binary === '' ? [`${upper}i`, upper === 'K' ? 'k' : upper] : [`${upper}i`];
};
