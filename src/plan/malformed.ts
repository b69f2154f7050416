import { finding, type Finding } from '../result.ts';
import { type Fields, isList, isMap, type Value } from '../yaml/index.ts';
import { isTemplate } from './memory.ts';
import { type Container, containerField, field, podField } from './pod.ts';

const isListOrNone = (value: Value): boolean =>
  value === null || value === undefined || isList(value);

const isMapOrNone = (value: Value): boolean =>
  value === null || value === undefined || isMap(value);

/** A field of a form that the API would refuse and that could not be edited without losing it. */
export const malformed = (
  pod: Fields,
  place: string,
  containers: readonly Container[],
): readonly Finding[] => {
  const report = (path: string, what: string, currentValue: Value): Finding =>
    finding('not-editable', `${path} must be a ${what}`, {
      field: { path: `${place}.${path}`, currentValue },
    });
  const volumes = podField(pod, 'volumes');
  const lists = (['containers', 'initContainers'] as const).filter(
    (name) => !isListOrNone(podField(pod, name)),
  );
  const found = lists.map((name) => report(name, 'list', podField(pod, name)));
  if (!isListOrNone(volumes)) found.push(report('volumes', 'list', volumes));
  for (const [at, { name, value, list, index }] of containers.entries()) {
    const namesake = containers.slice(0, at).find((other) => other.name === name);
    if (namesake !== undefined)
      found.push(
        report(
          `${list}[${index}].name`,
          `name that ${namesake.list}[${namesake.index}] does not have`,
          name,
        ),
      );
    const mounts = containerField(value, 'volumeMounts');
    const resources = containerField(value, 'resources');
    const limits = field(resources, 'limits');
    if (!isListOrNone(mounts)) found.push(report(`${list}[${index}].volumeMounts`, 'list', mounts));
    if (!isMapOrNone(resources) && !isTemplate(resources))
      found.push(report(`${list}[${index}].resources`, 'map', resources));
    if (!isMapOrNone(limits) && !isTemplate(limits))
      found.push(report(`${list}[${index}].resources.limits`, 'map', limits));
  }
  return found;
};
