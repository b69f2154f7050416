import type { Code } from '../result.ts';
import type { Fields } from '../data/value.ts';
import { field, isTrue, podField } from './pod.ts';

interface Skip {
  readonly code: Code;
  readonly message: string;
  readonly applies: (pod: Fields, annotations: Fields) => boolean;
}

export const skips: readonly Skip[] = [
  {
    code: 'host-ipc',
    message: 'no /dev/shm is injected: with `hostIPC` the pod uses that of the host',
    applies: (pod) => isTrue(podField(pod, 'hostIPC')),
  },
  {
    code: 'windows',
    message: 'no /dev/shm is injected: a Windows pod has none',
    applies: (pod) =>
      field(podField(pod, 'os'), 'name') === 'windows' ||
      field(podField(pod, 'nodeSelector'), 'kubernetes.io/os') === 'windows',
  },
  {
    code: 'system-critical',
    message: 'no /dev/shm is injected: the pod is critical to the system',
    applies: (pod) => /^system-.*-critical$/.test(String(podField(pod, 'priorityClassName') ?? '')),
  },
  {
    code: 'crio-shm-size',
    message: 'no /dev/shm is injected: the annotation io.kubernetes.cri-o.ShmSize already sizes it',
    applies: (_, annotations) => Object.hasOwn(annotations, 'io.kubernetes.cri-o.ShmSize'),
  },
];
