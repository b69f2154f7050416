import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as assert from 'uvu/assert';
import { inject } from '../../src/inject.ts';
import { type ApiObject, named } from '../cluster/api.ts';
import { type Cluster, startCluster } from '../cluster/cluster.ts';
import { manifestsIn } from '../cluster/manifests.ts';
import { goldens } from '../golden-case.ts';
import { skip, spec } from '../spec.ts';

const CORPUS = '../shared/corpus';
const test = spec('accepted by the API server');

type Flags = Readonly<Record<string, string>>;

const CONFIGS: readonly Flags[] = [
  {},
  { 'default-memory-limit': '1Gi' },
  { existing: 'enforce', 'missing-limit': 'request' },
  { existing: 'complete', 'size-from': 'min', ratio: '0.25' },
];

const made: { cluster?: Promise<Cluster> } = {};

const start = (): Promise<Cluster> => (made.cluster ??= startCluster());

test.after(async () => (await made.cluster?.catch(() => undefined))?.stop());

/** A text and what is asked for with it. */
interface Source {
  readonly name: string;
  readonly text: string;
  readonly flags: Flags;
}

const corpus = (flags: Flags): readonly Source[] => {
  if (!existsSync(CORPUS)) return skip(`there is no ${CORPUS}`);
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(CORPUS, name), 'utf8'), flags }));
};

/** The inputs of the goldens, with flags of their own if no others are given. */
const golden = (given?: Flags): readonly Source[] =>
  goldens.map(({ name, input: text, flags }) => ({ name, text, flags: given ?? flags }));

/** A resource before and after injection. */
interface Pair {
  readonly name: string;
  readonly before: ApiObject;
  readonly after: ApiObject;
}

/** None where this tool or `yaml` refuses the text. */
const pairs = ({ name, text, flags }: Source): readonly Pair[] => {
  const { stdout } = inject(text, { flags });
  const before = manifests(text);
  if (stdout === '' || before.length === 0) return [];
  const after = manifestsIn(stdout);
  assert.is(after.length, before.length, name);
  return before.flatMap((object, i) => {
    const injected = after[i];
    return injected === undefined
      ? []
      : [{ name: `${name} ${object.kind} ${i}`, before: object, after: injected }];
  });
};

const manifests = (text: string): readonly ApiObject[] => {
  try {
    return manifestsIn(text);
  } catch {
    return [];
  }
};

/** Why a new resource is refused: no reasons where it is accepted, `undefined` where its kind is not served. */
type Verdict = readonly string[] | undefined;

interface Status {
  readonly message: string;
  readonly details?: {
    readonly causes?: readonly { readonly field: string; readonly message: string }[];
  };
}

const judge = async (cluster: Cluster, object: ApiObject): Promise<Verdict> => {
  if ((await cluster.collection(object)) === undefined) return undefined;
  const { status, body } = await cluster.create(object, { dryRun: true });
  if (status === 201) return [];
  const { message, details } = body as Status;
  return details?.causes?.map((cause) => `${cause.field}: ${cause.message}`) ?? [message];
};

interface Judged extends Pair {
  readonly changed: boolean;
  readonly old: Verdict;
  readonly now: Verdict;
}

const judgeBoth =
  (cluster: Cluster) =>
  async (pair: Pair): Promise<Judged> => {
    const changed = !isDeepStrictEqual(pair.before, pair.after);
    const old = await judge(cluster, pair.before);
    return { ...pair, changed, old, now: changed ? await judge(cluster, pair.after) : old };
  };

/** The namespaces that resources are in; most of the texts expect them to be there. */
const provide = async (cluster: Cluster, found: readonly Pair[]): Promise<void> => {
  const names = new Set(found.flatMap(({ before }) => before.metadata?.namespace ?? []));
  await Promise.all([...names].map((name) => cluster.create(named('v1', 'Namespace', name))));
};

/** Reasons that are there only after injection: also what was refused before must not get worse. */
const newReasons = ({ name, old, now }: Judged): readonly string[] =>
  (now ?? []).filter((reason) => old?.includes(reason) !== true).map((why) => `${name}: ${why}`);

const isAccepted = (verdict: Verdict): boolean => verdict?.length === 0;

const report = (title: string, judged: readonly Judged[]): void => {
  const count = (of: (each: Judged) => boolean): number => judged.filter(of).length;
  console.log(
    `\n${title}: ${judged.length} resources, ${count(({ old }) => old !== undefined)} of kinds that are served,`,
    `${count(({ old }) => isAccepted(old))} accepted; ${count((each) => each.changed)} changed,`,
    `${count(({ changed, old }) => changed && isAccepted(old))} of them accepted before,`,
    `${count(({ changed, now }) => changed && isAccepted(now))} after`,
  );
};

const check = (title: string, atLeast: number, sources: () => readonly Source[]): void =>
  test(title, async () => {
    const cluster = await start();
    const found = sources().flatMap(pairs);
    await provide(cluster, found);
    const judged = await Promise.all(found.map(judgeBoth(cluster)));
    report(title, judged);
    assert.is(judged.flatMap(newReasons).join('\n'), '');
    const accepted = judged.filter(({ changed, now }) => changed && isAccepted(now)).length;
    assert.ok(accepted >= atLeast, `only ${accepted} that are changed are accepted`);
  });

for (const flags of CONFIGS) {
  check(`the corpus, ${JSON.stringify(flags)}`, 20, () => corpus(flags));
  check(`the goldens, ${JSON.stringify(flags)}`, 100, () => golden(flags));
}

check('the goldens, each with its own flags', 100, golden);

test.run();
