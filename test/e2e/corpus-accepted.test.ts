import { isDeepStrictEqual } from 'node:util';
import * as assert from 'uvu/assert';
import { type ApiObject, named } from '../cluster/api.ts';
import { type Cluster, startCluster } from '../cluster/cluster.ts';
import { define } from '../cluster/definitions.ts';
import {
  type Flags,
  type Pair,
  type Source,
  corpus,
  goldenInputs,
  pairs,
} from '../cluster/pairs.ts';
import { spec } from '../spec.ts';

const test = spec('accepted by the API server');

const CONFIGS: readonly Flags[] = [
  {},
  { 'default-memory-limit': '1Gi' },
  { existing: 'enforce', 'missing-limit': 'request' },
  { existing: 'complete', 'size-from': 'min', ratio: '0.25' },
  { kinds: '*,RayCluster,RayJob,RayService,LLMInferenceService', 'default-memory-limit': '1Gi' },
];

const made: { cluster?: Promise<Cluster>; readonly verdicts: Map<string, Promise<Verdict>> } = {
  verdicts: new Map(),
};

const start = (): Promise<Cluster> => (made.cluster ??= newCluster());

const newCluster = async (): Promise<Cluster> => {
  const cluster = await startCluster();
  console.log(`${await define(cluster)} kinds beside the built-in ones`);
  return cluster;
};

test.after(async () => (await made.cluster?.catch(() => undefined))?.stop());

/** Why a new resource is refused: no reasons where it is accepted, `undefined` where its kind is not served. */
type Verdict = readonly string[] | undefined;

interface Status {
  readonly message: string;
  readonly details?: {
    readonly causes?: readonly { readonly field: string; readonly message: string }[];
  };
}

/** Most resources are the same in several configs. */
const judge = (cluster: Cluster, object: ApiObject): Promise<Verdict> => {
  const key = JSON.stringify(object);
  const verdict = made.verdicts.get(key) ?? ask(cluster, object);
  made.verdicts.set(key, verdict);
  return verdict;
};

const ask = async (cluster: Cluster, object: ApiObject): Promise<Verdict> => {
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
  check(`the goldens, ${JSON.stringify(flags)}`, 100, () => goldenInputs(flags));
}

check('the goldens, each with its own flags', 100, goldenInputs);

test.run();
