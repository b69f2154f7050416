import { field, maps, podField, containerField, type Container } from '../plan/pod.ts';
import { glob } from '../select/glob.ts';
import { filterMap } from '../data/list.ts';
import { isList, isMap, type Fields, type Value } from '../data/value.ts';
import { once } from './patterns.ts';

/** What of an accelerator a container asks for. */
export interface Accelerator {
  /** The name of the resource, `claim gpu`, or `runtime class nvidia`. */
  readonly name: string;
  /** How many devices; a part of one counts as one. */
  readonly count: number;
}

/** A row of the table: resources that are accelerators. */
export interface AcceleratorRow {
  /** Globs on the names of extended resources. */
  readonly resources: readonly string[];
  readonly what: string;
  /** An amount says how much of a device, not how many devices. */
  readonly shares?: true;
  /** Whether two or more in a container talk to each other through `/dev/shm`. */
  readonly peers?: true;
  readonly source: string;
}

/** Devices that compute. All other devices (fuse, kvm, rdma, SR-IOV, huge pages, monitoring) are none. */
// oxfmt-ignore
export const acceleratorRows: readonly AcceleratorRow[] = [
  { resources: ['nvidia.com/gpu', 'nvidia.com/mig-*', 'nvidia.com/pgpu', 'nvidia.com/vgpu*'], what: 'NVIDIA GPU', peers: true, source: 'NVIDIA/k8s-device-plugin' },
  { resources: ['nvidia.com/gpu.shared', 'nvidia.com/mig-*.shared'], what: 'a share of an NVIDIA GPU', shares: true, source: 'NVIDIA/k8s-device-plugin' },
  { resources: ['amd.com/gpu', 'amd.com/*_nps*'], what: 'AMD GPU', peers: true, source: 'ROCm/k8s-device-plugin' },
  { resources: ['gpu.intel.com/i915', 'gpu.intel.com/xe'], what: 'Intel GPU', peers: true, source: 'intel/intel-device-plugins-for-kubernetes' },
  { resources: ['gpu.intel.com/millicores', 'gpu.intel.com/tiles', 'gpu.intel.com/memory.max'], what: 'a share of an Intel GPU', shares: true, source: 'intel/intel-device-plugins-for-kubernetes' },
  { resources: ['habana.ai/gaudi*', 'habana.ai/goya'], what: 'Intel Gaudi', peers: true, source: 'Intel Gaudi documentation: Kubernetes device plugin' },
  { resources: ['aws.amazon.com/neuron*'], what: 'AWS Neuron', source: 'aws-neuron/aws-neuron-sdk' },
  { resources: ['google.com/tpu', 'cloud-tpus.google.com/*'], what: 'Google TPU', source: 'Google Kubernetes Engine documentation: TPUs' },
  { resources: ['huawei.com/Ascend*', 'huawei.com/npu*'], what: 'Huawei Ascend NPU', peers: true, source: 'Ascend/ascend-device-plugin' },
  { resources: ['cambricon.com/mlu*', 'cambricon.com/vmlu'], what: 'Cambricon MLU', peers: true, source: 'Cambricon/cambricon-k8s-device-plugin' },
  { resources: ['qualcomm.com/qaic*'], what: 'Qualcomm Cloud AI', source: 'quic/cloud-ai-sdk' },
  { resources: ['hygon.com/dcu', 'hygon.com/dcunum', 'metax-tech.com/gpu', 'mthreads.com/vgpu', 'mthreads.com/gpu', 'iluvatar.com/gpu', 'iluvatar.ai/gpu', 'enflame.com/gcu', 'kunlunxin.com/xpu'], what: 'other GPUs and NPUs', peers: true, source: 'Project-HAMi/HAMi' },
  { resources: ['volcano.sh/gpu-number', 'volcano.sh/vgpu-number'], what: 'GPU by Volcano', peers: true, source: 'volcano-sh/devices' },
  { resources: ['volcano.sh/gpu-memory', 'volcano.sh/vgpu-memory', 'aliyun.com/gpu-mem', 'tencent.com/vcuda-core'], what: 'a share of a GPU', shares: true, source: 'AliyunContainerService/gpushare-device-plugin' },
  { resources: ['aliyun.com/gpu-count', 'aliyun.com/gpu'], what: 'GPU of Alibaba Cloud', peers: true, source: 'AliyunContainerService/gpushare-device-plugin' },
  { resources: ['fpga.intel.com/*', 'xilinx.com/fpga-*'], what: 'FPGA', source: 'intel/intel-device-plugins-for-kubernetes' },
];

