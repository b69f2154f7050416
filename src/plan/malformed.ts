import { flatMap } from '../data/list.ts';
import { type Fields, isList, isMap, type Value } from '../data/value.ts';
import { finding, type Finding } from './findings.ts';
import { isTemplate } from './memory.ts';
import { type Container, containerField, field, maps, podField } from './pod.ts';
import { placeOf } from './written.ts';

const isListOrNone = (value: Value): boolean =>
  value === null || value === undefined || isList(value);

const isMapOrNone = (value: Value): boolean =>
  value === null || value === undefined || isMap(value);

type Report = (path: string, what: string, currentValue: Value) => Finding;

/** Lists of which the items are known by their names: two of a name cannot be told apart. */
const namesakes = (
  list: string,
  names: readonly Value[],
  placeAt: (at: number) => string,
  report: Report,
): readonly Finding[] => {
  if (new Set(names).size === names.length) return [];
  return names.flatMap((name, at) => {
    const first = names.indexOf(name);
    const what = `name of its own among the ${list}; ${placeAt(first)} has it too`;
    return first === at ? [] : [report(`${placeAt(at)}.name`, what, name)];
  });
};

const malformedContainer = (container: Container, report: Report): readonly Finding[] => {
  const { value } = container;
  const at = placeOf(container);
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
  const report: Report = (path, must, currentValue) =>
    finding(
      { code: 'not-editable', cause: 'form', path, must },
      { field: { path: `${place}.${path}`, currentValue } },
    );
  const lists = (['containers', 'initContainers', 'volumes'] as const).filter(
    (name) => !isListOrNone(podField(pod, name)),
  );
  const names = containers.map(({ name }) => name);
  const volumes = maps(podField(pod, 'volumes')).map((volume) => volume['name']);
  const containerAt = (at: number): string => (containers[at] ? placeOf(containers[at]) : '');
  return [
    ...lists.map((name) => report(name, 'list', podField(pod, name))),
    ...namesakes('containers', names, containerAt, report),
    ...namesakes('volumes', volumes, (at) => `volumes[${at}]`, report),
    ...flatMap(containers, (container) => malformedContainer(container, report)),
  ];
};
