import {
  CHOMPING_MODE,
  COLLECTION_STYLE,
  EVENT_ID,
  SCALAR_STYLE,
  type Event,
  type ScalarEvent,
} from 'js-yaml';
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type ParsedNode,
  type Scalar,
} from 'yaml';

const none = { anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1 } as const;
const indicators: Readonly<Record<string, ScalarEvent['style']>> = {
  PLAIN: SCALAR_STYLE.PLAIN,
  QUOTE_SINGLE: SCALAR_STYLE.SINGLE_QUOTED,
  QUOTE_DOUBLE: SCALAR_STYLE.DOUBLE_QUOTED,
  BLOCK_LITERAL: SCALAR_STYLE.LITERAL_BLOCK,
  BLOCK_FOLDED: SCALAR_STYLE.FOLDED_BLOCK,
};

/** Where the last tag in front of a node begins: one may have several exclamation marks. */
const tagStart = (text: string, before: number): number => {
  let at = text.lastIndexOf('!', before - 1);
  while (at > 0 && !/[\s,[\]{}]/.test(text.charAt(at - 1))) at--;
  return at;
};

/** Where anchor and tag stand in front of a node: the last `&name` and `!tag` between the node before it and itself. */
const propertiesOf = (
  text: string,
  node: ParsedNode,
): typeof none | Record<keyof typeof none, number> => {
  const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : undefined;
  const anchorAt = anchor === undefined ? -1 : text.lastIndexOf(`&${anchor}`, node.range[0]);
  const tagAt = node.tag === undefined ? -1 : tagStart(text, node.range[0]);
  const isTagged =
    tagAt !== -1 && !/[\n:]/.test(text.slice(tagAt, node.range[0]).trimEnd().replace(/^!\S*/, ''));
  return {
    anchorStart: anchorAt === -1 ? -1 : anchorAt + 1,
    anchorEnd: anchorAt === -1 ? -1 : anchorAt + 1 + (anchor ?? '').length,
    tagStart: isTagged ? tagAt : -1,
    tagEnd: isTagged ? tagAt + (/^\S+/.exec(text.slice(tagAt))?.[0].length ?? 0) : -1,
  };
};

const blockRange = (text: string, start: number, end: number): Partial<ScalarEvent> => {
  const header = text.slice(start, text.indexOf('\n', start));
  const valueStart = Math.min(start + header.length + 1, end);
  const chomping = /^[|>]\d*-|^[|>]-/.test(header)
    ? CHOMPING_MODE.STRIP
    : /^[|>]\d*\+/.test(header)
      ? CHOMPING_MODE.KEEP
      : CHOMPING_MODE.CLIP;
  const indent = /^ *(?=\S)/m.exec(text.slice(valueStart, end))?.[0].length ?? -1;
  return { valueStart, valueEnd: Math.max(valueStart, end), chomping, indent };
};

const scalarEvent = (text: string, node: Scalar.Parsed): ScalarEvent => {
  const style = indicators[node.type ?? 'PLAIN'] ?? SCALAR_STYLE.PLAIN;
  const [start, end] = node.range;
  const quote =
    style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
  const isUnwritten = style === SCALAR_STYLE.PLAIN && node.source === '';
  const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
  return {
    type: EVENT_ID.SCALAR,
    valueStart: isUnwritten ? -1 : start + quote,
    valueEnd: isUnwritten ? -1 : end - quote,
    ...propertiesOf(text, node),
    style,
    chomping: CHOMPING_MODE.CLIP,
    indent: -1,
    fast: false,
    ...(isBlock ? blockRange(text, start, end) : {}),
  };
};

const unwritten: ScalarEvent = {
  type: EVENT_ID.SCALAR,
  valueStart: -1,
  valueEnd: -1,
  ...none,
  style: SCALAR_STYLE.PLAIN,
  chomping: CHOMPING_MODE.CLIP,
  indent: -1,
  fast: false,
};

const eventsOf = (text: string, node: unknown, events: Event[]): void => {
  if (isAlias(node)) {
    const start = (node.range?.[0] ?? 0) + 1;
    events.push({
      type: EVENT_ID.ALIAS,
      anchorStart: start,
      anchorEnd: start + node.source.length,
    });
  } else if (isScalar(node)) events.push(scalarEvent(text, node as Scalar.Parsed));
  else if (isMap(node) || isSeq(node)) {
    const parsed = node as ParsedNode;
    events.push({
      type: isMap(node) ? EVENT_ID.MAPPING : EVENT_ID.SEQUENCE,
      start: parsed.range[0],
      ...propertiesOf(text, parsed),
      style: node.flow === true ? COLLECTION_STYLE.FLOW : COLLECTION_STYLE.BLOCK,
    });
    for (const item of node.items)
      for (const part of isPair(item) ? [item.key, item.value] : [item])
        eventsOf(text, part, events);
    events.push({ type: EVENT_ID.POP });
  } else events.push(unwritten);
};

/**
 * Reads a text with `yaml` and gives js-yaml's events: for documents that js-yaml refuses and kubectl accepts, such as
 * those with a flow bracket in its key's column. `undefined` if `yaml` refuses it too.
 */
export const readSecond = (text: string): readonly Event[] | undefined => {
  try {
    const parsed = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      keepSourceTokens: false,
    });
    if (!Array.isArray(parsed) || parsed.some((document) => document.errors.length > 0))
      return undefined;
    const events: Event[] = [];
    for (const document of parsed) {
      events.push({
        type: EVENT_ID.DOCUMENT,
        explicitStart: false,
        explicitEnd: false,
        directives: [],
      });
      eventsOf(text, document.contents, events);
      events.push({ type: EVENT_ID.POP });
    }
    return events;
  } catch {
    return undefined;
  }
};
