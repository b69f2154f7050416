import { finding, type Finding } from '../result.ts';
import { type Fields, isList, isMap, type Value } from '../yaml/index.ts';
import { isTemplate } from './memory.ts';
import { type Container, containerField, field, maps, podField } from './pod.ts';

const isListOrNone = (value: Value): boolean =>
  value === null || value === undefined || isList(value);

const isMapOrNone = (value: Value): boolean =>
  value === null || value === undefined || isMap(value);

type Report = (path: string, what: string, currentValue: Value) => Finding;

/** Lists of which the items are known by their names: two of a name cannot be told apart. */
const namesakes = (
  list: string,
  items: readonly { readonly name: Value; readonly place: string }[],
  report: Report,
): readonly Finding[] => {
  const first = new Map(items.toReversed().map(({ name, place }) => [name, place] as const));
  const what = (other: string) => `name of its own among the ${list}; ${other} has it too`;
  return items.flatMap(({ name, place }) => {
    const other = first.get(name);
    return other === undefined || other === place
      ? []
      : [report(`${place}.name`, what(other), name)];
  });
};

const malformedContainer = (
  { value, list, index }: Container,
  report: Report,
): readonly Finding[] => {
  const at = `${list}[${index}]`;
  const mounts = containerField(value, 'volumeMounts');
  const resources = containerField(value, 'resources');
  const limits = field(resources, 'limits');
  const found: Finding[] = [];
  if (!isListOrNone(mounts)) found.push(report(`${at}.volumeMounts`, 'list', mounts));
  if (!isMapOrNone(resources) && !isTemplate(resources))
    found.push(report(`${at}.resources`, 'map', resources));
  if (!isMapOrNone(limits) && !isTemplate(limits))
    found.push(report(`${at}.resources.limits`, 'map', limits));
  return found;
};

/** Fields of a form that the API would refuse and that could not be edited without losing something. */
export const malformed = (
  pod: Fields,
  place: string,
  containers: readonly Container[],
): readonly Finding[] => {
  const report: Report = (path, what, currentValue) =>
    finding('not-editable', `${path} must be a ${what}`, {
      field: { path: `${place}.${path}`, currentValue },
    });
  const lists = (['containers', 'initContainers', 'volumes'] as const).filter(
    (name) => !isListOrNone(podField(pod, name)),
  );
  const volumes = maps(podField(pod, 'volumes')).map((volume, at) => ({
    name: volume['name'],
    place: `volumes[${at}]`,
  }));
  const names = containers.map(({ name, list, index }) => ({ name, place: `${list}[${index}]` }));
  return [
    ...lists.map((name) => report(name, 'list', podField(pod, name))),
    ...namesakes('containers', names, report),
    ...namesakes('volumes', volumes, report),
    ...containers.flatMap((container) => malformedContainer(container, report)),
  ];
};
