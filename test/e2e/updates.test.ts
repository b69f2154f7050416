import { isDeepStrictEqual } from 'node:util';
import * as assert from 'uvu/assert';
import { rowOf } from '../../src/kinds.ts';
import { type ApiObject, named } from '../cluster/api.ts';
import { type Cluster, startCluster } from '../cluster/cluster.ts';
import { type Pair, type Source, corpus, goldenInputs, pairs } from '../cluster/pairs.ts';
import { spec } from '../spec.ts';

const test = spec('updates in the cluster');

const made: { cluster?: Promise<Cluster> } = {};

const NAMESPACE = 'updates';

const start = (): Promise<Cluster> => (made.cluster ??= newCluster());

const newCluster = async (): Promise<Cluster> => {
  const cluster = await startCluster();
  await cluster.create(named('v1', 'Namespace', NAMESPACE));
  return cluster;
};

test.after(async () => (await made.cluster?.catch(() => undefined))?.stop());

/** Under a name of its own: many resources of different texts have the same. */
const moved = (object: ApiObject, name: string): ApiObject => {
  const { generateName: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata: { ...metadata, name, namespace: NAMESPACE } };
};

interface Update {
  readonly kind: string;
  readonly isAccepted: boolean;
  /** Where the table of kinds says otherwise. */
  readonly contradiction: readonly string[];
}

/** Applies what is injected over what was there; nothing where that was refused, or its kind is not served. */
const update =
  (cluster: Cluster, prefix: string) =>
  async ({ name, before, after }: Pair, index: number): Promise<readonly Update[]> => {
    const { apiVersion, kind } = before;
    const id = `${prefix}-${index}`;
    if ((await cluster.collection(before)) === undefined) return [];
    const created = await cluster.apply(moved(before, id));
    if (created.status !== 201) return [];
    const { status, body } = await cluster.apply(moved(after, id), { dryRun: true });
    const isAccepted = status === 200;
    const said = JSON.stringify(body);
    const isRight =
      rowOf(apiVersion, kind)?.live === 'immutable'
        ? status === 422 && /field is immutable|pod updates may not change/.test(said)
        : isAccepted;
    return [{ kind, isAccepted, contradiction: isRight ? [] : [`${name}: ${said}`] }];
  };

const report = (updates: readonly Update[]): void =>
  [...new Set(updates.map(({ kind }) => kind))].sort().forEach((kind) => {
    const all = updates.filter((each) => each.kind === kind);
    console.log(
      `  ${kind}: ${all.length}, accepted ${all.filter((each) => each.isAccepted).length}`,
    );
  });

const check = (title: string, sources: () => readonly Source[]): void =>
  test(`what the table of kinds says of a change is so: ${title}`, async () => {
    const cluster = await start();
    const changed = sources()
      .flatMap(pairs)
      .filter(({ before, after }) => !isDeepStrictEqual(before, after));
    const updates = (await Promise.all(changed.map(update(cluster, title)))).flat();
    report(updates);
    assert.is(updates.flatMap(({ contradiction }) => contradiction).join('\n'), '');
    assert.ok(updates.some(({ isAccepted }) => isAccepted));
    assert.ok(updates.some(({ isAccepted }) => !isAccepted));
  });

check('corpus', () => corpus({ 'default-memory-limit': '1Gi' }));
check('goldens', () => goldenInputs());

test.run();
