import type { NeedRow, Opposite, Reason, Strength, User } from './types.ts';

const row = (
  user: User,
  strength: Strength,
  [why, hint, source]: readonly [why: string, hint: string | undefined, source: string],
  ...matches: readonly string[]
): NeedRow => {
  const reason: Reason = { user, strength, why, source };
  return { matches, reason: hint === undefined ? reason : { ...reason, hint } };
};

/** Images that need it, by globs on the last segments of their names. */
// oxfmt-ignore
export const imageRows: readonly NeedRow[] = [
  row('engine', 'strong', ['NCCL and the buffers of its processes', '32Gi', 'sgl-project/sglang#5096'], 'sglang*', 'lmsysorg/*'),
  row('nccl', 'strong', ['NCCL between the shards', '1Gi', 'huggingface/text-generation-inference@db931fc'], 'text-generation-inference*', '*huggingface-text-generation-inference*'),
  row('nccl', 'strong', ['NCCL between GPUs without NVLink', '16Gi', 'NVIDIA NIM for LLMs documentation'], 'nim/*/*'),
  row('engine', 'strong', ['its runtimes mount one', undefined, 'kserve/kserve@aaac4e2'], 'huggingfaceserver*', 'vllmserver*'),
  row('engine', 'medium', ['messages between the engine and its workers', '2Gi', 'vllm-project/vllm#49568'], '*vllm*'),
  row('engine', 'medium', ['vLLM, whose workers exchange messages there', '20Gi', 'llm-d/llm-d#1038'], 'llm-d-cuda*', 'llm-d-rocm*', 'llm-d-xpu*', 'llm-d-hpu*', 'llm-d-dev*', 'llm-d-aws*', 'llm-d/llm-d'),
  row('engine', 'medium', ['MPI and NCCL between its processes', '2Gi', 'NVIDIA/TensorRT-LLM#674'], 'tensorrt-llm*', 'tensorrt-llm/*', '*trtllm*'),
  row('engine', 'weak', ['models of the Python backend keep their tensors there', '1Gi', 'triton-inference-server/python_backend@f9088ff'], 'tritonserver*'),

  row('training', 'medium', ['workers of a DataLoader, and NCCL', '32Gi', 'AI-Hypercomputer/gpu-recipes@2e1fd5e'], 'nvidia/nemo*', '*megatron*'),
  row('training', 'medium', ['workers of a DataLoader, and NCCL', '1Gi', 'deepspeedai/DeepSpeed@edaa722'], 'deepspeed/*', 'deepspeed*'),
  row('training', 'medium', ['MPI or NCCL between its processes', '8Gi', 'Horovod: the compose file of its tests'], 'horovod*', 'horovod/*'),
  row('training', 'medium', ['workers of a DataLoader, and NCCL', undefined, 'hiyouga/LlamaFactory#7315'], 'axolotl*', 'llamafactory*', 'llama-factory*', 'verl', 'verlai/*'),
  row('training', 'medium', ['graphs that its workers share', '4Gi', 'dmlc/dgl@3d16000'], 'dgllib/*'),
  row('nccl', 'medium', ['NCCL between GPUs', '1Gi', 'NVIDIA/nccl-tests#166'], 'nccl-tests*'),
  row('training', 'weak', ['workers of a DataLoader hand their tensors over there, if it has any', undefined, 'pytorch/pytorch: README'], '*pytorch*'),
  row('training', 'weak', ['workers of a DataLoader, if it has any', undefined, 'PaddlePaddle/models#4685'], 'paddlepaddle/*'),
  row('training', 'weak', ['what its user runs in it, such as PyTorch', undefined, 'jupyterhub/zero-to-jupyterhub-k8s@48ea50e'], '*jupyter*', '*-notebook'),
  row('ray', 'weak', ['the object store of a node of Ray; a client has none', undefined, 'ray-project/kuberay@feeaf72'], 'rayproject/ray*', 'anyscale/ray*'),
  row('mpi', 'weak', ['ranks on one node exchange messages there', undefined, 'open-mpi/ompi@8efebee'], 'mpioperator/*', 'oneapi-hpckit*', '*nwchem*'),
  row('mpi', 'medium', ['the jobs of Slurm, such as MPI and NCCL', '64Gi', 'nebius/soperator@c238d99'], 'slurmd*'),

  row('postgres', 'medium', ['parallel queries, index builds and vacuums; shared_buffers are not there', '256Mi', 'docker-library/docs@c4a9ba4'], 'postgres', 'postgres-1*', 'postgresql', 'postgresql-1*', 'postgresql-repmgr', '*timescaledb*', 'spilo*', 'crunchy-postgres*', 'citus', 'postgis'),
  row('postgres', 'medium', ['a parallel build of an HNSW index takes maintenance_work_mem there', '256Mi', 'pgvector/pgvector#453'], 'pgvector', 'pgvecto-rs*', 'vchord-postgres*'),
  row('oracle', 'medium', ['MEMORY_TARGET is kept there', '4Gi', 'oracle/docker-images@d5b0a1f'], 'database/enterprise*', 'database/express*', 'database/free*', 'gvenzl/oracle-*'),

  row('chromium', 'strong', ['pages of Chromium', '2Gi', 'SeleniumHQ/docker-selenium@3290a30'], 'selenium/*-chrom*', 'selenium/*-edge*', 'seleniarm/*-chrom*', 'selenoid/*chrome*'),
  row('browser', 'strong', ['pages of Firefox, which cannot do without', '2Gi', 'SeleniumHQ/docker-selenium@3290a30'], 'selenium/*-firefox*', 'selenium/*-all-browsers*', 'seleniarm/*-firefox*', 'selenoid/*firefox*'),
  row('browser', 'medium', ['pages of Firefox and WebKit; Chromium does without by default', undefined, 'microsoft/playwright@d4e1023'], 'playwright*'),
  row('browser', 'medium', ['pages of the browser in it', '1Gi', 'linuxserver/docker-chromium@37d8669'], 'linuxserver/chrom*', 'linuxserver/firefox*'),
  row('browser', 'medium', ['pages of the browser in it', '512Mi', 'kasmtech/workspaces-images@7600e45'], 'kasmweb/*chrom*', 'kasmweb/*firefox*', 'kasmweb/*desktop*'),
  row('chromium', 'medium', ['pages of Chromium', undefined, 'Voyz/ibeam#167'], 'voyz/ibeam*'),
  row('chromium', 'medium', ['pages of Chromium', undefined, 'FlareSolverr/FlareSolverr#880'], 'flaresolverr*'),
  row('server', 'strong', ['Chromium, and it refuses to start below 2GB', '2Gi', 'jitsi/docker-jitsi-meet@2e6b31d'], 'jitsi/jibri*'),

  row('server', 'strong', ['decoded frames of each camera, and its logs', '256Mi', 'blakeblackshear/frigate@e3fa701'], 'frigate'),
  row('server', 'strong', ['buffers of images', '512Mi', 'ZoneMinder/zmdockerfiles@5ad4a45'], 'zoneminder*', 'zoneminderhq/*'),
  row('server', 'strong', ['metrics of its processes', '256Mi', 'GitLab documentation: omnibus-gitlab, work item 8971'], 'gitlab/gitlab-ce', 'gitlab/gitlab-ee'),
  row('server', 'strong', ['its documentation asks for it', '512Mi', 'MathWorks documentation of the MATLAB container image'], 'mathworks/matlab*'),
];

