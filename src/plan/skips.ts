import { type Fields, isList, isMap, type Value } from '../data/value.ts';
import type { Fact } from './findings.ts';
import { field, isTrue, maps, podField } from './pod.ts';

type Skip = (pod: Fields, annotations: Fields) => Fact | undefined;

const isWindows = (value: Value): boolean => value === 'windows';

/** What a node is asked to be by its operating system's label, under its old name too. */
const OS_LABELS = ['kubernetes.io/os', 'beta.kubernetes.io/os'] as const;

/** Whether every term of a required node affinity asks for Windows; the terms are alternatives. */
const isBoundToWindows = (pod: Fields): boolean => {
  const affinity = field(podField(pod, 'affinity'), 'nodeAffinity');
  const required = field(affinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  const terms = maps(field(required, 'nodeSelectorTerms'));
  const asksForWindows = (expression: Fields): boolean => {
    const values = field(expression, 'values');
    return (
      OS_LABELS.some((label) => label === field(expression, 'key')) &&
      field(expression, 'operator') === 'In' &&
      isList(values) &&
      values.length > 0 &&
      values.every(isWindows)
    );
  };
  return (
    terms.length > 0 &&
    terms.every((term) => maps(field(term, 'matchExpressions')).some(asksForWindows))
  );
};

const isForWindows = (pod: Fields): boolean =>
  isWindows(field(podField(pod, 'os'), 'name')) ||
  OS_LABELS.some((label) => isWindows(field(podField(pod, 'nodeSelector'), label))) ||
  isMap(field(podField(pod, 'securityContext'), 'windowsOptions')) ||
  isBoundToWindows(pod);

/** CRI-O's annotations, the newer one first, which takes precedence. */
const CRIO = ['shm-size.crio.io', 'io.kubernetes.cri-o.ShmSize'] as const;

/** Why a pod has no use for a `/dev/shm` of ours, whatever the config says. */
export const skips: readonly Skip[] = [
  (pod) => (isTrue(podField(pod, 'hostIPC')) ? { code: 'host-ipc' } : undefined),
  (pod) => (isForWindows(pod) ? { code: 'windows' } : undefined),
  (pod) =>
    /^system-.*-critical$/.test(String(podField(pod, 'priorityClassName') ?? ''))
      ? { code: 'system-critical' }
      : undefined,
  (_, annotations) => {
    const annotation = CRIO.find((name) => Object.hasOwn(annotations, name));
    return annotation && { code: 'crio-shm-size', annotation };
  },
  (_, annotations) =>
    Object.keys(annotations).some((name) => name.startsWith('run.googleapis.com/'))
      ? { code: 'cloud-run' }
      : undefined,
];
