import { bytesOf, memoryOf, type Named } from './cel.ts';
import { isBySize, measuredBy } from './counting.ts';
import type { Inputs } from './settings.ts';

/** The memory requests, which are looked at where a limit is missing. */
export const requests = (inputs: Inputs): Named => ({
  name: 'requests',
  comment: 'Memory requests in bytes by container; 0 is none.',
  expression: `${measuredBy(inputs)}.transformMapEntry(i, c,
  {c.name: ${bytesOf(memoryOf('requests'))}})`,
});

/**
 * Whether a pod's size cannot be told from limits by container: there are none, or a container without one requests more
 * than all of them, or asks for an accelerator; unless the container that is named has one.
 */
export const unknownIn = (inputs: Inputs, limits: string): string => {
  const { sizeFrom } = inputs;
  const missing = `${measuredBy(inputs)}.exists(c, !(c.name in ${limits})`;
  const larger = `${missing} && (c.name in variables.accelerated ||
    ${limits}.all(name, ${limits}[name] < variables.requests[c.name])))`;
  if (sizeFrom === undefined) return larger;
  const named = `${missing}) && !(${sizeFrom} in ${limits})`;
  return sizeFrom.startsWith('"')
    ? named
    : `${isBySize(sizeFrom)}
  ? ${larger}
  : ${named}`;
};
