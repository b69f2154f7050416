import type { Facts } from './facts.ts';
import { SHM } from './pod.ts';

// What there is to say of what an earlier run wrote.

export const takenBackText = (fact: Facts['taken-back']): string => {
  switch (fact.what) {
    case 'volume':
      return `the injected \`${SHM}\` (volume "${fact.volume}") is taken back`;
    case 'rest':
      return `what was left of the injected ${SHM} (volume "${fact.volume}") is taken back`;
    case 'size':
      return `the \`sizeLimit\` of memory volume "${fact.volume}" is taken back`;
    case 'mount':
      return `volume "${fact.volume}" is no longer mounted at ${SHM} in ${fact.where}`;
    case 'limit':
      return `the injected memory limit ${fact.limit} of container "${fact.container}" is taken back`;
  }
};

export const releasedText = (fact: Facts['released']): string => {
  if (fact.what === 'lost-limit')
    return `the injected memory limit ${fact.limit} of container "${fact.container}" cannot be found: there is no such container any more; if it was renamed, its limit stays`;
  const what =
    fact.what === 'volume'
      ? `what was injected at ${SHM} (volume "${fact.volume}")`
      : `the injected memory limit of container "${fact.container}"`;
  return `${what} has been changed since; it is left alone from now on`;
};

export const badRecordText = (fact: Facts['bad-record']): string =>
  fact.record === 'unreadable'
    ? `the annotation inject-shm.dev/injected is not used: ${fact.why}; remove it, and by hand what it stands for`
    : `what is recorded stays: kind ${fact.kind} is not covered by this config; give the \`podSpecs\` that it was injected with`;
