import { type Config, prefix } from '../config.ts';
import { everyContainer, isShm, literal, literals, namedBy, type Named } from './cel.ts';

/** The annotations that a policy reads; the rest of those that a workload may use is for other ways of injecting. */
const READ = ['inject', 'ratio', 'size', 'size-from', 'fallback-size'] as const;

/** Whether workloads may use an annotation. */
export const isAllowed = (
  { lockedAnnotations: locks }: Config,
  name: (typeof READ)[number],
): boolean => !locks.includes(name) && !locks.includes('*');

const annotations = 'object.metadata.?annotations';

const OS_LABELS = literals(['kubernetes.io/os', 'beta.kubernetes.io/os']);

const asked = (config: Config): readonly Named[] =>
  isAllowed(config, 'inject')
    ? [
        {
          name: 'not-opted-out',
          comment:
            config.select === 'annotated'
              ? `Only pods that ask for it: ${prefix}inject: "true".`
              : `Pods may opt out: ${prefix}inject: "false".`,
          expression: `${annotations}[?"${prefix}inject"].orValue("${config.select === 'annotated' ? 'false' : 'true'}") == "true"`,
        },
      ]
    : [];

/** By name only: what their values are is seen to later. */
const annotationsKnown = (config: Config): Named => {
  const known = READ.filter((name) => isAllowed(config, name));
  const names = ['injected', 'admitted', ...known].map((name) => prefix + name);
  return {
    name: 'annotations-known',
    comment: 'A pod with an annotation that this policy cannot follow stays as it is.',
    expression: `${annotations}.orValue({}).all(name, !name.startsWith(${literal(prefix)}) ||
  name in ${literals(names)})`,
  };
};

/** Pods of which the platform, the node or the runtime decides; the arguments are expressions. */
export const skipsOf = (pod: string, annotationsOfPod: string): readonly Named[] => [
  {
    name: 'no-host-ipc',
    comment: "With hostIPC a pod uses the host's /dev/shm.",
    expression: `!${pod}.?hostIPC.orValue(false)`,
  },
  {
    name: 'no-windows',
    comment: 'Windows has no /dev/shm.',
    expression: `${pod}.?os.?name.orValue("") != "windows" &&
!${pod}.?securityContext.?windowsOptions.hasValue() &&
${OS_LABELS}.all(label, ${pod}.?nodeSelector[?label].orValue("") != "windows") &&
!${pod}.?affinity.?nodeAffinity.?requiredDuringSchedulingIgnoredDuringExecution.?nodeSelectorTerms
  .optMap(terms, terms.all(term, term.?matchExpressions.orValue([]).exists(e,
    e.key in ${OS_LABELS} && e.operator == "In" && e.?values.orValue([]).all(os, os == "windows")))).orValue(false)`,
  },
  {
    name: 'not-critical',
    comment: 'Pods that the system depends on are left alone.',
    expression: `!${pod}.?priorityClassName.orValue("").matches("^system-.*-critical$")`,
  },
  {
    name: 'not-sized-otherwise',
    comment:
      'Mirrors of static pods, /dev/shm sized by CRI-O, and Cloud Run, which refuses mounts there.',
    expression: `${annotationsOfPod}.all(name, !name.startsWith("run.googleapis.com/") &&
  !(name in ["kubernetes.io/config.mirror", "shm-size.crio.io", "io.kubernetes.cri-o.ShmSize"]))`,
  },
];

const unoccupied: Named = {
  name: 'no-shm-of-its-own',
  comment: `Something at /dev/shm that no earlier evaluation admitted is the author's, or was injected at render time.`,
  expression: `"${prefix}admitted" in ${annotations}.orValue({}) ||
!${everyContainer}.exists(c,
  c.?volumeMounts.orValue([]).exists(m, ${isShm('m.mountPath')}) ||
  c.?volumeDevices.orValue([]).exists(d, ${isShm('d.devicePath')}))`,
};

/** The namespaces of the config, which may have wildcards. */
export const namespaceConditions = ({
  namespaces: taken,
  excludeNamespaces,
}: Config): readonly Named[] => {
  const conditions = namedBy('request.namespace', taken, excludeNamespaces);
  return conditions.length === 0
    ? []
    : [
        {
          name: 'namespaces',
          comment: 'The namespaces of the config.',
          expression: conditions.join(' &&\n'),
        },
      ];
};

/** What a pod must meet to be looked at. Nothing else is evaluated for one that does not. */
export const conditionsOf = (config: Config): readonly Named[] => [
  ...namespaceConditions(config),
  ...asked(config),
  annotationsKnown(config),
  ...skipsOf('object.spec', `${annotations}.orValue({})`),
  unoccupied,
];
