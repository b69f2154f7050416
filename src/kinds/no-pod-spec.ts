import { isList, isMap, type Fields, type Value } from '../data/value.ts';

/** Kinds that hold pods and no PodSpec: no place can be named for them, but something can be done. */
interface Shape {
  readonly group: string;
  readonly kinds: readonly string[];
  /** Keys that hold a container or several; without any of them the object has none of its own. */
  readonly keys: readonly string[];
  /** What to do instead, as a sentence goes on: `to give it a /dev/shm, …`. */
  readonly remedy: string;
}

const servers = [
  'model',
  'sklearn',
  'xgboost',
  'tensorflow',
  'pytorch',
  'triton',
  'onnx',
  'huggingface',
  'pmml',
  'lightgbm',
  'paddle',
];

const shapes: readonly Shape[] = [
  {
    group: 'tekton.dev',
    kinds: ['TaskRun', 'Pipeline', 'PipelineRun'],
    keys: ['steps'],
    remedy:
      'put its steps into a Task and run inject-shm on that, or write a memory-backed `emptyDir` into the `volumes` beside the steps, and a mount at /dev/shm into the `stepTemplate`',
  },
  {
    group: 'serving.kserve.io',
    kinds: ['InferenceService'],
    keys: servers,
    remedy:
      'run inject-shm on the ServingRuntime that it uses, or write a memory-backed `emptyDir` into `spec.predictor.volumes` and a mount into the `volumeMounts` of the model',
  },
  {
    group: 'trainer.kubeflow.org',
    kinds: ['TrainJob'],
    keys: ['trainer', 'runtimeRef'],
    remedy:
      'run inject-shm on the TrainingRuntime that it names, with the annotation inject-shm.dev/size where the job sets the memory',
  },
  {
    group: 'kafka.strimzi.io',
    kinds: ['Kafka', 'KafkaNodePool', 'KafkaConnect', 'KafkaBridge', 'KafkaMirrorMaker2'],
    keys: [],
    remedy: 'nothing can be done: Strimzi takes mounts below /mnt only',
  },
  {
    group: 'actions.summerwind.dev',
    kinds: ['RunnerDeployment', 'RunnerReplicaSet', 'Runner'],
    keys: [],
    remedy:
      'write a memory-backed `emptyDir` into its `volumes`, and a mount at /dev/shm into its `volumeMounts`',
  },
  {
    group: 'slinky.slurm.net',
    kinds: ['NodeSet', 'LoginSet'],
    keys: ['slurmd', 'login'],
    remedy:
      'write a memory-backed `emptyDir` into `spec.template.spec.volumes`, and a mount at /dev/shm into `spec.slurmd` or `spec.login`',
  },
  {
    group: 'ome.io',
    kinds: ['InferenceService', 'ServingRuntime', 'ClusterServingRuntime'],
    keys: ['runner'],
    remedy:
      'write a memory-backed `emptyDir` into the `volumes` beside the `runner`, and a mount at /dev/shm into the runner',
  },
];

/** Whether one of the keys is anywhere in it with a map or a list. */
const holds = (value: Value, keys: readonly string[], seen: Set<Value>): boolean => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  if (isList(value)) return value.some((item) => holds(item, keys, seen));
  return Object.entries(value).some(
    ([key, inner]) =>
      (keys.includes(key) && (isMap(inner) || isList(inner))) || holds(inner, keys, seen),
  );
};

/** What to do for an object that holds pods and no PodSpec; `undefined` where it is none of those that are known. */
export const withoutPodSpec = (object: Fields): string | undefined => {
  const [group, kind] = [String(object['apiVersion'] ?? '').split('/')[0], object['kind']];
  const shape = shapes.find((each) => each.group === group && each.kinds.includes(String(kind)));
  if (shape === undefined) return undefined;
  return shape.keys.length === 0 || holds(object['spec'], shape.keys, new Set())
    ? shape.remedy
    : undefined;
};
