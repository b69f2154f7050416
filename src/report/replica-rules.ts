import type { Replicas } from './model.ts';
import {
  at,
  atLeast,
  exactly,
  numberAt,
  scaled,
  times,
  wholeNumber,
  type Site,
} from './replica-site.ts';

interface ReplicaRule {
  /** `''` is the core group. */
  readonly group: string;
  readonly kinds: readonly string[];
  readonly count: (site: Site) => Replicas;
}

const one = (): Replicas => exactly(1, 'one pod');

/** `replicas` beside the pod template, or of the object, with its autoscaler. */
const beside = (site: Site): Replicas =>
  site.parent.join('.') === 'spec' ? scaled(site) : numberAt(site, [...site.parent, 'replicas']);

const ofObject = (site: Site): Replicas => scaled(site);

const perNode = ({ nodes }: Site): Replicas =>
  nodes === undefined ? atLeast(exactly(1, 'one per node')) : exactly(nodes, '--nodes');

/** A Job's pods at a time: never more than its completions. */
const jobAt = (site: Site, spec: readonly (string | number)[]): Replicas => {
  const parallelism = numberAt(site, [...spec, 'parallelism']);
  const completions = wholeNumber(at(site.object, [...spec, 'completions']));
  return completions !== undefined && completions < parallelism.count
    ? exactly(completions, [...spec, 'completions'].join('.'))
    : parallelism;
};

const job = (site: Site): Replicas => jobAt(site, site.parent);

/** Runs may overlap unless the policy says that they do not. */
const cronJob = (site: Site): Replicas => {
  const runs = jobAt(site, site.parent);
  const policy = at(site.object, ['spec', 'concurrencyPolicy']);
  return policy === 'Forbid' || policy === 'Replace' ? runs : atLeast(runs);
};

/** Replicas of the group of jobs × pods of each. */
const jobSet = (site: Site): Replicas => {
  const [parent, replicated] = [site.parent, site.parent.slice(0, -2)];
  return times(numberAt(site, [...replicated, 'replicas']), jobAt(site, parent));
};

/** A group has `size` pods: the leader, and workers for the rest; without a template of its own the leader is a worker. */
const leaderWorkerSet = (site: Site): Replicas => {
  const group = site.template.slice(0, -1);
  const owner = group.slice(0, -1);
  const groups = owner.join('.') === 'spec' ? scaled(site) : numberAt(site, [...owner, 'replicas']);
  const isLeader = site.template.at(-1) === 'leaderTemplate';
  if (isLeader) return groups;
  const size = numberAt(site, [...group, 'size']);
  const led = at(site.object, [...group, 'leaderTemplate']);
  if (led === undefined || led === null) return times(groups, size);
  return times(groups, { ...size, count: Math.max(0, size.count - 1), from: `${size.from} - 1` });
};

const ray = (site: Site): Replicas => {
  if (site.parent.at(-1) === 'headGroupSpec') return one();
  if (site.parent.at(-2) !== 'workerGroupSpecs') return one();
  const group = site.parent;
  const cluster = group.slice(0, -2);
  const autoscaled = at(site.object, [...cluster, 'enableInTreeAutoscaling']) === true;
  const replicas = numberAt(site, [...group, 'replicas'], 0);
  const most = wholeNumber(at(site.object, [...group, 'maxReplicas']));
  const own = !autoscaled
    ? replicas
    : most === undefined
      ? atLeast(replicas)
      : exactly(most, [...group, 'maxReplicas'].join('.'));
  return times(own, numberAt(site, [...group, 'numOfHosts']));
};

/** Knative scales by itself, without bound unless an annotation of the template gives one. */
const knative = (site: Site): Replicas => {
  const scale = (...names: readonly string[]) =>
    names
      .map((name) => at(site.object, [...site.template, 'metadata', 'annotations', name]))
      .map(Number)
      .find((count) => Number.isSafeInteger(count) && count > 0);
  const most = scale('autoscaling.knative.dev/max-scale', 'autoscaling.knative.dev/maxScale');
  if (most !== undefined) return exactly(most, 'autoscaling.knative.dev/max-scale');
  const least = scale('autoscaling.knative.dev/min-scale', 'autoscaling.knative.dev/minScale');
  return atLeast(exactly(least ?? 1, 'autoscaling.knative.dev'));
};

