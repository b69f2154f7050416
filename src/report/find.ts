import * as E from 'fp-ts/lib/Either.js';
import { closest, didYouMean } from '../config/show.ts';

interface Named {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/**
 * The workloads that `[KIND/]NAME` means; the kind in any case, in the plural, with its group behind a dot, or in
 * kubectl's short form. Left: that there is none, with the nearest.
 */
export const findWorkloads = <A extends Named>(
  query: string,
  workloads: readonly A[],
): E.Either<string, readonly A[]> => {
  const slash = query.indexOf('/');
  const kind = slash < 0 ? undefined : query.slice(0, slash);
  const name = query.slice(slash + 1);
  const found = workloads.filter(
    (each) => each.name === name && (kind === undefined || isKind(kind, each.kind)),
  );
  return found.length > 0 ? E.right(found) : E.left(missing(query, name, workloads));
};

const missing = (query: string, name: string, workloads: readonly Named[]): string => {
  const none = `no workload is named ${JSON.stringify(query)}`;
  const others = workloads.filter((each) => each.name === name).map(shown);
  if (others.length > 0) return `${none}${didYouMean(others[0])}`;
  const near = closest(name, [...new Set(workloads.map((each) => each.name))]);
  const meant = workloads.find((each) => each.name === near);
  return `${none}${didYouMean(meant && shown(meant))}`;
};

const shown = ({ kind, name }: Named): string => `${kind}/${name}`;

const short: Readonly<Record<string, string>> = {
  po: 'pod',
  deploy: 'deployment',
  sts: 'statefulset',
  ds: 'daemonset',
  rs: 'replicaset',
  rc: 'replicationcontroller',
  cj: 'cronjob',
  dc: 'deploymentconfig',
  ksvc: 'service',
  lws: 'leaderworkerset',
};

const isKind = (query: string, kind: string): boolean => {
  const word = (query.split('.')[0] ?? '').toLowerCase();
  const full = Object.hasOwn(short, word) ? short[word] : word;
  const known = kind.toLowerCase();
  return full === known || full === `${known}s` || full === `${known}es`;
};
