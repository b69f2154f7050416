import { type KindRow, rows } from './row.ts';

const never = (group: string, kinds: string, why: string) =>
  rows('next', group, kinds).map((row): KindRow => ({ ...row, never: why }));

/** Kinds whose operators mount a `/dev/shm` themselves. */
// oxfmt-ignore
export const neverRows: readonly KindRow[] = [
  ...never('postgresql.cnpg.io', 'Cluster', 'CloudNativePG mounts its own /dev/shm, of the size in `spec.ephemeralVolumesSizeLimit.shm`'),
  ...never('acid.zalan.do', 'postgresql', 'the operator mounts its own /dev/shm: `spec.enableShmVolume`'),
  ...never('postgres-operator.crunchydata.com', 'PostgresCluster', 'the operator mounts its own /dev/shm'),
  ...never('pgv2.percona.com', 'PerconaPGCluster', 'the operator mounts its own /dev/shm'),
  ...never('stackgres.io', 'SGCluster', 'the operator mounts its own /dev/shm'),
  ...never('nvidia.com', 'DynamoGraphDeployment DynamoComponentDeployment', 'Dynamo mounts its own /dev/shm (8Gi): `sharedMemory.size` in v1alpha1, `sharedMemorySize` in v1beta1'),
  ...never('apps.nvidia.com', 'NIMService NIMPipeline', 'the operator mounts its own /dev/shm, without a bound unless `storage.sharedMemorySizeLimit` is set'),
  ...never('orchestration.aibrix.ai', 'KVCache', 'AIBrix mounts its own /dev/shm into the servers of the cache'),
  ...never('slurm.nebius.ai', 'NodeSet SlurmCluster', 'the operator mounts its own /dev/shm, of the size in `slurmd.volumes.sharedMemorySize`'),
  ...never('production-stack.vllm.ai', 'VLLMRuntime', 'the operator mounts its own /dev/shm where `spec.deploymentConfig.shmSize` is set'),
  ...never('kubeai.org', 'Model', 'KubeAI mounts its own /dev/shm, without a bound'),
  ...never('inference.llmaz.io', 'Playground BackendRuntime', 'llmaz mounts its own /dev/shm, of the size in `sharedMemorySize`'),
  ...never('kaito.sh', 'RAGEngine', 'the operator mounts its own /dev/shm, without a bound'),
];
