import { fields } from '../config.ts';
import { kindRows } from '../kinds.ts';
import { codeTable } from '../result.ts';
import { twoColumns, wrap } from './columns.ts';
import { fieldFlag, usageOf } from './describe.ts';
import type { Topic } from './topics.ts';

const plain = (text: string): string => text.replaceAll('`', '');

const config =
  (): string => `The config has the same fields everywhere: as flags, and in camelCase in an InjectShm or a ConfigMap
(--fn-config FILE, the functionConfig of a ResourceList, .inject-shm.yaml): --max-size is maxSize.
Flags win over files; annotations of a workload win over both, where the field has one.

${twoColumns(fields.map((field) => [usageOf(fieldFlag(field)), fieldFlag(field).doc]))}`;

const annotations =
  (): string => `A workload sets these for itself, on the object or on its pod template; the template's wins.

${twoColumns(
  [
    [
      'inject-shm.dev/inject',
      '"false" leaves the workload out, "true" takes it in with select: annotated.',
    ],
    ...fields.flatMap(({ annotation, name }) =>
      annotation === undefined
        ? []
        : [[`inject-shm.dev/${annotation}`, `As the field ${name}.`] as const],
    ),
  ],
  40,
)}`;

const files =
  (): string => `Arguments are files and folders. Of a folder all .yaml, .yml and .json files are read, and those
of the folders in it, in the order of their names, but for hidden ones and node_modules. All are
planned together: a LimitRange in one counts for the others in its folder and below.

Left as they are, and told:
  what a .gitignore (unless it is an argument), a .krmignore or --exclude names, as gitignore does
  patches and other parts of kustomizations, and what a kustomization beside it does not list
  what an overlay changes containers, volumes or resources of: run behind kustomize build
  templates of charts: run behind helm template
On stdout, as one stream, they are printed unchanged, but for templates.

Links are read where they lead to a file; one that is named is edited where it leads to, one found
in a folder is not edited.
A file that cannot be read is an error (exit code 2). The others are done, but a stream is whole or
not printed.

A file or folder that is named like a command is written with ./ before it: inject-shm ./version
What follows -- is a file too, whatever its name is.

Without arguments, or with -, manifests are read from stdin.
--diff has colours on a terminal, or as NO_COLOR and FORCE_COLOR say.
`;

const kindLine = (kinds: readonly { readonly group: string; readonly kind: string }[]): string => {
  const names = kinds.map(({ group, kind }) => (group === '' ? kind : `${group}/${kind}`));
  return wrap([...new Set(names)].join(', '), 96)
    .map((line) => `  ${line}\n`)
    .join('');
};

const kinds = (): string => `Changed, unless --kinds or --exclude-kinds say otherwise:
${kindLine(kindRows.filter(({ optIn, never }) => optIn === undefined && never === undefined))}
Changed only where --kinds names them, as in --kinds '*,RayCluster':
${kindLine(kindRows.filter(({ optIn }) => optIn !== undefined))}
Never changed, because their operator mounts a /dev/shm:
${kindLine(kindRows.filter(({ never }) => never !== undefined))}
Other kinds that hold a PodSpec are covered with --pod-specs group/Kind:path.
`;

const results =
  (): string => `Every result has a code. --severity CODE=LEVEL,... sets how bad it is: error, warning, info, ignore.

${twoColumns(
  Object.entries(codeTable).map(([code, { severity, meaning }]) => [
    code,
    `${severity}: ${plain(meaning)}`,
  ]),
)}`;

const exitCodes = (): string =>
  `${twoColumns([
    ['0', 'Done.'],
    ['1', 'There are results of severity error; what they are about is unchanged.'],
    ['2', 'Input cannot be read, or output not be written.'],
    ['3', 'The config or the command line is not valid; nothing is done.'],
  ])}
What else they mean:
${twoColumns([
  ['--check: 1', 'Something is to be changed.'],
  ['a stream: 2', 'Nothing is printed.'],
  [
    'files: 2',
    '--write, --diff and --check do the files that can be read. Where one cannot be written, none is.',
  ],
  ['report: 1', 'Shared memory is above --budget.'],
  ['report, explain: 2', 'Something cannot be read; the rest is shown.'],
  ['explain: 1', 'No workload has this name.'],
  ['argocd generate: 1, 2', 'Nothing is printed; 2 also where kustomize or Helm fails.'],
  ['policy: 3', 'A policy cannot express a field of the config.'],
  ['webhook: 0', 'It was asked to end, and all requests are answered.'],
  ['webhook: 2', 'It cannot start: the certificate cannot be used, or a port is taken.'],
  ['init: 2', 'The file exists, or cannot be written.'],
])}
What is stopped by SIGINT or SIGTERM ends by that signal: 130 or 143 in a shell.
`;

/** What a topic has to say, and in a word what it is about. */
export const topicTexts: Readonly<
  Record<Topic, { readonly summary: string; readonly text: () => string }>
> = {
  config: { summary: 'every field of the config, as a flag', text: config },
  annotations: { summary: 'what a workload sets for itself', text: annotations },
  files: { summary: 'which files are read and changed', text: files },
  kinds: { summary: 'which kinds are changed', text: kinds },
  results: { summary: 'every result code', text: results },
  'exit-codes': { summary: 'what the exit codes mean', text: exitCodes },
};
