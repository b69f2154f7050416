import { type Config, prefix } from '../config.ts';
import type { Code } from '../result.ts';
import { bytesOf, literal, memoryOf, type Named } from './cel.ts';
import { needsByImage } from './needs.ts';

const isMemory = 'v.?emptyDir.?medium.orValue("") == "Memory"';
const sizeLimit = 'quantity(v.emptyDir.?sizeLimit.orValue("0"))';

/** What is found, as the names of volumes or containers, and what is said of it; empty for nothing. */
interface Check {
  readonly code: Code;
  readonly variables: readonly Named[];
  readonly found: string;
  readonly text: readonly [before: string, after: string];
}

const CHECKS: readonly Check[] = [
  {
    code: 'unbounded',
    variables: [],
    found: `variables.shm.filter(v, ${isMemory} && sign(${sizeLimit}) == 0).map(v, v.name)`,
    text: [
      'memory volume ',
      " at /dev/shm has no sizeLimit: it may fill the node's memory; set one below the container's memory limit",
    ],
  },
  {
    code: 'disk-backed',
    variables: [],
    found: `variables.shm.filter(v, v.?emptyDir.hasValue() && !(${isMemory}) &&
  !v.emptyDir.?medium.orValue("").startsWith("HugePages")).map(v, v.name)`,
    text: [
      'volume ',
      ' at /dev/shm is an emptyDir that is not in memory: add medium: Memory and a sizeLimit',
    ],
  },
  {
    code: 'unaligned-size',
    variables: [],
    found: `variables.shm.filter(v, ${isMemory} && ${bytesOf(sizeLimit)} % 4096 != 0).map(v, v.name)`,
    text: [
      'memory volume ',
      ' at /dev/shm has a sizeLimit that is no whole page: its pod is evicted when it is full; set whole Mi',
    ],
  },
  {
    code: 'oom-risk',
    variables: [
      {
        name: 'memory',
        comment: 'All memory volumes, where one at /dev/shm is bounded by its author.',
        expression: `variables.annotations.exists(name, name == "${prefix}admitted") ||
dyn(object).metadata.?annotations[?"${prefix}injected"].hasValue() ||
!variables.shm.exists(v, ${isMemory} && sign(${sizeLimit}) > 0) ? []
  : variables.pod.volumes.filter(v, ${isMemory})`,
      },
    ],
    found: `(variables.memory.size() == 0 ? [] : variables.pod.containers +
    variables.pod.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue("") == "Always")).filter(c,
  sign(${memoryOf('limits')}) > 0 &&
  variables.memory.filter(v, c.?volumeMounts.orValue([]).exists(m, m.name == v.name))
    .map(v, ${bytesOf(sizeLimit)}).sum() * 5 >= ${bytesOf(memoryOf('limits'))} * 4).map(c, c.name)`,
    text: [
      'container ',
      ' may be OOM-killed before its memory volumes are full: they hold 0.8 of its memory limit or more; raise the limit, or lower the sizes',
    ],
  },
  {
    code: 'needs-shm',
    variables: [],
    found: `!variables.looked ? [] : variables.pod.containers.filter(c,
  ${needsByImage}).map(c, c.name)`,
    text: [
      'container ',
      ' has an image that needs more than 64Mi of shared memory, and nothing at /dev/shm: mount a memory volume with a sizeLimit there',
    ],
  },
];

/** A warning: the variables that lead to its text, and the one that is it, empty where all is well. */
export interface Warning {
  readonly code: Code;
  readonly variables: readonly Named[];
  readonly text: string;
}

const warningOf = ({ code, variables, found, text: [before, after] }: Check): Warning => {
  const name = code.replaceAll(/-(.)/g, (_, char: string) => char.toUpperCase());
  const names = `variables.${name}Names`;
  const text: Named = {
    name,
    comment: `The warning "${code}"; empty for none.`,
    expression: `${names}.size() == 0 ? ""
  : variables.what + ": " + ${literal(before)} + ${names}.join(", ") + ${literal(after)}`,
  };
  return {
    code,
    variables: [
      ...variables,
      { name: `${name}Names`, comment: `Whom "${code}" is about.`, expression: found },
      text,
    ],
    text: `variables.${name}`,
  };
};

/** The warnings that a config does not silence. */
export const warningsOf = ({ severity }: Config): readonly Warning[] =>
  CHECKS.filter(({ code }) => {
    const level = severity.get(code);
    return level !== 'ignore' && level !== 'info';
  }).map(warningOf);
