import type { NeedRow, Signal } from './types.ts';

/** Kinds whose pods need it, as `group/Kind`. */
// oxfmt-ignore
export const kindRows: readonly NeedRow[] = [
  { matches: ['kubeflow.org/PyTorchJob', 'sagemaker.amazonaws.com/HyperPodPyTorchJob'], reason: { user: 'training', strength: 'medium', why: 'workers of a DataLoader, and NCCL', source: 'pytorch/pytorch: README' } },
  { matches: ['kubeflow.org/PaddleJob'], reason: { user: 'training', strength: 'medium', why: 'workers of a DataLoader, and NCCL', source: 'PaddlePaddle/models#4685' } },
  { matches: ['kubeflow.org/MPIJob'], reason: { user: 'mpi', strength: 'medium', why: 'ranks on one node exchange messages there', hint: '1Gi', source: 'pmodels/mpich#4631' } },
  { matches: ['ray.io/RayCluster', 'ray.io/RayJob', 'ray.io/RayService', 'ray.io/RayCronJob'], reason: { user: 'ray', strength: 'strong', why: 'the object store, 30 % of the memory', source: 'ray-project/ray#13624' } },
  { matches: ['slinky.slurm.net/NodeSet'], reason: { user: 'mpi', strength: 'medium', why: 'the jobs of Slurm, such as MPI and NCCL', source: 'nebius/soperator@c238d99' } },
  { matches: ['kubeflow.org/Notebook'], reason: { user: 'training', strength: 'weak', why: 'what its user runs in it, such as PyTorch', source: 'jupyterhub/zero-to-jupyterhub-k8s@48ea50e' } },
];

/** What a kind says of its pods. */
export const kindSignal = (group: string, kind: string): Signal | undefined => {
  const row = kindRows.find(({ matches }) => matches.includes(`${group}/${kind}`));
  return row && { signal: `kind ${kind}`, reason: row.reason };
};
