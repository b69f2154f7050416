import { formatQuantity } from '../quantity.ts';
import type { Facts, LimitRemedy } from './facts.ts';
import { container, containerNames, named } from './phrases.ts';
import { SHM } from './pod.ts';

// What there is to say of memory limits.

export const remedies: Readonly<Record<LimitRemedy, string>> = {
  limit: '',
  'size-for-default': ', or a `size` for `defaultMemoryLimit: fromSize`',
  'size-from': ', or for `defaultMemoryLimit: fromSize` name the one that writes in `sizeFrom`',
  'from-size': ', or `defaultMemoryLimit: fromSize`',
  default: ', or `defaultMemoryLimit`',
  named: '',
  accelerated: ', or one of the annotations inject-shm.dev/memory-limit and inject-shm.dev/size',
};

export const missingText = (fact: Facts['no-memory-limit']): string => {
  const remedy = `set \`resources.limits.memory\`${remedies[fact.remedy]}`;
  switch (fact.missing) {
    case 'named': {
      const what = `\`sizeFrom\` names ${container(fact.container)}, which`;
      return fact.among === undefined
        ? `${what} has no memory limit: ${remedy}`
        : `${what} is not among those that count: ${containerNames(fact.among)}; where workloads differ, set it by annotation`;
    }
    case 'template': {
      const whose = fact.container === undefined ? 'the pod' : container(fact.container);
      return `the memory limit of ${whose} is the template ${fact.template}: run inject-shm behind what renders it, or set \`size\``;
    }
    case 'override':
      return `the memory limit of ${container(fact.container)} may be set by \`${fact.by}\`, so ${SHM} cannot be sized: give it the annotation inject-shm.dev/size`;
    case 'some':
      return `no memory limit for ${containerNames(fact.containers)}, so nothing bounds what is written to ${SHM} there: ${remedy}`;
    case 'all':
      return `no memory limit is known for ${containerNames(fact.containers)}, so ${SHM} cannot be sized: ${remedy}`;
    case 'larger':
      return `no memory limit is known for ${containerNames(fact.containers)}, and it asks for more than the limits that are known, so ${SHM} cannot be sized: ${remedy}`;
    case 'all-sized':
      return `no memory limit is known for ${containerNames(fact.containers)}, so nothing bounds what fills it: ${remedy}`;
  }
};

export const riskText = (fact: Facts['oom-risk']): string => {
  if (fact.who === 'writer')
    return `${container(fact.container)} may be OOM-killed before its memory volumes are full: they hold ${formatQuantity(fact.total)}, its memory limit is ${formatQuantity(fact.limit)}; raise the limit, or lower the sizes`;
  const names = fact.containers.map(
    (each) => `${named(each.container)} (limit ${formatQuantity(each.limit)})`,
  );
  const remedy = fact.mayWrite
    ? 'where one of them is the writer, name it in `sizeFrom`'
    : 'if it writes there, lower `ratio`';
  const which = `container${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
  return `may be OOM-killed by what they write to ${SHM} before it is full: ${which}; ${remedy}`;
};

export const clampedText = ({ container: name, by, limit, wanted }: Facts['limit-clamped']) => {
  const what = `the memory limit of ${container(name)} is ${formatQuantity(limit)}, not ${formatQuantity(wanted)}`;
  if (by === 'limit-range-min') return `${what}: a LimitRange asks for at least that`;
  return `${what}: ${by === 'config' ? '`maxMemoryLimit`' : 'a LimitRange'} allows no more`;
};

export const refusedText = (fact: Facts['limit-refused']): string => {
  const none = 'no limit is injected';
  const name = container(fact.container);
  if (fact.reason === 'pod-level')
    return `${none} for ${name}: the pod has \`resources\` of its own, which the API server holds the containers' against; set \`spec.resources.limits.memory\` of the pod`;
  const who = fact.by === 'config' ? '`maxMemoryLimit`' : 'a LimitRange';
  const [bound, wanted] = [formatQuantity(fact.bound), formatQuantity(fact.wanted)];
  switch (fact.reason) {
    case 'request':
      return `${name} requests ${wanted} of memory, and ${who} allows no more than ${bound}: ${none}`;
    case 'size':
      return `${name} would need a memory limit of ${wanted} for the size, and ${who} allows no more than ${bound}: ${none}`;
    case 'min':
      return `${name} would need a memory limit of ${wanted} by a LimitRange, and ${who} allows no more than ${bound}: ${none}`;
    case 'ratio':
      return `a memory limit of ${wanted} for ${name} is more than ${bound} times its request, which ${who} does not allow: ${none}`;
    case 'pod-max':
      return `the memory limits of the pod would be ${wanted} together, and ${who} allows no more than ${bound}: ${none}`;
    case 'pod-min':
      return `the memory requests of the pod would be ${wanted} together, and ${who} asks for at least ${bound}: ${none}`;
    case 'pod-ratio':
      return `the memory limits of the pod would be more than ${bound} times its requests, which ${who} does not allow: ${none}`;
  }
};
