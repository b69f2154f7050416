import type { Live } from '../kinds.ts';
import type { Refusal } from '../kinds/shape.ts';
import { formatQuantity } from '../quantity.ts';
import type { Code } from '../result/codes.ts';
import type { Facts } from './facts.ts';
import type { Fact, Finding } from './findings.ts';
import { clampedText, missingText, refusedText, remedies, riskText } from './limit-messages.ts';
import { badRecordText, releasedText, takenBackText } from './record-messages.ts';
import { container, containerNames, derivationText, originText, whyText } from './phrases.ts';
import { SHM } from './pod.ts';

// Every sentence about a plan is made here, from its data.

const unboundedText = ({ volume, sized, otherUse }: Facts['unbounded']): string => {
  const what = `memory volume "${volume}" at ${SHM} has no \`sizeLimit\``;
  if (sized === undefined)
    return `${what}, and no container that counts and mounts it has a known memory limit to derive one from: it may fill the node's memory; set one, or \`resources.limits.memory\``;
  if (otherUse === 'shared')
    return `${what}; by its containers' limits it would be ${sized.size}: ${derivationText(sized.why)}; set one by hand: other templates may use the volume too`;
  const use =
    otherUse === 'sub-path'
      ? 'it is mounted by subPath'
      : otherUse && `it is also mounted at ${otherUse.path}`;
  const remedy = use === undefined ? 'set it, or `existing: complete`' : `set one by hand: ${use}`;
  const basis = sized.why.start.from === 'ratio' ? "by its containers' limits " : '';
  return `${what}; ${basis}it would be ${sized.size}: ${derivationText(sized.why)}; ${remedy}`;
};

const injectedText = (fact: Facts['injected']): string => {
  if (fact.change === 'resized')
    return `\`${SHM}\` of ${fact.size}, no longer ${fact.was}: ${whyText(fact.why)}`;
  const where =
    fact.adopted === undefined ? '' : ` in volume "${fact.adopted}", which nobody mounted`;
  return `\`${SHM}\` of ${fact.size}${where}: ${whyText(fact.why)}; mounted in ${containerNames(fact.mounts)}`;
};

const notEditableText = (fact: Facts['not-editable']): string => {
  switch (fact.cause) {
    case 'form':
      return `${fact.path} must be a ${fact.must}`;
    case 'metadata':
      return `not changed: ${fact.path} must be a map`;
    case 'overlap':
      return `not changed: ${fact.inner} and ${fact.outer} are both taken for a PodSpec, and one is in the other; correct \`podSpecs\``;
    case 'text':
      return `not changed: ${fact.why} (line ${fact.line}, column ${fact.column})`;
  }
};

const effects: Readonly<Record<Live | 'recreated', (count: number) => string>> = {
  rolls: (count) => `${count} will roll ${count === 1 ? 'its' : 'their'} pods`,
  next: (count) => `${count} ${count === 1 ? 'gets' : 'get'} it in new pods only`,
  recreated: (count) => `${count} will be created anew`,
  immutable: (count) =>
    `${count} cannot be changed where ${count === 1 ? 'it exists' : 'they exist'}`,
  unknown: (count) => `${count} as ${count === 1 ? 'its' : 'their'} controller does`,
  'second-cluster': (count) => `${count} will start a second cluster beside the first`,
};

/** What the changes of a run do in a cluster; nothing where they do nothing that is known. */
export const effectsText = (counts: Facts['summary']['effects']): string | undefined =>
  counts.length === 0 ? undefined : counts.map(([live, count]) => effects[live](count)).join(', ');

const summaryText = ({ mode, changed, effects: counts }: Facts['summary']): string => {
  const verb = mode === 'check' ? 'would change' : 'changed';
  const what = `${verb} ${changed} workload${changed === 1 ? '' : 's'}`;
  const done = effectsText(counts);
  return done === undefined ? what : `${what}: ${done}`;
};

const uncoveredText = (fact: Facts['uncovered-kind']): string => {
  if ('remedy' in fact)
    return `kind ${fact.kind} holds pods and no PodSpec, and is left alone: ${fact.remedy}`;
  const { kind, group, paths } = fact;
  const places = paths.map((path) => `{apiGroup: "${group}", kind: ${kind}, path: "${path}"}`);
  return `kind ${kind} seems to hold a PodSpec and is left alone; to cover it: podSpecs: [${places.join(', ')}]`;
};

const uncoveredPods: Readonly<Record<Refusal, string>> = {
  inline:
    'the templates that are `inline` in its steps or tasks are left alone: put them under `templates` by a name',
  nameless:
    'left alone: a step or sidecar has no name, by which it could be recorded; give each one',
  namesakes:
    'left alone: steps and sidecars are recorded by name, and two have the same; give each its own',
  reference:
    'left alone: a step is a `ref`, and its container is elsewhere; write a memory-backed `emptyDir` into `volumes`, and a mount at /dev/shm into the steps and the StepAction',
};

const needsText = ({ needs, has, remedy }: Facts['needs-shm']): string => {
  const [first, ...others] = needs;
  const more =
    others.length === 0 ? '' : ` (and ${others.length} more sign${others.length === 1 ? '' : 's'})`;
  const what = `${first?.signal ?? 'it'} needs more than 64Mi at ${SHM}: ${first?.why ?? ''}${more}`;
  const hint = first?.hint === undefined ? '' : `; others give it ${first.hint}`;
  return has === 'more'
    ? what
    : `${what}${hint}; it has only what the runtime gives it: set \`resources.limits.memory\`${remedies[remedy]}`;
};

const mountedText = (fact: Facts['mounted']): string =>
  fact.who === 'one'
    ? `volume "${fact.volume}" mounted at ${SHM} in ${fact.where}`
    : `volume "${fact.volume}" mounted at ${SHM} in ${containerNames(fact.containers)} as well; its size stays`;

