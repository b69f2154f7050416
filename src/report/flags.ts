import type { Flags } from '../cli/command.ts';
import { runFlags } from '../cli/run.ts';
import { reportFormats } from '../format/formats.ts';

/** What `report` and `explain` read, as a run does. */
export const inputFlags = {
  'fn-config': runFlags['fn-config'],
  'no-config': runFlags['no-config'],
  exclude: runFlags.exclude,
  quiet: runFlags.quiet,
  verbose: { doc: 'Show the configs that are used, and all files that are left.' },
} as const satisfies Flags;

/** The flags of `inject-shm report` that are no fields of the config. */
export const reportFlags = {
  format: {
    metavar: 'FORMAT',
    values: reportFormats,
    doc: `How it prints: ${reportFormats.join(', ')}. Default: table.`,
  },
  base: {
    metavar: 'REF|PATH',
    isFile: true,
    doc: 'Compare with the same paths in a commit, or with a file or folder.',
  },
  budget: {
    metavar: 'QUANTITY',
    doc: 'Exit with 1 where the shared memory of all pods is above this, such as 64Gi.',
  },
  nodes: { metavar: 'N', doc: 'How many nodes there are: that many pods has a DaemonSet.' },
  stats: {
    metavar: 'FILE|FOLDER',
    isFile: true,
    isRepeated: true,
    doc: "Add how full it was, from kubelets' summaries. May be repeated.",
  },
  ...inputFlags,
} as const satisfies Flags;

export type InputFlag = keyof typeof inputFlags;
export type ReportFlag = keyof typeof reportFlags;
