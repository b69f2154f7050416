import { argoTemplate } from './argo-template.ts';
import { imageByOperator, type KindRow, rows, shaped, T } from './row.ts';

const volcano = 'tasks[name].template.spec';
const jobSet = 'replicatedJobs[name].template.spec.template.spec';
const leaderWorker = (at: string) =>
  ['leader', 'worker'].map((role) => `${at}.leaderWorkerTemplate.${role}Template.spec`);
const united = ['statefulSet', 'advancedStatefulSet', 'cloneSet', 'deployment'];
/** Of a RoleBasedGroup, in v1alpha1 and in v1alpha2. */
const roleBased = (at: string) => [
  `${at}.roles[name].template.spec`,
  `${at}.roles[name].components[name].template.spec`,
  `${at}.roles[name].standalonePattern.template.spec`,
  `${at}.roles[name].leaderWorkerPattern.template.spec`,
  `${at}.roles[name].customComponentsPattern.components[name].template.spec`,
  `${at}.roleTemplates[name].template.spec`,
];

/** Kinds that `kinds: *` means. */
// oxfmt-ignore
export const usualRows: readonly KindRow[] = [
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
  ...shaped(argoTemplate, [
    ...rows('immutable', 'argoproj.io', 'Workflow', 'spec.templates[name]'),
    ...rows('next', 'argoproj.io', 'CronWorkflow', 'spec.workflowSpec.templates[name]'),
    ...rows('next', 'argoproj.io', 'WorkflowTemplate ClusterWorkflowTemplate', 'spec.templates[name]'),
  ]),

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
  ...imageByOperator(rows('rolls', 'machinelearning.seldon.io', 'SeldonDeployment', 'spec.predictors[name].componentSpecs[].spec')),
  ...imageByOperator(rows('rolls', 'mlops.seldon.io', 'Server ServerConfig', 'spec.podSpec')),
  ...imageByOperator(rows('rolls', 'mlops.seldon.io', 'SeldonRuntime', 'spec.overrides[name].podSpec')),
  ...rows('immutable', 'workload.codeflare.dev', 'AppWrapper', 'spec.components[].template.@'),

  ...rows('rolls', 'keda.sh', 'ScaledJob', 'spec.jobTargetRef.template.spec'),
  ...rows('next', 'actions.github.com', 'AutoscalingRunnerSet', T),
  ...rows('next', 'actions.github.com', 'EphemeralRunnerSet', 'spec.ephemeralRunnerSpec.spec'),
  ...rows('next', 'actions.github.com', 'EphemeralRunner', 'spec.spec'),
  ...imageByOperator(rows('rolls', 'actions.summerwind.dev', 'RunnerSet', T)),

  ...rows('rolls', 'workload.serving.volcano.sh', 'ModelServing', ...['entry', 'worker'].map((role) => `spec.template.roles[name].${role}Template.spec`)),
  ...rows('rolls', 'grove.io', 'PodCliqueSet', 'spec.template.cliques[name].spec.podSpec'),
  ...rows('rolls', 'orchestration.aibrix.ai', 'StormService', `${T}.roles[name].template.spec`),
  ...rows('rolls', 'orchestration.aibrix.ai', 'RoleSet', 'spec.roles[name].template.spec'),
  ...rows('rolls', 'workloads.x-k8s.io', 'RoleBasedGroup', ...roleBased('spec')),
  ...rows('rolls', 'workloads.x-k8s.io', 'RoleBasedGroupSet', ...roleBased('spec.template'), ...roleBased('spec.groupTemplate.spec')),
  ...rows('rolls', 'workloads.x-k8s.io', 'Instance RoleInstance', 'spec.components[name].template.spec'),
  ...rows('rolls', 'workloads.x-k8s.io', 'InstanceSet', 'spec.instanceTemplate.components[name].template.spec'),
  ...rows('rolls', 'workloads.x-k8s.io', 'RoleInstanceSet', 'spec.roleInstanceTemplate.components[name].template.spec'),
  ...rows('rolls', 'serving.kserve.io', 'ServingRuntime ClusterServingRuntime', 'spec'),

  ...rows('immutable', 'kubeflow.org', 'Experiment', 'spec.trialTemplate.trialSpec.@'),
  ...rows('next', 'template.openshift.io', 'Template', 'objects[].@'),
  ...rows('next', 'template.openshift.io', 'TemplateInstance', 'spec.template.objects[].@'),
  ...rows('next', 'argoproj.io', 'Sensor', ...['k8s', 'argoWorkflow'].map((trigger) => `spec.triggers[].template.${trigger}.source.resource.@`)),
  ...rows('rolls', 'kro.run', 'ResourceGraphDefinition', 'spec.resources[].template.@'),
  ...rows('rolls', 'kubernetes.crossplane.io', 'Object', 'spec.forProvider.manifest.@'),
  ...rows('rolls', 'work.open-cluster-management.io', 'ManifestWork', 'spec.workload.manifests[].@'),
  ...rows('rolls', 'work.open-cluster-management.io', 'ManifestWorkReplicaSet', 'spec.manifestWorkTemplate.workload.manifests[].@'),
  ...rows('rolls', 'core.oam.dev', 'Application', 'spec.components[name].properties.objects[].@'),
];
