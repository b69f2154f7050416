/** A text that readers may take in different ways: what it is, the text, and the path of what is in question. */
export interface ReaderCase {
  readonly what: string;
  /** As the table shows it. */
  readonly shown: string;
  readonly text: string;
  readonly path: readonly (string | number)[];
}

const pod = (kind: string, more = '', limit = '1Gi'): string =>
  `${kind}\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n  - name: app\n    image: app\n    resources: {limits: {memory: ${limit}}}\n${more}`;

const escaped = (text: string): string =>
  text
    .replaceAll('\n', '↵')
    .replaceAll('\t', '→')
    .replaceAll('|', '\\|')
    .replaceAll('\u{FEFF}', '\\uFEFF')
    .replaceAll('\u0085', '\\u0085')
    .replaceAll('\u2028', '\\u2028');

const shorter = (text: string): string => (text.length > 60 ? `${text.slice(0, 24)}…` : text);

/** A value in a pod that nobody edits. */
const value = (what: string, written: string): ReaderCase => ({
  what,
  shown: shorter(escaped(`x: ${written}`)),
  text: pod('kind: Pod', `    env: [{name: x, value: y}]\n    x: ${written}\n`),
  path: ['spec', 'containers', 0, 'x'],
});

/** A way to write that this is a Pod. */
const kind = (what: string, written: string): ReaderCase => ({
  what,
  shown: shorter(escaped(written)),
  text: pod(written),
  path: ['kind'],
});

/** A memory limit, from which the size is computed. */
const limit = (what: string, written: string): ReaderCase => ({
  what,
  shown: shorter(escaped(`memory: ${written}`)),
  text: pod('kind: Pod', '', written),
  path: ['spec', 'containers', 0, 'resources', 'limits', 'memory'],
});

const text = (
  what: string,
  shown: string,
  whole: string,
  path: readonly (string | number)[],
): ReaderCase => ({ what, shown: shorter(escaped(shown)), text: whole, path });

