/** How bad a result is; an error makes the run fail. */
export type Severity = 'error' | 'warning' | 'info';

interface CodeDoc {
  readonly severity: Severity;
  readonly meaning: string;
  readonly remedy: string;
}

const doc = (severity: Severity, meaning: string, remedy: string): CodeDoc => ({
  severity,
  meaning,
  remedy,
});

/** Every result code with its severity, its meaning and its remedy: the table in docs/results.md. */
// oxfmt-ignore
export const codeTable = {
  injected: doc('info', 'A volume was mounted at `/dev/shm`, or its size changed.', 'None needed.'),
  mounted: doc('info', 'A container got the mount that the others of its pod have.', 'None needed.'),
  'limit-injected': doc('info', 'A container got a memory limit; the API server will set its request to it as well.', 'Write a limit of your own if it does not fit.'),
  completed: doc('info', "A memory volume of the author's got a `sizeLimit`.", 'None needed.'),
  'taken-back': doc('info', 'What an earlier run had written was taken back.', 'None needed.'),
  released: doc('info', 'Somebody changed what an earlier run had written; it is theirs now.', 'Remove it to have it injected anew.'),
  summary: doc('info', 'How many workloads changed, and what that does in a cluster.', 'None needed.'),
  'would-change': doc('error', 'With `mode: check`: what inject would change.', 'Run without `mode: check` and commit the result.'),
  'no-memory-limit': doc('warning', 'No memory limit is known for a container.', 'Give it `resources.limits.memory`, or set `defaultMemoryLimit`.'),
  'oom-risk': doc('warning', 'A container may be OOM-killed before its memory volumes are full.', 'Raise its memory limit, or lower `ratio` or `size`.'),
  unbounded: doc('warning', "The author's memory volume at `/dev/shm` has no usable `sizeLimit`.", 'Set the `sizeLimit` named, or `existing: complete`.'),
  'disk-backed': doc('warning', 'An emptyDir on disk is mounted at `/dev/shm`.', 'Add `medium: Memory` and a `sizeLimit`.'),
  'huge-pages': doc('info', 'A volume of huge pages is mounted at `/dev/shm`.', 'None, if it is meant.'),
  'unaligned-size': doc('warning', 'The `sizeLimit` at `/dev/shm` is no whole page: a full volume has its pod evicted.', 'Set the whole Mi that is named.'),
  'host-path': doc('info', 'A hostPath is mounted at `/dev/shm`.', 'None, if it is meant.'),
  'host-ipc': doc('info', "The pod uses the host's `/dev/shm` (`hostIPC`).", 'Drop `hostIPC` to have one injected.'),
  windows: doc('info', 'Windows pods have no `/dev/shm`.', 'None needed.'),
  'controlled-object': doc('info', 'A mirror pod, or an object that a controller owns.', 'Change its owner.'),
  'system-critical': doc('info', 'A pod of a `system-*-critical` priority class.', 'None needed.'),
  'crio-shm-size': doc('info', 'CRI-O sizes `/dev/shm` by the annotation `shm-size.crio.io` or `io.kubernetes.cri-o.ShmSize`.', 'Drop the annotation to have it injected.'),
  'cloud-run': doc('info', 'Cloud Run refuses mounts below `/dev`.', 'None needed.'),
  'partial-object': doc('warning', 'A patch, or another part of an object, is no workload: it is left alone.', 'Run behind what completes it, such as `kustomize build`.'),
  'operator-owned': doc('info', "The kind's operator mounts its own `/dev/shm`.", "Use the operator's own field."),
  'below-default': doc('info', 'The size would be no more than the 64Mi that every container has.', 'Raise the limit or the ratio, or set `minSize`.'),
  'min-size-ignored': doc('info', '`minSize` is at or above the limit that the size comes from.', 'Raise the limit, or lower `minSize`.'),
  'limit-clamped': doc('info', 'A LimitRange or `maxMemoryLimit` bounds the limit that is injected.', 'Ask for a limit within the bounds, or change them.'),
  'limit-refused': doc('warning', 'The API server would not take the pod with the limit that is asked for, so none is injected.', 'Set limits by hand that are allowed, or change what bounds them.'),
  'limit-range-conflict': doc('warning', 'A LimitRange gives a container a limit below its request: the API server refuses such a pod.', 'Give it `resources.limits.memory`.'),
  'quota-counts': doc('warning', 'A ResourceQuota counts the memory limits that are injected.', 'See that it has room for them in every pod.'),
  'accelerator-limit': doc('warning', 'A container with an accelerator gets no default limit.', 'Give it a limit, or the annotation `inject-shm.dev/memory-limit`.'),
  'vpa-drift': doc('warning', 'A VerticalPodAutoscaler will move the limit and leave the size.', 'Set its `controlledValues: RequestsOnly`.'),
  'immutable-template': doc('warning', 'The API server refuses the change where the object already exists.', 'Recreate it, or leave it out with `excludeKinds`.'),
  'uncovered-kind': doc('info', 'A kind outside the table seems to hold a PodSpec.', 'Cover it with `podSpecs`.'),
  'uncovered-pod': doc('warning', 'A pod of a covered kind is left alone: it is written in a way that cannot be changed.', 'Write it as the message says.'),
  'ask-for-kind': doc('info', 'A kind that is covered only where it is asked for is left alone.', 'Name it in `kinds`, as in `*,RayCluster`.'),
  'needs-shm': doc('warning', 'Something in the pod needs more than 64Mi of shared memory; as an info, why it was selected.', 'Give it a memory limit, or a size by `inject-shm.dev/size`.'),
  'ratio-one': doc('warning', 'With a ratio of 1 a full `/dev/shm` leaves the process no memory.', 'Use a ratio below 1.'),
  'bad-record': doc('warning', 'The record of earlier changes cannot be read.', 'Remove the annotation `inject-shm.dev/injected` and what it names.'),
  'invalid-annotation': doc('error', 'An annotation of ours has a value that is not allowed.', 'Correct it as the message says.'),
  'invalid-quantity': doc('error', 'A memory limit or request is no Quantity.', 'Correct it as the message says.'),
  'not-editable': doc('error', 'The text has a form that cannot be edited safely; the workload stays as it was.', 'Change the text as the message says.'),
  'invalid-config': doc('error', 'The functionConfig or a flag is not valid; nothing was changed.', 'Correct it as the message says.'),
} as const satisfies Readonly<Record<string, CodeDoc>>;

/** The stable name of what a result says. */
export type Code = keyof typeof codeTable;

export const codes: readonly string[] = Object.keys(codeTable);
