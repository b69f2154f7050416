/** What is to be printed. */
export interface PolicyOptions {
  /** The name of the policy, and of its binding. */
  readonly name: string;
  /** Who runs it: the API server itself, or Kyverno, on any version of Kubernetes. */
  readonly target: 'kubernetes' | 'kyverno';
  /** Those labelled `inject-shm.dev/inject: enabled`, or all but those `disabled` and the system's. */
  readonly namespaces: 'enabled' | 'all';
}
