import { put } from '../data/change.ts';
import { type Fields, isMap, type Value } from '../data/value.ts';
import { fieldsOf, listOf } from './shape.ts';

// What a workflow gives the pods of its templates.

/** What the patches of a pod say, as far as it matters: they are texts, and may have templates in them. */
export interface PodPatches {
  /** They may set memory limits. */
  readonly memory: boolean;
  /** They mount something at `/dev/shm`. */
  readonly shm: boolean;
  readonly hostIPC: boolean;
  /** All the names in them, of volumes too. */
  readonly names: readonly string[];
}

/** A parameter that stands for the whole patch, or for all of the resources, may hold memory too. */
const PARAMETER = /^\s*\{\{[^{}]*\}\}\s*$|\b(?:containers|resources|limits)["']?\s*:\s*\{\{/;

/** The `podSpecPatch` of the workflow, and that of the template or of its defaults. */
export const patchesOf = (template: Fields, spec: Fields): PodPatches => {
  const defaults = fieldsOf(spec['templateDefaults']);
  const texts = [spec['podSpecPatch'], template['podSpecPatch'] ?? defaults['podSpecPatch']].filter(
    (each) => typeof each === 'string',
  );
  return {
    memory: texts.some((text) => text.includes('memory') || PARAMETER.test(text)),
    shm: texts.some((text) => text.includes('/dev/shm')),
    hostIPC: texts.some((text) => /hostIPC["']?\s*:\s*["']?true/.test(text)),
    names: texts.flatMap((text) =>
      [...text.matchAll(/\bname["']?\s*:\s*["']?([\w.-]+)/g)].map(([, name = '']) => name),
    ),
  };
};

/** What `templateDefaults` gives the container of a template. */
export const defaultsOf = (spec: Fields, form: 'container' | 'script'): Fields =>
  fieldsOf(fieldsOf(spec['templateDefaults'])[form]);

/** Whether the defaults are sure to be those of the pod: other workflows may run the templates of a WorkflowTemplate. */
export const runsItself = (parents: readonly Value[]): boolean => {
  const kind = parents.map((each) => fieldsOf(each)['kind']).findLast(Boolean);
  return kind === 'Workflow' || kind === 'CronWorkflow';
};

/** Volumes of the workflow: a pod has those that it mounts. The later of a name is the one. */
export const volumesOf = (spec: Fields): readonly Value[] => [
  ...listOf(spec['volumes']),
  ...listOf(fieldsOf(spec['templateDefaults'])['volumes']),
];

/** Fields of a PodSpec by what a template and a workflow call them. */
const SETTINGS = [
  ['nodeSelector', 'nodeSelector', 'nodeSelector'],
  ['affinity', 'affinity', 'affinity'],
  ['securityContext', 'securityContext', 'securityContext'],
  ['priorityClassName', 'priorityClassName', 'podPriorityClassName'],
  ['resources', 'podResources', 'podResources'],
] as const;

const isGiven = (value: Value): boolean =>
  isMap(value) ? Object.keys(value).length > 0 : (value ?? '') !== '';

/** What of a PodSpec a template sets, or else its defaults, or else the workflow. */
export const settingsOf = (template: Fields, spec: Fields, { hostIPC }: PodPatches): Fields => {
  const defaults = fieldsOf(spec['templateDefaults']);
  const settings = SETTINGS.flatMap(([name, own, shared]) => {
    const value = [template[own], defaults[own], spec[shared]].find(isGiven);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(hostIPC ? [...settings, ['hostIPC', true] as const] : settings);
};

/** The annotations of a pod: the template's over those of its defaults, over those of all the workflow's pods. */
export const annotationsOf = (template: Fields, spec: Fields): Fields =>
  [spec['podMetadata'], fieldsOf(spec['templateDefaults'])['metadata'], template['metadata']]
    .map((metadata) => fieldsOf(fieldsOf(metadata)['annotations']))
    .reduce(
      (all, own) => Object.entries(own).reduce((map, [name, value]) => put(map, name, value), all),
      {},
    );
