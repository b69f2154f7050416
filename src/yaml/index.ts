// Text that can be edited. This folder knows nothing of Kubernetes.
export * as cursor from './cursor.ts';
export type { Node, Patch, Refusal, Value } from './node.ts';
export { inOrder, splice } from './patch.ts';
export type { KeyOf } from './align.ts';
export { reconcile } from './reconcile.ts';
export { remembered } from './remembered.ts';
export { endOf, startOf } from './extent.ts';
export { scan, type Tree } from './scan.ts';
export { shallow } from './shallow.ts';
export { column, endsInBlockScalar, lineBreak, lineEnd, lineStart } from './text.ts';
export { behindSpaces } from './inline.ts';
export { walk, type Outline, type Walk } from './outline.ts';
export { bounded, chunks, documents, parse, parseStrictly, type Source } from './source.ts';
export { define, equal, isEmpty, isList, isMap, replaced, type Fields } from './value.ts';
export { verify, type Edit } from './verify.ts';
