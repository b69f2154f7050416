import {
  SCALAR_STYLE,
  type AliasEvent,
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { scalarEnd } from './extent.ts';
import { scalarValue } from './matches.ts';
import type { Alias, Node, Refusal, Scalar } from './node.ts';
import { throughAlias } from './through-alias.ts';

/** A scan of events under way. */
export interface Scan {
  readonly text: string;
  readonly events: readonly Event[];
  readonly problems: Refusal[];
  readonly anchors: Map<string, Node>;
  /** The events of the resource's own metadata, where it has aliases. */
  readonly metadata: readonly [from: number, to: number];
  /** The event that is next. */
  at: number;
  aliased: boolean;
  /** How many keys merges have brought in. */
  copied: number;
}

const styles: Readonly<Record<number, Scalar['style']>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
};

export const anchorOf = (
  text: string,
  { anchorStart, anchorEnd }: ScalarEvent | MappingEvent | SequenceEvent,
): string | undefined => (anchorStart === -1 ? undefined : text.slice(anchorStart, anchorEnd));

/** The node of a scalar; a null that is not written stands at `from`, or behind its anchor and tag. */
export const scalarNode = (text: string, event: ScalarEvent, from: number): Scalar => {
  const anchor = anchorOf(text, event);
  if (event.valueStart === -1) {
    const end = Math.max(from, event.anchorEnd, event.tagEnd);
    return { type: 'scalar', start: end, end, value: undefined, anchor, style: 'plain' };
  }
  const style = styles[event.style] ?? 'block';
  const value = scalarValue(text, event);
  const start = event.valueStart - (style === 'single' || style === 'double' ? 1 : 0);
  return { type: 'scalar', start, end: scalarEnd(text, event), value, anchor, style };
};

/** The node of an alias, which means what its anchor's node does. */
export const aliasNode = (state: Scan, { anchorStart, anchorEnd: end }: AliasEvent): Alias => {
  const name = state.text.slice(anchorStart, end);
  const target = state.anchors.get(name);
  const start = anchorStart - 1;
  state.aliased = true;
  if (target === undefined)
    state.problems.push({
      offset: start,
      message: `the alias *${name} has its anchor outside this resource`,
    });
  const [from, to] = state.metadata;
  const own = state.at > from && state.at <= to;
  const value = own ? target?.value : throughAlias(target?.value);
  return { type: 'alias', start, end, value, anchor: undefined, target, own };
};
