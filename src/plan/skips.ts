import type { Fields } from '../data/value.ts';
import type { Fact } from './findings.ts';
import { field, isTrue, podField } from './pod.ts';

interface Skip {
  readonly fact: Fact;
  readonly applies: (pod: Fields, annotations: Fields) => boolean;
}

/** Pods that have no use for a `/dev/shm` of ours, whatever the config says. */
export const skips: readonly Skip[] = [
  {
    fact: { code: 'host-ipc' },
    applies: (pod) => isTrue(podField(pod, 'hostIPC')),
  },
  {
    fact: { code: 'windows' },
    applies: (pod) =>
      field(podField(pod, 'os'), 'name') === 'windows' ||
      field(podField(pod, 'nodeSelector'), 'kubernetes.io/os') === 'windows',
  },
  {
    fact: { code: 'system-critical' },
    applies: (pod) => /^system-.*-critical$/.test(String(podField(pod, 'priorityClassName') ?? '')),
  },
  {
    fact: { code: 'crio-shm-size' },
    applies: (_, annotations) => Object.hasOwn(annotations, 'io.kubernetes.cri-o.ShmSize'),
  },
];
