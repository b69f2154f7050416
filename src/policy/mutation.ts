import { ADMITTED, type Config } from '../config.ts';
import { everyContainer, literal, literals, type Named } from './cel.ts';
import type { Inputs } from './settings.ts';

/** How many names are tried for the volume. A pod that has all of them is left. */
const NAMES = 9;

const candidates = (name: string): string =>
  literals([name, ...Array.from({ length: NAMES - 1 }, (_, i) => `${name}-${i + 2}`)]);

/** The volume: ours from before, else one of a free name. */
export const volumeVariables = ({ volumeName }: Config): readonly Named[] => [
  {
    name: 'taken',
    comment: `Names of volumes, but for a memory volume "${volumeName}" that nobody mounts: that is the one.`,
    expression: `object.spec.?volumes.orValue([])
  .filter(v, v.name != ${literal(volumeName)} || v.?emptyDir.?medium.orValue("") != "Memory").map(v, v.name) +
${everyContainer}.map(c, c.?volumeMounts.orValue([]).map(m, m.name)).flatten()`,
  },
  {
    name: 'volumes',
    comment:
      'The first name to take; where something is at /dev/shm, only our volume from before will do.',
    expression: `variables.present.size() == 0
  ? ${candidates(volumeName)}.filter(name, !(name in variables.taken))
  : object.spec.?volumes.orValue([]).filter(v, variables.present.exists(p, p.volume == v.name) &&
      v.?emptyDir.?medium.orValue("") == "Memory" &&
      v.emptyDir.?sizeLimit.orValue("") == variables.admitted.split(";")[0]).map(v, v.name)`,
  },
];

export const validity = (conditions: readonly string[]): Named => ({
  name: 'valid',
  comment:
    'Whether the annotations say something that can be followed; else the pod stays as it is.',
  expression: [
    'variables.admitted.matches("^(-|[0-9]+[KMGTPE]i);[-a-z0-9,]*$")',
    ...conditions,
  ].join(' &&\n'),
});

const mount = (list: string): string =>
  `volumeMounts: [Object.spec.${list}.volumeMounts{name: variables.volumes[0], mountPath: "/dev/shm"}]`;

const mounts = (list: string): string => `Object.spec.${list}{
          name: c.name,
          ${mount(list)}
        }`;

/** A request that the API server made of a limit of 0 would stay 0. */
const limited = `Object.spec.containers{
          name: c.name,
          resources: Object.spec.containers.resources{
            limits: {"memory": variables.defaults[c.name]},
            ?requests: c.?resources.?requests[?"memory"].orValue("") == "0"
              ? optional.of({"memory": variables.defaults[c.name]}) : optional.none()
          },
          ${mount('containers')}
        }`;

/** What the API server merges into the pod, by the names of containers and volumes. */
export const mutationOf = ({ missingLimit }: Config, { hasDefaults }: Inputs): string => {
  const container = !hasDefaults
    ? mounts('containers')
    : `c.name in variables.defaults ? ${limited} : ${mounts('containers')}`;
  const free = '!variables.present.exists(p, p.container == c.name)';
  const isLeft =
    missingLimit === 'error' ? '!variables.valid || variables.refused' : '!variables.valid';
  return `${isLeft} || variables.size != "-" && variables.volumes.size() == 0 ? Object{} : Object{
  metadata: Object.metadata{
    annotations: {${literal(ADMITTED)}: variables.size + ";" + variables.admitted.split(";")[1]}
  },
  ?spec: variables.size == "-" ? optional.none() : optional.of(Object.spec{
    volumes: [Object.spec.volumes{
      name: variables.volumes[0],
      emptyDir: Object.spec.volumes.emptyDir{medium: "Memory", sizeLimit: variables.size}
    }],
    containers: variables.containers.filter(c, ${free}).map(c,
        ${container}),
    initContainers: variables.inits.filter(c, ${free}).map(c,
        ${mounts('initContainers')})
  })
}`;
};