/** Runtime classes that give a container the GPUs of its node without a resource. */
export const runtimeClasses: readonly string[] = [
  'nvidia',
  'nvidia-*',
  '*-nvidia',
  '*-nvidia-gpu*',
  'habana',
];

const none: readonly never[] = [];

const compiled = once(() =>
  acceleratorRows.flatMap((row) => row.resources.map((each) => ({ row, fits: glob(each) }))),
);

const rows = new Map<string, AcceleratorRow | undefined>();

/** The row of a resource; the last that matches, so that a share is not taken for a device. */
export const acceleratorRow = (resource: string): AcceleratorRow | undefined => {
  if (!resource.includes('/')) return undefined;
  if (rows.has(resource)) return rows.get(resource);
  const row = compiled().findLast(({ fits }) => fits(resource))?.row;
  if (rows.size < 1000) rows.set(resource, row);
  return row;
};

/** How many devices an amount means. What cannot be read, such as a template, is one. */
const countOf = (amount: Value, row: AcceleratorRow): number => {
  const text = typeof amount === 'number' ? String(amount) : amount;
  if (typeof text !== 'string') return isMap(amount) ? 1 : 0;
  if (/^\s*[+-]?0*\.?0*\s*$/.test(text)) return 0;
  return row.shares !== true && /^\s*\+?\d{1,6}\s*$/.test(text) ? Number(text) : 1;
};

/** The devices among amounts; `limits` says what an amount is where both have it. */
const devicesIn = (amounts: Value, limits?: Value): readonly Accelerator[] => {
  if (!isMap(amounts)) return none;
  const names = Object.keys(amounts).filter(
    (name) => name.includes('/') && !(isMap(limits) && Object.hasOwn(limits, name)),
  );
  return names.length === 0
    ? none
    : filterMap(names, (name) => {
        const row = acceleratorRow(name);
        const count = row === undefined ? 0 : countOf(amounts[name], row);
        return count > 0 ? { name, count } : undefined;
      });
};

const byResource = (resources: Value): readonly Accelerator[] => {
  const limits = field(resources, 'limits');
  const found = devicesIn(limits);
  const more = devicesIn(field(resources, 'requests'), limits);
  return more.length === 0 ? found : [...found, ...more];
};

const byClaim = (resources: Value): readonly Accelerator[] => {
  const claims = field(resources, 'claims');
  return isList(claims) && claims.length > 0
    ? maps(claims).map((claim) => ({
        name: `claim ${String(field(claim, 'name') ?? '')}`,
        count: 1,
      }))
    : none;
};

const asked = ({ value }: Container): readonly Accelerator[] => {
  const resources = containerField(value, 'resources');
  if (resources === undefined) return none;
  const found = byResource(resources);
  const claims = byClaim(resources);
  return claims.length === 0 ? found : [...found, ...claims];
};

const hidden = /^(void|none|)$/;

/** Whether the container's environment keeps the runtime from giving it GPUs. */
const seesNone = ({ value }: Container): boolean =>
  maps(containerField(value, 'env')).some(
    (each) =>
      field(each, 'name') === 'NVIDIA_VISIBLE_DEVICES' &&
      hidden.test(String(field(each, 'value') ?? '')),
  );

const asksForAny = (pod: Fields): boolean =>
  (['containers', 'initContainers'] as const).some((list) =>
    maps(podField(pod, list)).some((value) => {
      const resources = containerField(value, 'resources');
      return byResource(resources).length > 0 || byClaim(resources).length > 0;
    }),
  );

const givesGpus = (name: string): boolean => runtimeClasses.some((each) => glob(each)(name));

/**
 * The accelerators that a container asks for: by resources with an amount above 0, by claims of devices, and by the
 * pod's runtime class where none of its containers asks for one by name.
 */
export const acceleratorsOf = (pod: Fields, container: Container): readonly Accelerator[] => {
  const found = asked(container);
  if (found.length > 0) return found;
  const runtime = podField(pod, 'runtimeClassName');
  return typeof runtime === 'string' &&
    givesGpus(runtime) &&
    container.role === 'container' &&
    !seesNone(container) &&
    !asksForAny(pod)
    ? [{ name: `runtime class ${runtime}`, count: 1 }]
    : none;
};
