import { isMap, type Fields } from '../data/value.ts';
import { containerField, field, type Container } from '../plan/pod.ts';
import { acceleratorRow, acceleratorsOf } from './accelerators.ts';
import type { NeedRow, Reason, Signal } from './types.ts';

const peers: Reason = {
  user: 'nccl',
  strength: 'strong',
  why: 'NCCL between the devices',
  hint: '1Gi',
  source: 'vllm-project/production-stack#97',
};
const one: Reason = {
  user: 'training',
  strength: 'weak',
  why: 'what computes on it may have several processes',
  source: 'vllm-project/vllm#49568',
};
const network: Reason = {
  user: 'nccl',
  strength: 'strong',
  why: 'one of several nodes that train or serve together',
  source: 'aws-samples/awsome-distributed-training@0edaf15',
};

/** Devices that mean it. */
export const deviceRows: readonly NeedRow[] = [
  { matches: ['2 or more GPUs, NPUs or Gaudis of a container'], reason: peers },
  { matches: ['one of them, a share of one, or another accelerator'], reason: one },
  { matches: ['rdma/*', 'vpc.amazonaws.com/efa'], reason: network },
];

const isNetwork = (name: string): boolean =>
  name.startsWith('rdma/') || name === 'vpc.amazonaws.com/efa';

const networkOf = (limits: Fields): Signal | undefined => {
  for (const name in limits)
    if (isNetwork(name) && !/^0*$/.test(String(limits[name] ?? '')))
      return { signal: name, reason: network };
  return undefined;
};

const none: readonly never[] = [];

/** What the devices that a container asks for say. */
export const deviceSignals = (pod: Fields, container: Container): readonly Signal[] => {
  const limits = field(containerField(container.value, 'resources'), 'limits');
  const found = acceleratorsOf(pod, container);
  const net = isMap(limits) ? networkOf(limits) : undefined;
  if (found.length === 0) return net === undefined ? none : [net];
  const talking = found.filter(({ name }) => acceleratorRow(name)?.peers === true);
  const count = talking.reduce((sum, each) => sum + each.count, 0);
  const what = (count >= 2 ? talking : found).map(({ name, count: many }) =>
    name.includes('/') ? `${many} × ${name}` : name,
  );
  const device: Signal = { signal: what.join(', '), reason: count >= 2 ? peers : one };
  return net === undefined ? [device] : [device, net];
};
