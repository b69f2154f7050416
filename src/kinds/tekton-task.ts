import { type Fields, isMap, type Value } from '../data/value.ts';
import {
  carry,
  carryItems,
  fieldsOf,
  inheriting,
  joined,
  listOf,
  type Refusal,
  type Renamed,
  type Shape,
  within,
} from './shape.ts';

/** What a step or a sidecar calls its resources: v1 has another name for them than the versions before. */
const resourcesIn = (parents: readonly Value[]): string => {
  const version = parents.map((each) => fieldsOf(each)['apiVersion']).findLast(Boolean);
  return version === 'tekton.dev/v1' ? 'computeResources' : 'resources';
};

const memoryIn = (resources: Value, of: 'limits' | 'requests'): Value =>
  fieldsOf(fieldsOf(resources)[of])['memory'];

const containerOf = (step: Fields, resources: string): Fields => {
  const { resources: _, [resources]: own, ...rest } = step;
  return Object.hasOwn(step, resources) ? { ...rest, resources: step[resources] ?? own } : rest;
};

/** A step with what the `stepTemplate` gives it. */
const stepOf = (step: Fields, template: Fields, resources: string): Fields => {
  const image = step['image'] ?? template['image'];
  const container = containerOf(step, resources);
  return inheriting(image === undefined ? container : { ...container, image }, {
    volumeMounts: listOf(template['volumeMounts']),
    limit: memoryIn(template[resources], 'limits'),
    request: memoryIn(template[resources], 'requests'),
  });
};

/** The record knows containers by their names, and a step by reference has its container elsewhere. */
const refusalOf = (containers: Value): Refusal | undefined => {
  const all = listOf(containers).filter(isMap);
  const names = all.map(({ name }) => name);
  if (all.some((each) => isMap(each['ref']))) return 'reference';
  if (names.some((name) => typeof name !== 'string' || name === '')) return 'nameless';
  return new Set(names).size < names.length ? 'namesakes' : undefined;
};

const each = (list: Value, change: (item: Fields) => Fields): readonly Value[] =>
  listOf(list).map((item) => (isMap(item) ? change(item) : item));

/**
 * A Task of Tekton: its steps are the containers of one pod, with the volumes of the Task. A limit in the `stepTemplate`
 * holds for the steps without one, and its mounts are theirs too. Sidecars are mounted and never count.
 */
export const tektonTask: Shape = (template, parents) => {
  const { steps, sidecars } = template;
  if (listOf(steps).length === 0) return undefined;
  const resources = resourcesIn(parents);
  const shared = fieldsOf(template['stepTemplate']);
  const sidecarOf = (sidecar: Fields) => ({
    ...containerOf(sidecar, resources),
    restartPolicy: 'Always',
  });
  const pod: Fields = {
    containers: each(steps, (step) => stepOf(step, shared, resources)),
    ...(listOf(sidecars).length === 0 ? {} : { initContainers: each(sidecars, sidecarOf) }),
    ...(Object.hasOwn(template, 'volumes') ? { volumes: template['volumes'] } : {}),
  };
  const refused = refusalOf(joined(steps, sidecars));
  const fields: readonly Renamed[] = [
    ['resources', resources],
    ['volumeMounts', 'volumeMounts'],
  ];
  const lists: readonly Renamed[] = [
    ['containers', 'steps'],
    ['initContainers', 'sidecars'],
  ];
  return {
    template,
    pod,
    annotations: {},
    taken: [],
    ...(refused === undefined ? {} : { refused }),
    write: (after) =>
      carry(
        lists.reduce(
          (task, [view, own]) =>
            within(task, own, (list) => carryItems(list, [pod[view], after[view]], 0, fields)),
          template,
        ),
        pod,
        after,
        [['volumes', 'volumes']],
      ),
    field: (path) =>
      path
        .replace(/^containers(?=\[)/, 'steps')
        .replace(/^initContainers(?=\[)/, 'sidecars')
        .replace(/^(\w+\[\d+\])\.resources\b/, `$1.${resources}`),
  };
};