const controls = 'it watches, steers or saves what needs it, and does not itself';

/** Images that do not need it, whatever else their names and their containers say. */
// oxfmt-ignore
export const imageOpposites: readonly Opposite[] = [
  { matches: ['*-exporter', '*_exporter', '*-operator', '*-controller', '*-controller-manager', '*-webhook', '*-backup*', '*-client'], ends: 'all', why: controls, source: 'zalando/postgres-operator@a7aaad0' },
  { matches: ['*pgbouncer*', 'pgadmin*', 'pgpool*', '*postgrest*', 'postgres-util*'], ends: 'all', why: 'a client of the database', source: 'cloudnative-pg/cloudnative-pg@a95a534' },
  { matches: ['*-router', '*-routing-sidecar', '*-router-*', '*-scheduler', '*-gateway', '*-tokenizer', '*-latency-predictor*', '*-sim', '*-simulator'], ends: 'all', why: 'it stands before the engines, or for one, and holds no model', source: 'llm-d-incubation/llm-d-modelservice@3051935' },
  { matches: ['*-device-plugin*', 'dcgm*', 'gpu-operator*', 'gpu-feature-discovery*'], ends: 'all', why: 'it manages devices, and computes nothing', source: 'NVIDIA/gpu-operator' },
  { matches: ['kuberay/*'], ends: 'all', why: 'it starts clusters, and is no node of one', source: 'ray-project/kuberay@feeaf72' },
  { matches: ['puppeteer*', 'gotenberg*', 'cypress/*', '*browserless*', 'grafana-image-renderer*'], ends: ['chromium', 'browser'], why: 'its Chromium is started with --disable-dev-shm-usage', source: 'gotenberg/gotenberg@0b16b0a' },
];
