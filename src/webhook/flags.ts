import type { Flags } from '../cli/command.ts';
import { runFlags } from '../cli/run.ts';

export const ON_ERROR = ['admit', 'reject'] as const;

/** The flags of `inject-shm webhook` that are no fields of the config. */
export const webhookFlags = {
  'cert-dir': { metavar: 'DIR', isFile: true, doc: 'tls.crt and tls.key, as in a Secret.' },
  host: { metavar: 'ADDRESS', doc: 'Where to listen. Default: 0.0.0.0.' },
  port: { metavar: 'N', doc: 'The port for the API server. Default: 9443.' },
  'metrics-port': { metavar: 'N', doc: 'The port for the kubelet and Prometheus. Default: 8080.' },
  'on-error': {
    metavar: 'WHAT',
    values: ON_ERROR,
    doc: 'A pod with a broken annotation: admit it as it came, or reject it. Default: admit.',
  },
  'fn-config': runFlags['fn-config'],
} as const satisfies Flags;

/** The flags of `inject-shm webhook certificates`. */
export const certificateFlags = {
  service: { metavar: 'NAME', doc: 'The Service that the API server calls.' },
  namespace: { metavar: 'NAME', doc: 'The namespace of that Service.' },
  out: { metavar: 'DIR', isFile: true, doc: 'The folder that they are written to.' },
  days: { metavar: 'N', doc: 'How long they are valid. Default: 3650.' },
} as const satisfies Flags;
