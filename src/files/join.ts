const isOpen = (text: string): boolean => text !== '' && !text.endsWith('\n');

/** What separates a text from the one before it: directives may only follow the end of a document. */
const between = (text: string): string => {
  if (/^---(?:\s|$)/.test(text)) return '';
  return text.startsWith('%') ? '...\n' : '---\n';
};

/** Texts as one stream of documents. A byte order mark is allowed at its beginning only. */
export const joined = (texts: readonly string[]): string => {
  const written = texts.filter((text) => text.trim() !== '');
  const [first = '', ...others] = written;
  const parts = others.map((text, at) => {
    const bare = text.replace(/^\ufeff/, '');
    return `${isOpen(written[at] ?? '') ? '\n' : ''}${between(bare)}${bare}`;
  });
  return [first, ...parts].join('');
};