const withoutInjection = (why: string): string => `no ${SHM} is injected: ${why}`;

const words: { readonly [C in Code]: (fact: Facts[C]) => string } = {
  injected: injectedText,
  mounted: mountedText,
  'limit-injected': ({ container: name, limit, setsRequest }) =>
    `memory limit ${limit} for container "${name}"${setsRequest ? '; the API server will set its request to it as well' : ''}`,
  completed: ({ volume, size, why }) =>
    `\`sizeLimit\` ${size} for memory volume "${volume}" at ${SHM}: ${whyText(why)}`,
  'taken-back': takenBackText,
  released: releasedText,
  summary: summaryText,
  'would-change': ({ edit }) => neededText(edit),
  'no-memory-limit': (fact) =>
    missingText(fact) + (fact.keeps === true ? '; what was injected before stays' : ''),
  'oom-risk': riskText,
  unbounded: unboundedText,
  'disk-backed': ({ volume }) =>
    `volume "${volume}" at ${SHM} is an emptyDir that is not in memory: add \`medium: Memory\` and a \`sizeLimit\``,
  'huge-pages': ({ volume, medium }) =>
    `volume "${volume}" at ${SHM} is of huge pages (medium: ${medium}): it is left alone`,
  'unaligned-size': ({ volume, size, aligned }) =>
    `memory volume "${volume}" at ${SHM} has a \`sizeLimit\` of ${size}, which is no whole page: when it is full the pod is evicted instead of getting "no space left on device"; set ${aligned}`,
  'host-path': ({ volume }) =>
    `volume "${volume}" at ${SHM} is a hostPath: it is left alone, and nothing bounds it`,
  'host-ipc': () => withoutInjection('with `hostIPC` the pod uses that of the host'),
  windows: () => withoutInjection('a Windows pod has none'),
  'controlled-object': ({ owner }) =>
    withoutInjection(owner === undefined ? 'it is a mirror pod' : `${owner} controls it`),
  'system-critical': () => withoutInjection('the pod is critical to the system'),
  'crio-shm-size': ({ annotation }) =>
    withoutInjection(`the annotation ${annotation} already sizes it`),
  'cloud-run': () => withoutInjection('Cloud Run refuses mounts below /dev'),
  'partial-object': ({ why, container: name }) =>
    why === 'directive'
      ? 'left alone: it is a patch and not a whole object; run inject-shm behind what applies it'
      : `left alone: ${container(name ?? '')} has no image, so this seems to be a part of an object; run inject-shm behind what completes it`,
  'operator-owned': ({ why }) => why,
  'below-default': ({ mi, why }) =>
    withoutInjection(
      `${mi}Mi is no more than the 64Mi that every container has; it is ${derivationText(why)}`,
    ),
  'min-size-ignored': ({ minSize, basis }) =>
    `\`minSize\` of ${formatQuantity(minSize)} is not used: it is not below ${formatQuantity(basis.quantity)} (${originText(basis.origin)})`,
  'limit-clamped': clampedText,
  'limit-refused': refusedText,
  'limit-range-conflict': ({ container: name, limit }) =>
    `${container(name)} requests more memory than the ${formatQuantity(limit)} that a LimitRange gives it as its limit: the API server refuses such a pod; set \`resources.limits.memory\``,
  'quota-counts': ({ quota, limits }) =>
    `ResourceQuota "${quota}" counts the injected memory limits of each pod: its \`limits.memory\` is ${formatQuantity(limits)}`,
  'accelerator-limit': ({ container: name }) =>
    `${container(name)} asks for an accelerator and has no memory limit, and \`defaultMemoryLimit\` is not meant for it: set \`resources.limits.memory\`, or the annotation inject-shm.dev/memory-limit`,
  'vpa-drift': ({ autoscaler }) =>
    `VerticalPodAutoscaler "${autoscaler}" will change the memory limit that the size comes from: set its \`controlledValues: RequestsOnly\``,
  'immutable-template': ({ kind }) =>
    `where this ${kind} already exists, its PodSpec cannot be changed: apply will be refused; recreate it, or leave it out with \`excludeKinds\``,
  'uncovered-kind': uncoveredText,
  'uncovered-pod': ({ why }) => uncoveredPods[why],
  'ask-for-kind': ({ kind, within, why }) =>
    `kind ${kind}${within === undefined ? '' : ` in ${within}`} is left alone unless it is asked for, by \`kinds: "*,${kind}"\`: ${why}`,
  'needs-shm': needsText,
  'ratio-one': ({ message }) => message,
  'bad-record': badRecordText,
  'invalid-annotation': ({ message }) => message,
  'invalid-quantity': ({ whose, why }) => `${whose}: ${why}`,
  'not-editable': notEditableText,
  'invalid-config': ({ message }) => message,
};

/** Where a pod is, as short as it can be told from the others. */
const podText = (path: string): string => path.replace(/(?:\.template)?\.spec$/, '');

/** What inject would do, as what is missing. */
const neededText = (edit: Finding): string => {
  if (edit.code === 'injected' && edit.change === 'new')
    return `needs a \`${SHM}\` of ${edit.size}: ${whyText(edit.why)}`;
  if (edit.code === 'limit-injected')
    return `needs a memory limit of ${edit.limit} for container "${edit.container}"`;
  return `not done yet: ${messageOf(edit)}`;
};

/** What a finding says. */
export const messageOf = (finding: Finding): string => {
  const word = words[finding.code] as (fact: Fact) => string;
  const message = word(finding);
  return finding.pod === undefined ? message : `${message} (pod at ${podText(finding.pod)})`;
};
