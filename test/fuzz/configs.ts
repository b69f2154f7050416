import fc from 'fast-check';
import { anyFlags, type Flags, flagsOf } from '../arbitrary/flags.ts';
import { flagMemory } from '../arbitrary/quantity.ts';

/** The fields that select workloads, bound them, or say how results are told. */
const rest = flagsOf(15, {
  'max-memory-limit': flagMemory,
  'locked-annotations': fc.constantFrom('size', 'ratio,memory-limit', 'inject', '*'),
  kinds: fc.constantFrom('*', 'Deployment,Pod', 'apps/StatefulSet', '*,RayCluster'),
  'exclude-kinds': fc.constantFrom('Job', 'core/Pod', '*'),
  namespaces: fc.constantFrom('*', 'team-*', 'default'),
  'exclude-namespaces': fc.constantFrom('team-?', 'kube-*'),
  names: fc.constantFrom('*', 'web', '*b'),
  'exclude-names': fc.constantFrom('db', 'run-*'),
  'label-selector': fc.constantFrom('app', 'app=x', '!app', 'tier notin (0755)', 'app in (x,y)'),
  'pod-specs': fc.constantFrom(
    'example.com/Thing:spec',
    'core/ConfigMap:data',
    'apps/Deployment:spec.template',
  ),
  severity: fc.constantFrom(
    'oom-risk=error',
    'no-memory-limit=ignore',
    'immutable-template=warning',
  ),
  mode: fc.constantFrom('inject', 'check', 'remove'),
});

/** Every field of the config, each now and then. */
export const configs: fc.Arbitrary<Flags> = fc
  .tuple(anyFlags, rest)
  .map(([some, more]) => ({ ...some, ...more }));
