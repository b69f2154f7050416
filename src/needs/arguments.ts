import { isList, type Fields, type Value } from '../data/value.ts';
import { containerField } from '../plan/pod.ts';
import {
  amountRows,
  argumentOpposites,
  clientOpposite,
  clientPrograms,
  idleOpposite,
  idleWords,
  pathRow,
  programRows,
} from './argument-rows.ts';
import type { Variable } from './environment.ts';
import { anyOf, once } from './patterns.ts';
import type { Opposite, Reason, Signal } from './types.ts';

/** The server, which its clients are told from. */
const server = /(^|[\s/])(postgres|docker-entrypoint\.sh|pg_ctl|patroni)(\s|$)/;

const stringsOf = (value: Value): readonly string[] =>
  isList(value) ? value.map((each) => (typeof each === 'object' ? '' : String(each))) : [];

/** What a container is told to run, in one line: it may be a list, or a script of a shell. */
export const lineOf = (container: Fields): string =>
  [
    ...stringsOf(containerField(container, 'command')),
    ...stringsOf(containerField(container, 'args')),
  ].join(' ');

const mayMatch = once(() =>
  anyOf([
    ...amountRows.flatMap(({ matches }) => matches),
    ...programRows.flatMap(({ matches }) => matches.map((each) => each.split(/[ *]/)[0] ?? '')),
    '/dev/shm',
  ]),
);

const mayBe = (value: Value): boolean =>
  isList(value) && value.some((each) => typeof each === 'string' && mayMatch().test(each));

/** Whether something that a container is told to run may say something. */
export const mayRun = (container: Fields): boolean =>
  mayBe(containerField(container, 'command')) || mayBe(containerField(container, 'args'));

/** The words of a line: `--tp=4` and `--tp 4` are the same two. A variable, `$(TP)` or `${TP:-2}`, is one, a template too. */
export const wordsOf = (line: string): readonly string[] =>
  line
    .replaceAll(/\{\{[^{}]*\}\}/g, '{{}}')
    .replaceAll(/\$[({]\s*(\w+)(?::-[^)}$]*)?\s*[)}]/g, '$$$1')
    .split(/[\s=;&|()"'`\\,]+/)
    .filter((word) => word !== '');

/** The number that a word means; a variable of the container is looked up, one of elsewhere may be any. */
const amountOf = (word: string | undefined, variables: readonly Variable[]): number => {
  if (word === undefined) return 0;
  if (/^\d{1,6}$/.test(word)) return Number(word);
  if (!/^(\$|\{\{)/.test(word)) return 0;
  const value = variables.find(({ name }) => `$${name}` === word)?.value.trim() ?? '';
  return /^\d{1,6}$/.test(value) ? Number(value) : Infinity;
};

const baseOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

const isProgram = (words: readonly string[], at: number, pattern: string): boolean => {
  const [first = '', ...others] = pattern.split(' ');
  const word = baseOf(words[at] ?? '');
  const isFirst = first.endsWith('*') ? word.startsWith(first.slice(0, -1)) : word === first;
  return (
    isFirst &&
    others.every((other, i) => {
      const next = words[at + 1 + i] ?? '';
      return other === '*' ? /^--|\.py$/.test(next) : next === other;
    })
  );
};

const programAt = (words: readonly string[], at: number): Signal | undefined => {
  for (const { matches, reason } of programRows) {
    const pattern = matches.find((each) => isProgram(words, at, each));
    if (pattern !== undefined) {
      const first = baseOf(words[at] ?? '');
      return {
        signal: `argument ${[first, ...pattern.split(' ').slice(1)].join(' ').replace(/ \*$/, '')}`,
        reason,
      };
    }
  }
  return undefined;
};

const amountAt = (
  words: readonly string[],
  at: number,
  variables: readonly Variable[],
): Signal | undefined => {
  const word = words[at] ?? '';
  const row = word.startsWith('-')
    ? amountRows.find(({ matches }) => matches.includes(word))
    : undefined;
  return row !== undefined && amountOf(words[at + 1], variables) >= row.least
    ? { signal: `argument ${word} ${words[at + 1]}`, reason: row.reason }
    : undefined;
};

/** Programs that look at the path, and a heartbeat that is a few bytes. */
const looks = new Set(['df', 'du', 'ls', 'stat', 'findmnt', '--worker-tmp-dir', 'tmpfs']);

const pathAt = (words: readonly string[], at: number): Signal | undefined =>
  (words[at] ?? '').startsWith('/dev/shm') &&
  !words.slice(Math.max(0, at - 2), at).some((word) => looks.has(baseOf(word)))
    ? { signal: `argument ${words[at]}`, reason: pathRow.reason }
    : undefined;

/** What the arguments of a container say, each reason once. */
export const argumentSignals = (
  line: string,
  variables: readonly Variable[],
): readonly Signal[] => {
  const words = wordsOf(line);
  const found = new Map<Reason, Signal>();
  words.forEach((_, at) => {
    for (const each of [amountAt(words, at, variables), programAt(words, at), pathAt(words, at)])
      if (each !== undefined && !found.has(each.reason)) found.set(each.reason, each);
  });
  return [...found.values()];
};

/** The same for the values of variables: only a path can be in them. */
export const pathSignals = (variables: readonly Variable[]): readonly Signal[] => {
  const found = variables.find(
    ({ name, value }) =>
      value.includes('/dev/shm') &&
      !/^prometheus_multiproc_dir$/i.test(name) &&
      wordsOf(value).some((_, at, words) => pathAt(words, at)),
  );
  return found === undefined
    ? []
    : [{ signal: `environment ${found.name}`, reason: pathRow.reason }];
};

/** Whether all that a container is told is to wait. */
const isIdle = (words: readonly string[]): boolean =>
  words.some((word) => /^(sleep|tail)$/.test(baseOf(word))) &&
  words.every((word) => idleWords.test(baseOf(word)));

/** The opposites in the arguments and variables of a container. */
export const argumentOpposing = (
  line: string,
  variables: readonly Variable[],
): readonly Opposite[] => {
  const texts = [line, ...variables.map(({ value }) => value)];
  const words = wordsOf(line);
  const isClient =
    !server.test(line) && words.some((word) => clientPrograms.includes(baseOf(word)));
  return [
    ...argumentOpposites.filter(({ sign }) => texts.some((text) => sign.test(text))),
    ...(isClient ? [clientOpposite] : []),
    ...(isIdle(words) ? [idleOpposite] : []),
  ];
};
