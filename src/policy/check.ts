import { type Config, prefix } from '../config.ts';
import type { PolicyOptions } from './options.ts';
import { isShm, type Named } from './cel.ts';
import { rulesOf } from './checked-kinds.ts';
import { namespaceConditions, skipsOf } from './conditions.ts';
import { namespaceSelectorOf, objectSelectorOf } from './match.ts';
import { commented, inline, listed, print } from './print.ts';
import { warningsOf } from './warnings.ts';

const conditionsOf = (config: Config): readonly Named[] => [
  ...namespaceConditions(config),
  {
    name: 'changed',
    comment: 'Other changes than of the spec were warned of before.',
    expression: `request.operation == "CREATE" || dyn(object).?spec != dyn(oldObject).?spec ||
dyn(object).?template != dyn(oldObject).?template`,
  },
  {
    name: 'not-controlled',
    comment: 'What a built-in workload made was warned of at that.',
    expression: `!object.metadata.?ownerReferences.orValue([]).exists(o,
  o.?controller.orValue(false) && o.apiVersion in ["v1", "apps/v1", "batch/v1"])`,
  },
];

const inject = (which: string): string => `${which}.?metadata.?annotations[?"${prefix}inject"]`;

const podVariables = (config: Config): readonly Named[] => [
  {
    name: 'template',
    comment: 'The Pod, or the template of one.',
    expression: `object.kind == "Pod" ? dyn(object)
  : object.kind == "PodTemplate" ? dyn(object).template
  : object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template
  : dyn(object).spec.template`,
  },
  { name: 'pod', comment: 'Its PodSpec.', expression: 'variables.template.spec' },
  {
    name: 'annotations',
    comment: 'Its annotations.',
    expression: 'variables.template.?metadata.?annotations.orValue({})',
  },
  {
    name: 'containers',
    comment: 'All of its containers.',
    expression: 'variables.pod.containers + variables.pod.?initContainers.orValue([])',
  },
  {
    name: 'looked',
    comment: 'Whether it is looked at: not opted out, and not of those that have none to size.',
    expression: [
      `${inject('variables.template')}.orValue(${inject('dyn(object)')}.orValue("${config.select === 'annotated' ? 'false' : 'true'}")) == "true"`,
      ...skipsOf('variables.pod', 'variables.annotations').map(({ expression }) => expression),
    ].join(' &&\n'),
  },
  {
    name: 'shm',
    comment: 'The volumes at /dev/shm.',
    expression: `!variables.looked ? [] : variables.pod.?volumes.orValue([]).filter(v,
  variables.containers.exists(c, c.?volumeMounts.orValue([]).exists(m,
    m.name == v.name && ${isShm('m.mountPath')})))`,
  },
  {
    name: 'what',
    comment: 'How warnings call the object.',
    expression: `object.kind + " " + object.metadata.?name.orValue(object.metadata.?generateName.orValue(""))`,
  },
];

const ABOUT = `Warns of a /dev/shm that may fill the node, lies on disk, ends in an OOM kill or is missing; it refuses nothing.
Made by inject-shm; do not edit it, make it anew. It needs Kubernetes 1.30.`;

/** A ValidatingAdmissionPolicy and its binding, which refuse nothing. */
export const validatingPolicy = (config: Config, options: PolicyOptions): string => {
  const warnings = warningsOf(config);
  const policy = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: options.name },
    spec: {
      failurePolicy: commented('It warns; it never refuses.', 'Ignore'),
      matchConstraints: { resourceRules: rulesOf(config), ...objectSelectorOf(config) },
      matchConditions: listed(conditionsOf(config)),
      variables: listed([
        ...podVariables(config),
        ...warnings.flatMap(({ variables }) => variables),
      ]),
      validations: warnings.map(({ code, text }) => ({
        expression: `${text} == ""`,
        message: code,
        messageExpression: text,
      })),
      auditAnnotations: warnings.map(({ code, text }, at) =>
        commented(at === 0 ? 'Of several failures the audit log itself keeps the first.' : '', {
          key: code,
          valueExpression: text,
        }),
      ),
    },
  };
  const binding = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: options.name },
    spec: {
      policyName: options.name,
      validationActions: inline(['Warn', 'Audit']),
      matchResources: { namespaceSelector: namespaceSelectorOf(options) },
    },
  };
  return print(ABOUT, [policy, binding]);
};
