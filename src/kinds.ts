import * as E from 'fp-ts/lib/Either.js';
import { flatMap } from './data/list.ts';
import { type Place, type Step, parsePath, placesOf } from './kinds/places.ts';

export { type Place, type Step, parsePath, updateAt } from './kinds/places.ts';

/**
 * What a changed PodSpec does where the object already runs: its pods are replaced, only new pods have it, the API
 * refuses it, a second cluster is started, or nobody knows.
 */
export type Live = 'rolls' | 'next' | 'immutable' | 'second-cluster' | 'unknown';

export interface KindRow {
  /** `''` is the core group. */
  readonly group: string;
  readonly kind: string;
  /** Where its PodSpecs are, in the notation of `parsePath`. */
  readonly paths: readonly string[];
  readonly live: Live;
  /** The operator adds the image, and with it what a container needs: no limit is injected there. */
  readonly imageByOperator?: true;
  /** Why the kind must be asked for by name, and what changes with it. */
  readonly optIn?: string;
  /** Why the kind is never changed, with the operator's own knob. */
  readonly never?: string;
}

/** The row of a kind, whatever its version. */
export const rowOf = (apiVersion: string, kind: string): KindRow | undefined => {
  const rows = byKind.get(kind);
  if (rows === undefined) return undefined;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return rows.find((row) => row.group === group);
};

/** The PodSpecs of an object; an absent template, or a value that is no map, gives none. */
export const podsOf = (object: unknown, paths: readonly string[]): readonly Place[] => {
  const places = flatMap(flatMap(paths, stepsOf), (steps) =>
    placesOf(object, steps, stepsOfEmbedded),
  );
  return places.length < 2
    ? places
    : [...new Map(places.map((place) => [place.path, place])).values()];
};

const rows = (live: Live, group: string, kinds: string, ...paths: readonly string[]) =>
  kinds.split(' ').map((kind): KindRow => ({ group, kind, paths, live }));

const optIn = (why: string, ...of: readonly (readonly KindRow[])[]) =>
  of.flat().map((row): KindRow => ({ ...row, optIn: why }));

const never = (group: string, kinds: string, why: string) =>
  rows('next', group, kinds).map((row): KindRow => ({ ...row, never: why }));

const T = 'spec.template.spec';
const volcano = 'tasks[name].template.spec';
const jobSet = 'replicatedJobs[name].template.spec.template.spec';
const leaderWorker = (at: string) =>
  ['leader', 'worker'].map((role) => `${at}.leaderWorkerTemplate.${role}Template.spec`);
const ray = (at: string) => [
  `${at}.headGroupSpec.template.spec`,
  `${at}.workerGroupSpecs[groupName].template.spec`,
];
const rayJob = (at: string) => [...ray(`${at}.rayClusterSpec`), `${at}.submitterPodTemplate.spec`];
const flink = (at: string) =>
  [at, `${at}.jobManager`, `${at}.taskManager`].map((role) => `${role}.podTemplate.spec`);
const spark = (at: string) => [`${at}.driver.template.spec`, `${at}.executor.template.spec`];
const united = ['statefulSet', 'advancedStatefulSet', 'cloneSet', 'deployment'];
const llm = [
  'template',
  'worker',
  'prefill.template',
  'prefill.worker',
  'router.scheduler.template',
];