export const READER_CASES: readonly ReaderCase[] = [
  value('octal of YAML 1.1', '0644'),
  value('octal of YAML 1.2', '0o644'),
  value('sexagesimal', '12:30:45'),
  value('yes', 'yes'),
  value('off', 'off'),
  value('y', 'y'),
  value('digits with underscores', '1_000'),
  value('timestamp', '2024-01-02'),
  value('hexadecimal', '0x1F'),
  value('binary', '0b11'),
  value('20 digits', '12345678901234567890'),
  value('exponent', '1e3'),
  value('infinity', '.inf'),
  value('not a number', '.nan'),
  value('null in another case', 'NULL'),
  value('tilde', '~'),
  value('nothing', ''),
  value('an equals sign', '='),
  value('a tag for text', '!!str 1'),
  value('a non-specific tag', '! 1'),
  value("a tag of one's own", '!mine 1'),
  value('a binary tag', '!!binary aGk='),
  value('an escape', '"\\u0041\\x42\\/\\e"'),
  value('NEL in plain text', 'a\u0085b'),
  value('LS in quotes', '"a\u2028b"'),
  value('a byte order mark in text', 'a\u{FEFF}b'),
  value('a number sign without a blank', 'a#b'),
  value('a colon without a blank', 'a:b'),
  value('dashes in a block scalar', '|\n      ---\n      a'),
  value('a tab behind the colon', '\ta'),
  value('a tab in a block scalar', '|\n      \ta'),
  value('a key of 1,100 letters', `{${'k'.repeat(1100)}: 1}`),
  value('a key twice', '{a: 1, a: 2}'),
  value('a null as key', '{~: 1}'),
  value('a number as key', '{1: 2}'),
  value('a list as key', '{[a]: 1}'),
  value('a bracket at its key', '[\n      a\n    ]'),
  limit('a limit with underscores', '1_073_741_824'),
  limit('a limit in octal of YAML 1.1', '010000000000'),
  limit('a limit in hexadecimal', '0x40000000'),
  limit('a limit in sexagesimal', '1:0:0:0:0'),
  limit('a limit as a float', '1073741824.0'),
  limit('a limit with an exponent', '1e9'),
  limit('a limit in quotes', '"1Gi"'),
  limit('a limit with a tag', '!!str 1073741824'),
  limit('a limit as a float by its tag', '!!float 1073741824'),
  kind('a kind in quotes', 'kind: "Pod"'),
  kind('a kind with escapes', 'kind: "\\x50od"'),
  kind('a kind with a tag', 'kind: !!str Pod'),
  kind("a kind with a tag of one's own", 'kind: !mine Pod'),
  kind('a kind with a non-specific tag', 'kind: ! Pod'),
  kind('a kind with an anchor', 'kind: &kind Pod'),
  kind('the key in quotes', '"kind": Pod'),
  kind('the key with escapes', '"\\u006bind": Pod'),
  kind('the key with a tag', '!!str kind: Pod'),
  kind('an explicit key', '? kind\n: Pod'),
  kind('a kind in a block scalar', 'kind: |-\n  Pod'),
  kind('a kind in a folded scalar that keeps its end', 'kind: >\n  Pod'),
  kind('a kind on the next line', 'kind:\n  Pod'),
  kind('a kind over two lines', 'kind: "Po\\\n  d"'),
  kind('a comment behind the kind', 'kind: Pod # or so'),
  kind('a number sign in the kind', 'kind: Pod#'),
  kind('a tab behind the kind', 'kind: Pod\t'),
  kind('a kind twice, the same', 'kind: Pod\nkind: Pod'),
  kind('a kind twice, another', 'kind: ConfigMap\nkind: Pod'),
  kind('a kind by a merge', 'base: &base {kind: Pod}\n<<: *base'),
  kind('a kind by a merge written here', '<<: {kind: Pod}'),
  kind('a kind by an alias', 'x: &kind Pod\nkind: *kind'),
  kind('a merge key in quotes', 'base: &base {kind: Pod}\n"<<": *base'),
  kind('a merge key with a tag', 'base: &base {kind: Pod}\n!!merge <<: *base'),
  kind('a directive of YAML 1.1', '%YAML 1.1\n---\nkind: Pod'),
  kind('a directive of YAML 1.2', '%YAML 1.2\n---\nkind: Pod'),
  kind('a directive of another version', '%YAML 1.3\n---\nkind: Pod'),
  kind('a tag directive', '%TAG !e! tag:yaml.org,2002:\n---\nkind: !e!str Pod'),
  kind('a byte order mark', '\u{FEFF}kind: Pod'),
  kind('text behind the marker', '--- # a comment\nkind: Pod'),
  kind('a marker that is indented', ' ---\nkind: Pod'),
  kind('another case', 'Kind: Pod'),
  text(
    'a pod in flow',
    '{"kind": Pod, …}',
    '{"kind": Pod, apiVersion: v1, metadata: {name: a}, spec: {containers: [{name: app, image: app, resources: {limits: {memory: 1Gi}}}]}}\n',
    ['kind'],
  ),
  text(
    'JSON with a tab',
    '{→"kind": "Pod", …}',
    '{\t"kind": "Pod",\n\t"apiVersion": "v1", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "app", "image": "app", "resources": {"limits": {"memory": "1Gi"}}}]}}\n',
    ['kind'],
  ),
  text(
    'tabs as indentation',
    'spec:↵→containers: …',
    'kind: Pod\napiVersion: v1\nspec:\n\tcontainers: []\n',
    ['kind'],
  ),
  text(
    'NEL between keys',
    'kind: Pod\\u0085apiVersion: v1',
    pod('kind: Pod').replace('kind: Pod\n', 'kind: Pod\u0085'),
    ['kind'],
  ),
  text('an alias to another document', 'kind: *kind', `x: &kind Pod\n---\n${pod('kind: *kind')}`, [
    'kind',
  ]),
];