/** `spec.predictors[].replicas`, unless the part has its own, or the whole has. */
const seldon = (site: Site): Replicas => {
  const part = site.steps.slice(0, -1);
  const owners = [part, part.slice(0, 3), ['spec']].map((owner) => [...owner, 'replicas']);
  const own = owners.find((steps) => at(site.object, steps) !== undefined);
  return own === undefined ? exactly(1, 'default') : numberAt(site, own);
};

const scaledJob = (site: Site): Replicas =>
  times(numberAt(site, ['spec', 'maxReplicaCount'], 100), jobAt(site, ['spec', 'jobTargetRef']));

const sparkRole = (site: Site): Replicas => {
  const role = site.template.slice(0, -1);
  if (role.at(-1) !== 'executor') return one();
  const spec = role.slice(0, -1);
  const most = wholeNumber(at(site.object, [...spec, 'dynamicAllocation', 'maxExecutors']));
  const isDynamic = at(site.object, [...spec, 'dynamicAllocation', 'enabled']) === true;
  const own = numberAt(site, [...role, 'instances']);
  if (!isDynamic) return own;
  return most === undefined
    ? atLeast(own)
    : exactly(most, [...spec, 'dynamicAllocation', 'maxExecutors'].join('.'));
};

/** Its parallelism may ask for more. */
const flinkRole = (site: Site): Replicas =>
  atLeast(numberAt(site, [...site.template.slice(0, -1), 'replicas']));

const nodeSet = (site: Site): Replicas => numberAt(site, [...site.template.slice(0, -1), 'count']);

const rule = (group: string, kinds: string, count: ReplicaRule['count']): ReplicaRule => ({
  group,
  kinds: kinds.split(' '),
  count,
});

/** How many pods a PodSpec has, by kind. What is not here has `replicas` beside its template, or at least one. */
// oxfmt-ignore
export const rules: readonly ReplicaRule[] = [
  rule('', 'Pod', one),
  rule('', 'ReplicationController DeploymentConfig', beside),
  rule('apps', 'Deployment StatefulSet ReplicaSet', beside),
  rule('extensions', 'Deployment ReplicaSet', beside),
  rule('apps.openshift.io', 'DeploymentConfig', beside),
  rule('apps', 'DaemonSet', perNode),
  rule('extensions', 'DaemonSet', perNode),
  rule('batch', 'Job', job),
  rule('batch', 'CronJob', cronJob),
  rule('argoproj.io', 'Rollout Experiment', beside),
  rule('serving.knative.dev', 'Service Configuration', knative),
  rule('keda.sh', 'ScaledJob', scaledJob),
  rule('kubeflow.org', 'PyTorchJob TFJob XGBoostJob PaddleJob JAXJob MPIJob MXJob', beside),
  rule('kubeflow.org', 'Notebook', one),
  rule('jobset.x-k8s.io', 'JobSet', jobSet),
  rule('leaderworkerset.x-k8s.io', 'LeaderWorkerSet', leaderWorkerSet),
  rule('disaggregatedset.x-k8s.io', 'DisaggregatedSet', leaderWorkerSet),
  rule('batch.volcano.sh', 'Job', beside),
  rule('ray.io', 'RayCluster RayJob RayService', ray),
  rule('ray.io', 'RayCronJob', (site) => atLeast(ray(site))),
  rule('apps.kruise.io', 'CloneSet StatefulSet', beside),
  rule('apps.kruise.io', 'DaemonSet BroadcastJob', perNode),
  rule('apps.kruise.io', 'UnitedDeployment', ofObject),
  rule('agones.dev', 'GameServer', one),
  rule('agones.dev', 'Fleet GameServerSet', ofObject),
  rule('agents.x-k8s.io', 'Sandbox', one),
  rule('machinelearning.seldon.io', 'SeldonDeployment', seldon),
  rule('flink.apache.org', 'FlinkDeployment FlinkBlueGreenDeployment', flinkRole),
  rule('sparkoperator.k8s.io', 'SparkApplication SparkConnect', sparkRole),
  rule('sparkoperator.k8s.io', 'ScheduledSparkApplication', (site) => atLeast(sparkRole(site))),
  rule('elasticsearch.k8s.elastic.co', 'Elasticsearch', nodeSet),
  rule('kibana.k8s.elastic.co', 'Kibana', nodeSet),
  rule('logstash.k8s.elastic.co', 'Logstash', nodeSet),
];
