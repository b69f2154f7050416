import { imageByOperator, type KindRow, ray, rows, shaped, T } from './row.ts';
import { tektonTask } from './tekton-task.ts';

const asked = (why: string, ...of: readonly (readonly KindRow[])[]) =>
  of.flat().map((row): KindRow => ({ ...row, optIn: why }));

const rayJob = (at: string) => [...ray(`${at}.rayClusterSpec`), `${at}.submitterPodTemplate.spec`];
const flink = (at: string) =>
  [at, `${at}.jobManager`, `${at}.taskManager`].map((role) => `${role}.podTemplate.spec`);
const spark = (at: string) => [`${at}.driver.template.spec`, `${at}.executor.template.spec`];
const llm = [
  'template',
  'worker',
  'prefill.template',
  'prefill.worker',
  'router.scheduler.template',
];
const dask = (at: string) => [`${at}.worker.spec`, `${at}.scheduler.spec`];
const podTemplate = 'spec.podTemplate.spec';

/** Kinds that must be asked for by name. */
// oxfmt-ignore
export const askedForRows: readonly KindRow[] = [
  ...asked(
    'KubeRay mounts a /dev/shm of its own into the first container, as large as its memory request or limit; a mounted one takes its place, at the ratio',
    rows('next', 'ray.io', 'RayCluster', ...ray('spec')),
    rows('next', 'ray.io', 'RayJob', ...rayJob('spec')),
    rows('second-cluster', 'ray.io', 'RayService', ...ray('spec.rayClusterConfig')),
    rows('next', 'ray.io', 'RayCronJob', ...rayJob('spec.jobTemplate')),
    rows('rolls', 'orchestration.aibrix.ai', 'RayClusterFleet', ...ray(T)),
    rows('next', 'orchestration.aibrix.ai', 'RayClusterReplicaSet', ...ray(T)),
  ),
  ...asked(
    'its controller copies annotations to the pod, so that the record rolls it, and its web form adds a /dev/shm',
    rows('rolls', 'kubeflow.org', 'Notebook', T),
  ),
  ...asked(
    'its controller copies annotations to the pods, so that a change of the record alone rolls them too',
    rows('rolls', 'grove.io', 'PodClique', 'spec.podSpec'),
    rows('next', 'orchestration.aibrix.ai', 'PodSet', T),
    rows('rolls', 'clickhouse.altinity.com', 'ClickHouseInstallation ClickHouseInstallationTemplate', 'spec.templates.podTemplates[name].spec'),
    rows('rolls', 'clickhouse-keeper.altinity.com', 'ClickHouseKeeperInstallation', 'spec.templates.podTemplates[name].spec'),
  ),
  ...asked(
    'its controller copies annotations to the pods, and makes nothing of a change to a cluster that runs: only a new one has it',
    rows('next', 'kubernetes.dask.org', 'DaskCluster', ...dask('spec')),
    rows('next', 'kubernetes.dask.org', 'DaskWorkerGroup', 'spec.worker.spec'),
    rows('next', 'kubernetes.dask.org', 'DaskJob', 'spec.job.spec', ...dask('spec.cluster.spec')),
  ),
  ...asked(
    'its annotations are copied to each TaskRun and its Pod, and the record with them; nothing that runs is changed by that',
    shaped(tektonTask, rows('next', 'tekton.dev', 'Task ClusterTask', 'spec')),
  ),
  ...asked(
    'the operator merges the template with its own main container, whose memory is not in the limits here',
    imageByOperator([
      ...rows('rolls', 'flink.apache.org', 'FlinkDeployment', ...flink('spec')),
      ...rows('second-cluster', 'flink.apache.org', 'FlinkBlueGreenDeployment', ...flink('spec.template.spec')),
      ...rows('rolls', 'sparkoperator.k8s.io', 'SparkApplication', ...spark('spec')),
      ...rows('next', 'sparkoperator.k8s.io', 'ScheduledSparkApplication', ...spark('spec.template')),
      ...rows('rolls', 'sparkoperator.k8s.io', 'SparkConnect', 'spec.server.template.spec', 'spec.executor.template.spec'),
    ]),
  ),
  ...asked(
    'it is merged over presets that mount a /dev/shm of their own',
    imageByOperator(rows('rolls', 'serving.kserve.io', 'LLMInferenceService LLMInferenceServiceConfig', ...llm.map((at) => `spec.${at}`))),
  ),
  ...asked(
    'with a preset the operator mounts a /dev/shm of its own, without a bound; only a template of the author is changed here',
    rows('rolls', 'kaito.sh', 'Workspace', 'inference.template.spec'),
    rows('rolls', 'kaito.sh', 'InferenceSet', 'spec.template.inference.template.spec'),
  ),
  ...asked(
    'the operator merges the template with its own main container, which may be absent here',
    imageByOperator([
      ...rows('rolls', 'elasticsearch.k8s.elastic.co', 'Elasticsearch', 'spec.nodeSets[name].podTemplate.spec'),
      ...['Kibana', 'Logstash', 'EnterpriseSearch'].flatMap((kind) => rows('rolls', `${kind.toLowerCase()}.k8s.elastic.co`, kind, podTemplate)),
      ...rows('rolls', 'apm.k8s.elastic.co', 'ApmServer', podTemplate),
      ...rows('rolls', 'maps.k8s.elastic.co', 'ElasticMapsServer', podTemplate),
      ...rows('rolls', 'packageregistry.k8s.elastic.co', 'PackageRegistry', podTemplate),
      ...rows('rolls', 'autoops.k8s.elastic.co', 'AutoOpsAgentPolicy', podTemplate),
      ...['Beat', 'Agent'].flatMap((kind) =>
        rows('rolls', `${kind.toLowerCase()}.k8s.elastic.co`, kind, ...['daemonSet', 'deployment', 'statefulSet'].map((set) => `spec.${set}.podTemplate.spec`))),
      ...rows('rolls', 'mongodbcommunity.mongodb.com', 'MongoDBCommunity', `spec.statefulSet.${T}`),
      ...rows('rolls', 'grafana.integreatly.org', 'Grafana', `spec.deployment.${T}`),
      ...rows('rolls', 'postgresql.cnpg.io', 'Pooler', T),
    ]),
  ),
  ...asked(
    'it is a patch over a JobTemplate, and may hold a part of a pod only',
    imageByOperator(rows('next', 'flow.volcano.sh', 'JobFlow', 'spec.flows[name].patch.jobSpec.tasks[name].template.spec')),
  ),
  ...asked(
    'what a change does there is not known, for its source is not public',
    rows('unknown', 'sagemaker.amazonaws.com', 'HyperPodPyTorchJob', 'spec.replicaSpecs[name].template.spec'),
  ),
];
