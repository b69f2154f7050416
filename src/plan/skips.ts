import type { Code } from '../result.ts';
import type { Fields } from '../yaml/index.ts';
import { field, isTrue, podField } from './pod.ts';

export const skips: readonly (readonly [
  Code,
  string,
  (pod: Fields, annotations: Fields) => boolean,
])[] = [
  [
    'host-ipc',
    'no /dev/shm is injected: with `hostIPC` the pod uses that of the host',
    (pod) => isTrue(podField(pod, 'hostIPC')),
  ],
  [
    'windows',
    'no /dev/shm is injected: a Windows pod has none',
    (pod) =>
      field(podField(pod, 'os'), 'name') === 'windows' ||
      field(podField(pod, 'nodeSelector'), 'kubernetes.io/os') === 'windows',
  ],
  [
    'system-critical',
    'no /dev/shm is injected: the pod is critical to the system',
    (pod) => /^system-.*-critical$/.test(String(podField(pod, 'priorityClassName') ?? '')),
  ],
  [
    'crio-shm-size',
    'no /dev/shm is injected: the annotation io.kubernetes.cri-o.ShmSize already sizes it',
    (_, annotations) => Object.hasOwn(annotations, 'io.kubernetes.cri-o.ShmSize'),
  ],
];
