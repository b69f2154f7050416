import { version } from '../../package.json';
import { fields } from '../config.ts';
import { closest, didYouMean } from '../config/show.ts';
import { either } from '../config/values.ts';
import { failure, type Ending } from '../process/ending.ts';
import { twoColumns } from './columns.ts';
import { everywhere, type Command, type Surface } from './command.ts';
import { fieldFlag, ownFlags, usageOf, type Described } from './describe.ts';
import { topicTexts } from './topic-texts.ts';
import { topics } from './topics.ts';

/** The fields that most need; `inject-shm help config` has all. */
const shown: ReadonlySet<string> = new Set([
  'ratio',
  'maxSize',
  'defaultMemoryLimit',
  'excludeKinds',
  'select',
  'mode',
]);

/** A field in so few words that all fit a screen: the first clause, and what it may be. */
const inShort = (flag: Described): Described => {
  const [clause = ''] = flag.doc.split(/[:;.] /);
  return { ...flag, doc: flag.values === undefined ? clause : `${clause}: ${either(flag.values)}` };
};

const usual: readonly Described[] = fields.flatMap((field) =>
  shown.has(field.name) ? [inShort(fieldFlag(field))] : [],
);

const callOf = ({ name, argument }: Command): string => {
  if (argument === undefined) return name;
  if (argument.usage !== undefined) return `${name} ${argument.usage}`;
  const more = (argument.most ?? 1) > 2 ? '...' : '';
  return `${name} [${argument.metavar}]${more}`.trim();
};

const flagLines = (flags: readonly Described[]): string =>
  twoColumns(flags.map((flag) => [usageOf(flag), flag.doc] as const));

/** What `--help` prints: one screen. */
export const overview = (commands: readonly Command[]): string => {
  const [unnamed, ...named] = commands;
  return `inject-shm ${version}: gives every pod a /dev/shm of the right size

It mounts a memory-backed emptyDir at /dev/shm in every pod of Kubernetes manifests, sized at
ratio × memory limit, and changes only its own lines. kpt and kustomize call it as a KRM function.

Usage:
  inject-shm [FLAGS] < in.yaml > out.yaml             a stream of YAML or JSON, such as Helm's
  inject-shm [FLAGS] FILE|FOLDER... > out.yaml        files as one stream
  inject-shm --diff|--write|--check FILE|FOLDER...    shows changes, makes them, or exits 1 for them
  inject-shm COMMAND

Commands (a file named like one is written with ./ before it):
${twoColumns(named.map((row) => [callOf(row), row.summary]))}
Flags:
${flagLines(unnamed === undefined ? [] : ownFlags(unnamed))}
Flags of the config (all: inject-shm help config):
${flagLines(usual)}
Topics, for inject-shm help TOPIC:
  ${topics.join(', ')}

Examples:
  kustomize build overlays/prod | inject-shm --default-memory-limit 1Gi | kubectl apply -f -
  inject-shm --write --exclude-kinds Job,Pod deploy/
  kpt fn eval DIR --exec inject-shm -- ratio=0.25

Exit codes: 0 done; 1 error results; 2 unusable input or output; 3 broken flags or config.
`;
};

const configHint = '\nThe fields of the config are flags too: see `inject-shm help config`.\n';

const helpFlag: Described = { name: 'help', ...everywhere.help };

const pageOf = (command: Command): string => {
  const more = command.help === '' ? '' : `\n${command.help}\n`;
  const flags = flagLines([...ownFlags(command), helpFlag]);
  return `${command.summary}

Usage:
  inject-shm ${callOf(command)}
${more}
Flags:
${flags}${command.isConfigured ? configHint : ''}`;
};

const print = (stdout: string): Ending => ({ stdout, stderr: '', exitCode: 0 });

/** `help`, `help TOPIC`, `help COMMAND`. */
export const help: Surface = ({ args }, { commands }) => {
  const name = args.join(' ');
  if (name === '') return print(overview(commands));
  const topic = topics.find((each) => each === name);
  if (topic !== undefined) return print(topicTexts[topic].text());
  const named = commands.filter((each) => each.name === name || each.name.startsWith(`${name} `));
  if (named.length > 0) return print(named.map(pageOf).join('\n'));
  const known = [...topics, ...commands.map((each) => each.name)].filter((each) => each !== '');
  return failure(
    `there is no help about "${name}"${didYouMean(closest(name, known))}; there is about ${known.join(', ')}`,
    3,
  );
};
