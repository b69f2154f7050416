import { filterMap } from '../data/list.ts';
import { isList, type Fields } from '../data/value.ts';
import { containerField, field, maps } from '../plan/pod.ts';
import { glob } from '../select/glob.ts';
import { once } from './patterns.ts';
import type { NeedRow, Opposite, Reason, Signal } from './types.ts';

/** A variable of a container; the value is empty where it comes from elsewhere. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

interface EnvironmentRow extends NeedRow {
  /** What the value has to be; any will do without it. */
  readonly value?: RegExp;
}

const nccl: Reason = {
  user: 'nccl',
  strength: 'strong',
  why: 'NCCL between GPUs',
  hint: '1Gi',
  source: 'NVIDIA/nccl@5067397',
};
const ranks: Reason = {
  user: 'training',
  strength: 'strong',
  why: 'one of several processes that train together',
  source: 'aws-samples/awsome-distributed-training@0edaf15',
};
const engine: Reason = {
  user: 'engine',
  strength: 'medium',
  why: 'vLLM, whose workers exchange messages there',
  hint: '2Gi',
  source: 'vllm-project/vllm#49568',
};
const mpi: Reason = {
  user: 'mpi',
  strength: 'medium',
  why: 'ranks on one node exchange messages there',
  source: 'open-mpi/ompi@8efebee',
};

/** Variables that mean it, by globs on their names. */
// oxfmt-ignore
export const environmentRows: readonly EnvironmentRow[] = [
  { matches: ['NCCL_*'], reason: nccl },
  { matches: ['NUM_SHARD'], value: /^(?!\s*[01]?\s*$)/, reason: { ...nccl, why: 'NCCL between the shards', source: 'huggingface/text-generation-inference@db931fc' } },
  { matches: ['MASTER_ADDR'], reason: ranks },
  { matches: ['WORLD_SIZE'], value: /^(?!\s*[01]\s*$)/, reason: ranks },
  { matches: ['VLLM_*'], reason: engine },
  { matches: ['LMCACHE_*'], reason: engine },
  { matches: ['I_MPI_*', 'OMPI_*'], reason: mpi },
  { matches: ['PROMETHEUS_MULTIPROC_DIR', 'prometheus_multiproc_dir'], value: /^\/dev\/shm/, reason: { user: 'server', strength: 'medium', why: 'metrics of the processes', hint: '256Mi', source: 'prometheus/client_python@d0b497f' } },
];

/** A service beside it is named so that a client finds it: the client does not need it. */
const ofClient = /URL|URI|HOST|ENDPOINT|ADDR|PORT|KEY|TOKEN|MODEL|SERVICE/;

interface EnvironmentOpposite extends Opposite {
  readonly names: readonly string[];
  readonly value: RegExp;
}

/** Variables that take a need away. */
// oxfmt-ignore
export const environmentOpposites: readonly EnvironmentOpposite[] = [
  { matches: ['NCCL_SHM_DISABLE=1'], names: ['NCCL_SHM_DISABLE'], value: /^\s*1\s*$/, ends: ['nccl'], why: 'NCCL goes another way', source: 'NVIDIA/nccl@5067397' },
  { matches: ['RAY_OBJECT_STORE_ALLOW_SLOW_STORAGE=1'], names: ['RAY_OBJECT_STORE_ALLOW_SLOW_STORAGE'], value: /^\s*(1|true)\s*$/i, ends: ['ray'], why: 'the object store may be on disk', source: 'ray-project/ray#13624' },
  { matches: ['SE_BROWSER_ARGS_DISABLE_DSHM'], names: ['SE_BROWSER_ARGS_DISABLE_DSHM'], value: /./, ends: ['chromium'], why: 'Chromium is started with --disable-dev-shm-usage', source: 'SeleniumHQ/docker-selenium@3290a30' },
];

const none: readonly never[] = [];

const mayMatch =
  /^(NCCL_|NUM_SHARD|MASTER_ADDR|WORLD_SIZE|VLLM_|LMCACHE_|I_MPI_|OMPI_|prometheus_multi)/i;

/** Whether one of a container's variables may say something by itself. */
export const hasSigns = (container: Fields): boolean => {
  const env = containerField(container, 'env');
  return (
    isList(env) &&
    env.some((each) => {
      const name = field(each, 'name');
      const value = field(each, 'value');
      return (
        (typeof name === 'string' && mayMatch.test(name)) ||
        (typeof value === 'string' && value.includes('/dev/shm'))
      );
    })
  );
};

/** The variables of a container. */
export const variablesOf = (container: Fields): readonly Variable[] => {
  const env = containerField(container, 'env');
  if (!isList(env) || env.length === 0) return none;
  return maps(env).map((each) => {
    const value = field(each, 'value');
    return {
      name: String(field(each, 'name') ?? ''),
      value: value === null || value === undefined ? '' : String(value),
    };
  });
};

const compiled = once(() =>
  environmentRows.flatMap(({ matches, value, reason }) =>
    matches.map((each) => ({ fits: glob(each), isOpen: each.endsWith('_*'), value, reason })),
  ),
);

const signalOf = ({ name, value }: Variable): Signal | undefined => {
  if (!mayMatch.test(name)) return undefined;
  const row = compiled().find(
    (each) =>
      each.fits(name) &&
      (each.value === undefined || each.value.test(value)) &&
      !(each.isOpen && each.reason.user === 'engine' && ofClient.test(name)),
  );
  return row && { signal: `environment ${name}`, reason: row.reason };
};

/** What the variables of a container say, each reason once. */
export const environmentSignals = (variables: readonly Variable[]): readonly Signal[] => {
  const found = filterMap(variables, signalOf);
  return found.length < 2
    ? found
    : found.filter(({ reason }, at) => found.findIndex((each) => each.reason === reason) === at);
};

/** The opposites among the variables of a container. */
export const environmentOpposing = (variables: readonly Variable[]): readonly Opposite[] =>
  environmentOpposites.filter(({ names, value }) =>
    variables.some((each) => names.includes(each.name) && value.test(each.value)),
  );