// oxfmt-ignore
export const kindRows: readonly KindRow[] = [
  ...rows('immutable', '', 'Pod', 'spec'),
  ...rows('next', '', 'PodTemplate', 'template.spec'),
  ...rows('next', '', 'ReplicationController', T),
  ...rows('rolls', 'apps', 'Deployment StatefulSet DaemonSet', T),
  ...rows('rolls', 'extensions', 'Deployment DaemonSet', T),
  ...rows('next', 'apps', 'ReplicaSet', T),
  ...rows('next', 'extensions', 'ReplicaSet', T),
  ...rows('immutable', 'batch', 'Job', T),
  ...rows('next', 'batch', 'CronJob', 'spec.jobTemplate.spec.template.spec'),
  ...rows('rolls', 'apps.openshift.io', 'DeploymentConfig', T),
  ...rows('rolls', '', 'DeploymentConfig', T),

  ...rows('rolls', 'serving.knative.dev', 'Service Configuration', T),
  ...rows('rolls', 'argoproj.io', 'Rollout', T),
  ...rows('next', 'argoproj.io', 'Experiment', 'spec.templates[name].template.spec'),
  ...rows('next', 'argoproj.io', 'AnalysisTemplate ClusterAnalysisTemplate', 'spec.metrics[name].provider.job.spec.template.spec'),

  ...rows('next', 'kubeflow.org', 'PyTorchJob', 'spec.pytorchReplicaSpecs{}.template.spec'),
  ...rows('next', 'kubeflow.org', 'TFJob', 'spec.tfReplicaSpecs{}.template.spec'),
  ...rows('next', 'kubeflow.org', 'XGBoostJob', 'spec.xgbReplicaSpecs{}.template.spec'),
  ...rows('next', 'kubeflow.org', 'PaddleJob', 'spec.paddleReplicaSpecs{}.template.spec'),
  ...rows('next', 'kubeflow.org', 'JAXJob', 'spec.jaxReplicaSpecs{}.template.spec'),
  ...rows('next', 'kubeflow.org', 'MPIJob', 'spec.mpiReplicaSpecs{}.template.spec'),
  ...rows('next', 'kubeflow.org', 'MXJob', 'spec.mxReplicaSpecs{}.template.spec'),
  ...rows('next', 'trainer.kubeflow.org', 'TrainingRuntime ClusterTrainingRuntime', `${T}.${jobSet}`),

  ...rows('immutable', 'jobset.x-k8s.io', 'JobSet', `spec.${jobSet}`, 'spec.jobs[name].template.spec.template.spec'),
  ...rows('rolls', 'leaderworkerset.x-k8s.io', 'LeaderWorkerSet', ...leaderWorker('spec')),
  ...rows('rolls', 'disaggregatedset.x-k8s.io', 'DisaggregatedSet', ...leaderWorker('spec.roles[name].spec')),
  ...rows('next', 'agents.x-k8s.io', 'Sandbox', 'spec.podTemplate.spec'),
  ...rows('next', 'extensions.agents.x-k8s.io', 'SandboxTemplate', 'spec.podTemplate.spec'),

  ...rows('immutable', 'batch.volcano.sh', 'Job', `spec.${volcano}`),
  ...rows('next', 'batch.volcano.sh', 'CronJob', `spec.jobTemplate.spec.${volcano}`),
  ...rows('next', 'flow.volcano.sh', 'JobTemplate', `spec.${volcano}`),
  ...rows('next', 'training.volcano.sh', 'HyperJob', `spec.replicatedJobs[name].templateSpec.${volcano}`),

  ...rows('rolls', 'apps.kruise.io', 'CloneSet DaemonSet StatefulSet', T),
  ...rows('next', 'apps.kruise.io', 'BroadcastJob', T),
  ...rows('next', 'apps.kruise.io', 'AdvancedCronJob', ...['job', 'broadcastJob'].map((job) => `spec.template.${job}Template.${T}`)),
  ...rows('rolls', 'apps.kruise.io', 'UnitedDeployment', ...united.map((set) => `spec.template.${set}Template.${T}`)),

  ...rows('next', 'agones.dev', 'GameServer', T),
  ...rows('rolls', 'agones.dev', 'Fleet', `${T}.template.spec`),
  ...rows('immutable', 'agones.dev', 'GameServerSet', `${T}.template.spec`),
  ...rows('rolls', 'machinelearning.seldon.io', 'SeldonDeployment', 'spec.predictors[name].componentSpecs[].spec'),
  ...rows('rolls', 'mlops.seldon.io', 'Server ServerConfig', 'spec.podSpec'),
  ...rows('rolls', 'mlops.seldon.io', 'SeldonRuntime', 'spec.overrides[name].podSpec'),
  ...rows('immutable', 'workload.codeflare.dev', 'AppWrapper', 'spec.components[].template.@'),

  ...optIn(
    'KubeRay mounts a /dev/shm of its own into the first container, as large as its memory request or limit; a mounted one takes its place, at the ratio',
    rows('next', 'ray.io', 'RayCluster', ...ray('spec')),
    rows('next', 'ray.io', 'RayJob', ...rayJob('spec')),
    rows('second-cluster', 'ray.io', 'RayService', ...ray('spec.rayClusterConfig')),
    rows('next', 'ray.io', 'RayCronJob', ...rayJob('spec.jobTemplate')),
  ),
  ...optIn(
    'its controller copies annotations to the pod, so that the record rolls it, and its web form adds a /dev/shm',
    rows('rolls', 'kubeflow.org', 'Notebook', T),
  ),
  ...optIn(
    'the operator merges the template with its own main container, whose memory is not in the limits here',
    rows('rolls', 'flink.apache.org', 'FlinkDeployment', ...flink('spec')),
    rows('second-cluster', 'flink.apache.org', 'FlinkBlueGreenDeployment', ...flink('spec.template.spec')),
    rows('rolls', 'sparkoperator.k8s.io', 'SparkApplication', ...spark('spec')),
    rows('next', 'sparkoperator.k8s.io', 'ScheduledSparkApplication', ...spark('spec.template')),
    rows('rolls', 'sparkoperator.k8s.io', 'SparkConnect', 'spec.server.template.spec', 'spec.executor.template.spec'),
  ),
  ...optIn(
    'it is merged over presets that mount a /dev/shm of their own',
    rows('rolls', 'serving.kserve.io', 'LLMInferenceService LLMInferenceServiceConfig', ...llm.map((at) => `spec.${at}`)),
  ),
  ...optIn(
    'the operator merges the template with its own main container, which may be absent here',
    rows('rolls', 'elasticsearch.k8s.elastic.co', 'Elasticsearch', 'spec.nodeSets[name].podTemplate.spec'),
    rows('rolls', 'kibana.k8s.elastic.co', 'Kibana', 'spec.podTemplate.spec'),
    rows('rolls', 'logstash.k8s.elastic.co', 'Logstash', 'spec.podTemplate.spec'),
    ...['Beat', 'Agent'].map((kind) =>
      rows('rolls', `${kind.toLowerCase()}.k8s.elastic.co`, kind, ...['daemonSet', 'deployment', 'statefulSet'].map((set) => `spec.${set}.podTemplate.spec`))),
  ),

  ...never('postgresql.cnpg.io', 'Cluster', 'CloudNativePG mounts its own /dev/shm, of the size in `spec.ephemeralVolumesSizeLimit.shm`'),
  ...never('acid.zalan.do', 'postgresql', 'the operator mounts its own /dev/shm: `spec.enableShmVolume`'),
  ...never('postgres-operator.crunchydata.com', 'PostgresCluster', 'the operator mounts its own /dev/shm'),
  ...never('nvidia.com', 'DynamoGraphDeployment DynamoComponentDeployment', 'Dynamo mounts its own /dev/shm (8Gi): `sharedMemory.size` in v1alpha1, `sharedMemorySize` in v1beta1'),
];

const byKind = new Map<string, KindRow[]>();
for (const row of kindRows) byKind.set(row.kind, [...(byKind.get(row.kind) ?? []), row]);

const read = new Map<string, readonly (readonly Step[])[]>();

/** No steps at all for what is no path. */
const stepsOf = (path: string): readonly (readonly Step[])[] => {
  const steps =
    read.get(path) ??
    E.match(
      () => [],
      (found: readonly Step[]) => [found],
    )(parsePath(path));
  read.set(path, steps);
  return steps;
};

const stepsOfEmbedded = ({ apiVersion, kind }: Readonly<Record<string, unknown>>) => {
  const row =
    typeof apiVersion === 'string' && typeof kind === 'string'
      ? rowOf(apiVersion, kind)
      : undefined;
  return row === undefined || row.optIn !== undefined ? [] : row.paths.flatMap(stepsOf);
};
