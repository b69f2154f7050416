import { type Config, prefix } from '../config.ts';
import { formatQuantity } from '../quantity.ts';
import type { PolicyOptions } from './options.ts';
import { neededBy } from './cel.ts';
import { conditionsOf } from './conditions.ts';
import { containersOf, knownLimits, present } from './counting.ts';
import { namespaceSelectorOf, objectSelectorOf } from './match.ts';
import { mutationOf, validity, volumeVariables } from './mutation.ts';
import { commented, inline, listed, print } from './print.ts';
import { settingsOf } from './settings.ts';
import { sizeVariables } from './size.ts';

const podCreation = () => ({
  apiGroups: inline(['']),
  apiVersions: inline(['v1']),
  operations: inline(['CREATE']),
  resources: inline(['pods']),
});

const bodyOf = (config: Config) => {
  const settings = settingsOf(config);
  const variables = [
    ...containersOf(config),
    ...settings.variables,
    validity(settings.valid),
    ...knownLimits(settings.inputs),
    present,
    ...sizeVariables(config, settings),
    ...volumeVariables(config),
  ];
  const expression = mutationOf(config, settings.inputs);
  return {
    matchConditions: listed(conditionsOf(config)),
    variables: listed(neededBy(expression, variables)),
    mutations: [
      commented('Merged into the Pod by the names of its containers and volumes.', {
        patchType: 'ApplyConfiguration',
        applyConfiguration: { expression },
      }),
    ],
  };
};

const which = ({ namespaces }: PolicyOptions): string =>
  namespaces === 'enabled'
    ? `in namespaces labelled ${prefix}inject: enabled`
    : `in all namespaces but those labelled ${prefix}inject: disabled and the system's`;

const sizeOf = ({ size, ratio }: Config): string =>
  size === undefined ? `${ratio.text} of its memory limit` : formatQuantity(size);

const about = (config: Config, options: PolicyOptions, since: string): string =>
  `Gives every Pod ${which(options)} a /dev/shm of ${sizeOf(config)}.
Made by inject-shm; do not edit it, make it anew. ${since}`;

const FAILURE = 'A Pod that cannot be evaluated is admitted as it is.';

/** A MutatingAdmissionPolicy and its binding. */
export const mutatingPolicy = (config: Config, options: PolicyOptions): string =>
  print(about(config, options, 'It needs Kubernetes 1.36.'), [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicy',
      metadata: { name: options.name },
      spec: {
        failurePolicy: commented(FAILURE, 'Ignore'),
        reinvocationPolicy: commented('Once more after webhooks that add a sidecar.', 'IfNeeded'),
        matchConstraints: { resourceRules: [podCreation()], ...objectSelectorOf(config) },
        ...bodyOf(config),
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicyBinding',
      metadata: { name: options.name },
      spec: {
        policyName: options.name,
        matchResources: { namespaceSelector: namespaceSelectorOf(options) },
      },
    },
  ]);

/** The same as Kyverno's MutatingPolicy, which needs no binding. */
export const kyvernoPolicy = (config: Config, options: PolicyOptions): string =>
  print(about(config, options, 'It needs Kyverno 1.19.'), [
    {
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'MutatingPolicy',
      metadata: { name: options.name },
      spec: {
        failurePolicy: commented(FAILURE, 'Ignore'),
        autogen: {
          podControllers: {
            controllers: commented('Pods only: else it would be tried on their templates.', []),
          },
        },
        matchConstraints: {
          resourceRules: [podCreation()],
          namespaceSelector: namespaceSelectorOf(options),
          ...objectSelectorOf(config),
        },
        ...bodyOf(config),
      },
    },
  ]);
