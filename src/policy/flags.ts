import type { Flags } from '../cli/command.ts';
import { runFlags } from '../cli/run.ts';

export const TARGETS = ['kubernetes', 'kyverno'] as const;
export const NAMESPACES = ['enabled', 'all'] as const;

/** The flags of `inject-shm policy` that are no fields of the config. */
export const policyFlags = {
  'fn-config': runFlags['fn-config'],
  name: { metavar: 'NAME', doc: 'What the policy is called. Default: inject-shm.' },
  for: {
    metavar: 'TARGET',
    values: TARGETS,
    doc: 'Who runs it: kubernetes (1.36 and later) or kyverno. Default: kubernetes.',
  },
  'for-namespaces': {
    metavar: 'WHICH',
    values: NAMESPACES,
    doc: 'Those labelled inject-shm.dev/inject: enabled, or all but those disabled.',
  },
} as const satisfies Flags;
