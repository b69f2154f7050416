import { type Config, prefix } from '../config.ts';
import type { PolicyOptions } from './options.ts';
import { conditionsOf } from './conditions.ts';
import { containersOf, knownLimits, present } from './counting.ts';
import { namespaceSelectorOf, objectSelectorOf } from './match.ts';
import { mutationOf, validity, volumeVariables } from './mutation.ts';
import { commented, listed, print } from './print.ts';
import { settingsOf } from './settings.ts';
import { sizeVariables } from './size.ts';

const POD_CREATION = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['pods'],
};

const bodyOf = (config: Config) => {
  const settings = settingsOf(config);
  const variables = [
    ...containersOf(config),
    ...settings.variables,
    validity(settings.valid),
    ...knownLimits,
    present,
    ...sizeVariables(config, settings),
    ...volumeVariables(config),
  ];
  return {
    matchConditions: listed(conditionsOf(config)),
    variables: listed(variables),
    mutations: [
      {
        patchType: 'ApplyConfiguration',
        applyConfiguration: { expression: mutationOf(settings.inputs) },
      },
    ],
  };
};

const which = ({ namespaces }: PolicyOptions): string =>
  namespaces === 'enabled'
    ? `in namespaces labelled ${prefix}inject: enabled`
    : `in all namespaces but those labelled ${prefix}inject: disabled and the system's`;

const about = (config: Config, options: PolicyOptions, since: string): string =>
  `Gives every Pod ${which(options)} a /dev/shm of ${config.ratio.text} of its memory limit.
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
        matchConstraints: { resourceRules: [POD_CREATION], ...objectSelectorOf(config) },
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
          resourceRules: [POD_CREATION],
          namespaceSelector: namespaceSelectorOf(options),
          ...objectSelectorOf(config),
        },
        ...bodyOf(config),
      },
    },
  ]);
