import type { NeedRow, Opposite, Reason } from './types.ts';

const engine: Reason = {
  user: 'engine',
  strength: 'strong',
  why: 'messages between the workers of one model',
  hint: '2Gi',
  source: 'vllm-project/vllm#49568',
};
const shards: Reason = {
  user: 'nccl',
  strength: 'strong',
  why: 'NCCL between the shards',
  hint: '1Gi',
  source: 'huggingface/text-generation-inference@db931fc',
};
const vllm: Reason = {
  ...engine,
  strength: 'medium',
  why: 'messages between the engine and its workers',
};
const torch: Reason = {
  user: 'training',
  strength: 'strong',
  why: 'workers of a DataLoader, and NCCL',
  source: 'pytorch/pytorch: README',
};
const mpi: Reason = {
  user: 'mpi',
  strength: 'medium',
  why: 'ranks on one node exchange messages there',
  source: 'pmodels/mpich#4631',
};

/** Options whose number means it. */
interface AmountRow extends NeedRow {
  readonly least: number;
}

// oxfmt-ignore
export const amountRows: readonly AmountRow[] = [
  { matches: ['--tensor-parallel-size', '--tensor_parallel_size', '-tp', '--tp', '--tp-size', '--tp_size', '--pipeline-parallel-size', '--pipeline_parallel_size', '-pp', '--pp-size', '--data-parallel-size', '--data_parallel_size', '-dp', '--dp-size', '--data-parallel-size-local'], least: 2, reason: engine },
  { matches: ['--num-shard', '--num_shard'], least: 2, reason: shards },
  { matches: ['--nproc_per_node', '--nproc-per-node', '--num_processes'], least: 2, reason: torch },
  { matches: ['--dataloader_num_workers', '--dataloader-num-workers'], least: 1, reason: { ...torch, strength: 'medium', why: 'workers of a DataLoader' } },
  { matches: ['--num_workers', '--num-workers'], least: 1, reason: { ...torch, strength: 'weak', why: 'workers, such as those of a DataLoader' } },
];

/** Programs that mean it: words that follow each other, the first without its folder. A last `*` begins a word. */
// oxfmt-ignore
export const programRows: readonly NeedRow[] = [
  { matches: ['torchrun', 'torch.distributed.run', 'torch.distributed.launch', 'accelerate launch', 'deepspeed *'], reason: torch },
  { matches: ['horovodrun'], reason: { ...mpi, hint: '8Gi', source: 'Horovod: the compose file of its tests' } },
  { matches: ['mpirun', 'mpiexec', 'mpiexec.hydra', 'orterun'], reason: mpi },
  { matches: ['ray start'], reason: { user: 'ray', strength: 'strong', why: 'the object store, 30 % of the memory', source: 'ray-project/ray#13624' } },
  { matches: ['vllm serve', 'vllm.entrypoints*'], reason: vllm },
  { matches: ['sglang.launch_server'], reason: { ...engine, strength: 'medium', why: 'NCCL and the buffers of its processes', hint: '32Gi', source: 'sgl-project/sglang#5096' } },
  { matches: ['text-generation-launcher'], reason: shards },
  { matches: ['trtllm-serve'], reason: { ...engine, strength: 'medium', why: 'MPI and NCCL between its processes', source: 'NVIDIA/TensorRT-LLM#674' } },
  { matches: ['tritonserver'], reason: { ...engine, strength: 'weak', why: 'models of the Python backend keep their tensors there', hint: '1Gi', source: 'triton-inference-server/python_backend@f9088ff' } },
];

/** A path in it, wherever it stands. */
export const pathRow: NeedRow = {
  matches: ['/dev/shm/*'],
  reason: {
    user: 'path',
    strength: 'strong',
    why: 'it is told to keep files there',
    source: 'kubernetes/kubernetes#28272',
  },
};

interface ArgumentOpposite extends Opposite {
  readonly sign: RegExp;
}

/** Arguments, and values of variables, that take a need away. */
// oxfmt-ignore
export const argumentOpposites: readonly ArgumentOpposite[] = [
  { matches: ['--disable-dev-shm-usage'], sign: /--disable-dev-shm-usage/, ends: ['chromium'], why: 'Chromium keeps it in /tmp', source: 'puppeteer/puppeteer' },
  { matches: ['--plasma-directory'], sign: /--plasma[-_]directory/, ends: ['ray'], why: 'the object store is elsewhere', source: 'ray-project/kuberay@feeaf72' },
  { matches: ['dynamic_shared_memory_type=mmap', 'dynamic_shared_memory_type=sysv'], sign: /dynamic_shared_memory_type\s*=\s*'?(mmap|sysv)/, ends: ['postgres'], why: 'its segments are elsewhere', source: 'docker-library/docs@c4a9ba4' },
];

/** Programs that only talk to a server of that image. */
export const clientPrograms: readonly string[] = [
  'psql',
  'pg_dump',
  'pg_dumpall',
  'pg_isready',
  'pg_restore',
  'pg_basebackup',
  'createdb',
];

export const clientOpposite: Opposite = {
  matches: clientPrograms,
  ends: ['postgres'],
  why: 'a client of the database, in the image of the server',
  source: 'PostgreSQL documentation: client applications',
};

/** Words of a container that is only kept alive, so that people log in to it. */
export const idleWords =
  /^(\w*sh|-\w*c|sleep|tail|-f|null|infinity|\d+[smhd]?|while|true|:|do|done|exec|--)$/;

export const idleOpposite: Opposite = {
  matches: ['sleep', 'tail -f /dev/null'],
  ends: ['postgres'],
  why: 'no server runs: it is kept alive for clients in the image of the server',
  source: 'GoogleCloudPlatform/kubernetes-engine-samples@2b50365',
};
