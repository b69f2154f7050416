import { isList, type Fields, type Value } from '../data/value.ts';
import type { Context } from './context.ts';
import { type Finding, finding } from './findings.ts';
import { type Container, field, hasImage, maps } from './pod.ts';
import type { Workload } from './workload.ts';

/** That what looks like a workload is a part of one: a patch, or a pod that something else completes. */
export const partialIn = (
  { isPatch }: Context,
  { object, kind, row }: Workload,
  containers: readonly Container[],
): Finding | undefined => {
  if (isPatch) return finding({ code: 'partial-object', why: 'directive' });
  if (row.imageByOperator === true) return undefined;
  const bare = containers.filter((each) => !hasImage(each));
  const triggered = bare.length > 0 && kind === 'DeploymentConfig' ? triggeredIn(object) : [];
  const part = bare.find(({ name }) => !triggered.includes(name));
  return part && finding({ code: 'partial-object', why: 'image', container: part.name });
};

/** The containers of a DeploymentConfig whose images OpenShift sets when an image stream changes. */
const triggeredIn = (object: Fields): readonly Value[] =>
  maps(field(field(object, 'spec'), 'triggers'))
    .filter((each) => field(each, 'type') === 'ImageChange')
    .map((each) => field(field(each, 'imageChangeParams'), 'containerNames'))
    .flatMap((names) => (isList(names) ? names : []));
