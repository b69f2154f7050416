import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { filterMap } from '../data/list.ts';
import { type Context, isContext, type Neighbour, surroundingsOf } from '../plan/context.ts';
import { isPatch } from '../plan/patch.ts';
import { groupOf, type Resource, type TypeMeta } from './resource.ts';

/** What of a surface says where its resources are. */
interface Setting<X, O, L> {
  readonly at: Context['at'];
  readonly folderOf: (entry: X) => string;
  readonly honoursLocalConfig: (entry: X) => boolean;
  readonly mayHold: (entry: X, word: string) => boolean;
  readonly read: (entries: readonly X[]) => E.Either<L, readonly O[]>;
}

/** What holds for a resource. */
export type ContextFor<X, O> = (entry: X, opened: O) => Context;

/** What holds for each resource: what its neighbours say, and how the surface takes it. */
export const contextsFor = <X extends TypeMeta, O extends { readonly resource: Resource }, L>(
  { read, folderOf, honoursLocalConfig, mayHold, at }: Setting<X, O, L>,
  entries: readonly X[],
): E.Either<L, ContextFor<X, O>> => {
  const speaking = entries.filter(({ apiVersion, kind }) => isContext(groupOf(apiVersion), kind));
  return pipe(
    read(speaking),
    E.map((opened) => {
      const neighbours = filterMap(speaking, (entry, index): Neighbour | undefined => {
        const resource = opened[index]?.resource;
        return resource && { ...resource, folder: folderOf(entry) };
      });
      const surroundings = surroundingsOf(neighbours);
      return (entry, { resource: { object, namespace } }) => ({
        ...surroundings({ namespace, folder: folderOf(entry) }),
        at,
        honoursLocalConfig: honoursLocalConfig(entry),
        isPatch: mayHold(entry, '$') && isPatch(object),
      });
    }),
  );
};
