import { type Context, isContext, surroundingsOf } from '../plan/context.ts';
import { isPatch } from '../plan/patch.ts';
import { groupOf, type Resource, type TypeMeta } from './resource.ts';

/** What of a surface says where its resources are. */
interface Setting<X, O> {
  readonly at: Context['at'];
  readonly folderOf: (entry: X) => string;
  readonly honoursLocalConfig: (entry: X) => boolean;
  readonly mayHold: (entry: X, word: string) => boolean;
  readonly read: (entry: X) => O;
}

/** What holds for a resource. */
export type ContextFor<X, O> = (entry: X, opened: O) => Context;

/** What holds for each resource: what its neighbours say, and how the surface takes it. */
export const contextsFor = <X extends TypeMeta, O extends { readonly resource: Resource }>(
  { read, folderOf, honoursLocalConfig, mayHold, at }: Setting<X, O>,
  entries: readonly X[],
): ContextFor<X, O> => {
  const speaking = entries.filter(({ apiVersion, kind }) => isContext(groupOf(apiVersion), kind));
  const surroundings = surroundingsOf(
    speaking.map((entry) => ({ ...read(entry).resource, folder: folderOf(entry) })),
  );
  return (entry, { resource: { object, namespace } }) => ({
    ...surroundings({ namespace, folder: folderOf(entry) }),
    at,
    honoursLocalConfig: honoursLocalConfig(entry),
    isPatch: mayHold(entry, '$') && isPatch(object),
  });
};
