import type { Config } from '../config.ts';
import {
  annotation,
  bytesOf,
  everyContainer,
  initContainers,
  isShm,
  memoryOf,
  namedBy,
  type Named,
} from './cel.ts';
import type { Inputs } from './settings.ts';

const selected = ({ containers, excludeContainers }: Config): readonly string[] =>
  namedBy('c.name', containers, excludeContainers);

const filtered = (list: string, conditions: readonly string[]): string =>
  conditions.length === 0 ? list : `${list}.filter(c,\n  ${conditions.join(' &&\n  ')})`;

/** Which containers get the mount, and which of them count. */
export const containersOf = (config: Config): readonly Named[] => [
  {
    name: 'annotations',
    comment: "The Pod's annotations.",
    expression: 'object.metadata.?annotations.orValue({})',
  },
  {
    name: 'containers',
    comment: 'The containers that may count.',
    expression: filtered('object.spec.containers', selected(config)),
  },
  {
    name: 'inits',
    comment: config.initContainers
      ? 'Init containers and sidecars get the mount, and never count.'
      : 'Sidecars get the mount, and never count.',
    expression: filtered(initContainers, [
      ...selected(config),
      ...(config.initContainers ? [] : ['c.?restartPolicy.orValue("") == "Always"']),
    ]),
  },
  {
    name: 'admitted',
    comment: `Size and counting containers as an earlier evaluation wrote them: one that came later never counts.`,
    expression: annotation('admitted', '"-;" + variables.containers.map(c, c.name).join(",")'),
  },
  {
    name: 'counting',
    comment: 'The containers that count.',
    expression: `variables.containers.filter(c,
  c.name in variables.admitted.split(";")[1].split(","))`,
  },
];

/** The list of containers whose limits are asked for: those that count, and a sidecar that `sizeFrom` names. */
export const measuredBy = ({ sizeFrom }: Pick<Inputs, 'sizeFrom'>): string =>
  sizeFrom === undefined ? 'variables.counting' : 'variables.measured';

/** Whether `sizeFrom` chooses by size: a container that is called max or min is not named by it. */
export const isBySize = (sizeFrom: string): string => `${sizeFrom} in ["max", "min"]`;

/** Whether `sizeFrom` names the container `c`. */
export const isNamed = (sizeFrom: string): string =>
  sizeFrom.startsWith('"')
    ? `c.name == ${sizeFrom}`
    : `!(${isBySize(sizeFrom)}) && c.name == ${sizeFrom}`;

const measured = (sizeFrom: string): Named => ({
  name: 'measured',
  comment: 'Those whose limits are looked at: the counting ones, and a sidecar that is named.',
  expression: `variables.counting.size() == 0 ? [] : variables.counting +
  variables.inits.filter(c, c.?restartPolicy.orValue("") == "Always" && ${isNamed(sizeFrom)})`,
});

/** The limits that are known without a default, in bytes, by container. */
export const knownLimits = (inputs: Inputs): readonly Named[] => {
  const { sizeFrom } = inputs;
  return [
    ...(sizeFrom === undefined ? [] : [measured(sizeFrom)]),
    {
      name: 'own',
      comment: 'Their memory limits in bytes; 0 is none.',
      expression: `${measuredBy(inputs)}.transformMapEntry(i, c,
  {c.name: ${bytesOf(memoryOf('limits'))}})`,
    },
    {
      name: 'podLimit',
      // One of a container above it is refused, so that it bounds nothing here.
      comment: "The pod's own limit in bytes, for containers without one; 0 is none.",
      expression: bytesOf('quantity(object.spec.?resources.?limits[?"memory"].orValue("0"))'),
    },
    {
      name: 'known',
      comment: 'The limits that are known, in bytes by container.',
      expression: `variables.own.transformMap(name, bytes, bytes > 0 || variables.podLimit > 0,
  bytes > 0 ? bytes : variables.podLimit)`,
    },
  ];
};

/** What is at `/dev/shm`: something only where an earlier evaluation put it there, or what came beside it. */
export const present: Named = {
  name: 'present',
  comment: 'What is at /dev/shm: from an earlier evaluation, or what another webhook added.',
  expression: `${everyContainer}.map(c,
  c.?volumeMounts.orValue([]).filter(m, ${isShm('m.mountPath')})
    .map(m, {"container": c.name, "volume": m.name}) +
  c.?volumeDevices.orValue([]).filter(d, ${isShm('d.devicePath')})
    .map(d, {"container": c.name, "volume": d.name})).flatten()`,
};
