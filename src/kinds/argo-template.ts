import { type Fields, isList, isMap, type Value } from '../data/value.ts';
import {
  annotationsOf,
  defaultsOf,
  patchesOf,
  type PodPatches,
  runsItself,
  settingsOf,
  volumesOf,
} from './argo-workflow.ts';
import {
  carry,
  carryItems,
  fieldsOf,
  type Inherited,
  inheriting,
  isNoList,
  joined,
  listOf,
  namesOf,
  ofContainer,
  type Shape,
  type View,
  within,
} from './shape.ts';

/** Fields of which one makes a template a pod with containers of its author's. */
const FORMS = ['container', 'script', 'containerSet'] as const;
type Form = (typeof FORMS)[number];

const formOf = (template: Fields): Form | undefined => {
  const found = FORMS.filter((form) => isMap(template[form]));
  return found.length === 1 ? found[0] : undefined;
};

/** Volumes that the controller adds to every pod. */
const RESERVED = ['var-run-argo', 'tmp-dir-argo', 'input-artifacts', 'argo-staging'];

/** Whether steps or tasks have templates in them that make pods: they have no names of their own. */
const hasInline = ({ steps, dag }: Fields): boolean =>
  [...listOf(steps).flatMap(listOf), ...tasksOf(dag)].some(
    (task) => formOf(fieldsOf(fieldsOf(task)['inline'])) !== undefined,
  );

const tasksOf = (dag: Value): readonly Value[] => listOf(fieldsOf(dag)['tasks']);

const memoryIn = (container: Fields, of: 'limits' | 'requests'): Value =>
  fieldsOf(fieldsOf(container['resources'])[of])['memory'];

/** What a container has from the patches, whichever it is. */
const patched = ({ memory, shm }: PodPatches): Inherited => ({
  ...(memory ? { override: 'podSpecPatch' } : {}),
  ...(shm ? { volumeMounts: [{ mountPath: '/dev/shm' }] } : {}),
});

/** What the pods of a template have from the workflow. */
interface Surroundings {
  readonly spec: Fields;
  readonly patches: PodPatches;
  /** The workflow's defaults are sure to be those of the pod. */
  readonly isSure: boolean;
}

/** The container of a `container` or `script`, with what `templateDefaults` gives it. */
const mainOf = (own: Fields, container: Fields, { patches, isSure }: Surroundings): Fields => {
  const image = own['image'] ?? container['image'];
  const limit = memoryIn(container, 'limits') ?? undefined;
  const isOpen = !isSure && limit !== undefined && (memoryIn(own, 'limits') ?? null) === null;
  const { override, volumeMounts = [] } = patched(patches);
  return inheriting(
    { ...own, name: 'main', ...(image === undefined ? {} : { image }) },
    {
      volumeMounts: [...volumeMounts, ...listOf(container['volumeMounts'])],
      limit: isSure ? limit : undefined,
      request: memoryIn(container, 'requests'),
      override: override ?? (isOpen ? 'templateDefaults' : undefined),
    },
  );
};

const setOf = (set: Fields, patches: PodPatches): readonly Value[] => {
  const { volumeMounts = [], ...rest } = patched(patches);
  return listOf(set['containers']).map((each) =>
    isMap(each)
      ? inheriting(each, {
          ...rest,
          volumeMounts: [...volumeMounts, ...listOf(set['volumeMounts'])],
        })
      : each,
  );
};

/** An init container or a sidecar; those that mirror the main container get its mounts from the controller. */
const besideOf = (each: Value, more: Fields): Value =>
  isMap(each)
    ? inheriting({ ...each, ...more }, { mirrors: each['mirrorVolumeMounts'] === true })
    : each;

const beside = ({ initContainers, sidecars }: Fields): Value => {
  const all = joined(initContainers, sidecars);
  const first = listOf(initContainers).length;
  return isList(all)
    ? all.map((each, at) => besideOf(each, at < first ? {} : { restartPolicy: 'Always' }))
    : all;
};

const containersOf = (template: Fields, form: Form, around: Surroundings): Value =>
  form === 'containerSet'
    ? setOf(fieldsOf(template[form]), around.patches)
    : [mainOf(fieldsOf(template[form]), defaultsOf(around.spec, form), around)];

const podOf = (template: Fields, form: Form, around: Surroundings): Fields => {
  const others = beside(template);
  const pod: Fields = {
    ...settingsOf(template, around.spec, around.patches),
    containers: containersOf(template, form, around),
    ...(isList(others) && others.length === 0 ? {} : { initContainers: others }),
    ...(Object.hasOwn(template, 'volumes') ? { volumes: template['volumes'] } : {}),
  };
  return inheriting(pod, { volumes: volumesOf(around.spec) });
};

const writeMain = (template: Fields, form: Form, before: Fields, after: Fields): Fields => {
  const pair = [before['containers'], after['containers']] as const;
  const main = (list: Value) => fieldsOf(listOf(list)[0]);
  return within(template, form, (value) => {
    const own = fieldsOf(value);
    return form === 'containerSet'
      ? within(own, 'containers', (list) => carryItems(list, pair, 0, ofContainer))
      : carry(own, main(pair[0]), main(pair[1]), ofContainer);
  });
};

const writeBeside = (template: Fields, before: Fields, after: Fields): Fields => {
  const pair = [before['initContainers'], after['initContainers']] as const;
  const first = listOf(template['initContainers']).length;
  const written = within(template, 'initContainers', (list) =>
    carryItems(list, pair, 0, ofContainer),
  );
  return within(written, 'sidecars', (list) => carryItems(list, pair, first, ofContainer));
};

const fieldIn = (template: Fields, form: Form, path: string): string => {
  const first = listOf(template['initContainers']).length;
  return path
    .replace(/^containers\[(\d+)\]/, form === 'containerSet' ? `${form}.containers[$1]` : form)
    .replace(/^initContainers\[(\d+)\]/, (whole, at: string) =>
      Number(at) < first ? whole : `sidecars[${Number(at) - first}]`,
    )
    .replace(/^initContainers$/, (list) => (isNoList(template[list]) ? list : 'sidecars'))
    .replace(/^resources(?=\.|$)/, 'podResources');
};

const inline = (template: Fields): View => ({
  template,
  pod: {},
  annotations: {},
  taken: [],
  refused: 'inline',
  write: () => template,
  field: (path) => path,
});

/** Names of volumes that are not the template's. */
const takenBy = ({ spec, patches }: Surroundings): readonly string[] => [
  ...RESERVED,
  ...patches.names,
  ...namesOf(volumesOf(spec)),
  ...namesOf(listOf(spec['volumeClaimTemplates']).map((claim) => fieldsOf(claim)['metadata'])),
];

/**
 * A template of an Argo Workflow: it makes one pod, of its `container` or `script` (called `main`) or its `containerSet`,
 * with `initContainers` and `sidecars`, which are mounted and never count.
 */
export const argoTemplate: Shape = (template, parents) => {
  const form = formOf(template);
  if (form === undefined) return hasInline(template) ? inline(template) : undefined;
  const spec = fieldsOf(parents.at(-2));
  const around = { spec, patches: patchesOf(template, spec), isSure: runsItself(parents) };
  const pod = podOf(template, form, around);
  return {
    template,
    pod,
    annotations: annotationsOf(template, spec),
    taken: takenBy(around),
    write: (after) => {
      const mounted = writeBeside(writeMain(template, form, pod, after), pod, after);
      return carry(mounted, pod, after, [['volumes', 'volumes']]);
    },
    field: (path) => fieldIn(template, form, path),
  };
};
