/** A stream as a ResourceList, its documents as they are written, only indented; a text that has directives is left out. */
export const wrap = (text: string): string | undefined => {
  if (/^%/m.test(text)) return undefined;
  const documents = text
    .replace(/^\u{FEFF}/u, '')
    .split(/^---(?:[ \t].*)?$|^\.\.\.$/m)
    .filter((document) => /^[ \t]*[^\s#]/m.test(document));
  const indented = (document: string): string =>
    document.replace(/^\n|\n$/g, '').replaceAll(/^(?=[^\n])/gm, '  ');
  const items = documents.map((document) => `-\n${indented(document)}\n`);
  return `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items.join('')}`;
};
