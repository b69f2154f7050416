import type { Config } from '../config.ts';
import { namesKind } from '../select.ts';
import { inline } from './print.ts';

const KINDS = [
  { apiGroup: '', kind: 'Pod', resource: 'pods' },
  { apiGroup: '', kind: 'PodTemplate', resource: 'podtemplates' },
  { apiGroup: '', kind: 'ReplicationController', resource: 'replicationcontrollers' },
  { apiGroup: 'apps', kind: 'DaemonSet', resource: 'daemonsets' },
  { apiGroup: 'apps', kind: 'Deployment', resource: 'deployments' },
  { apiGroup: 'apps', kind: 'ReplicaSet', resource: 'replicasets' },
  { apiGroup: 'apps', kind: 'StatefulSet', resource: 'statefulsets' },
  { apiGroup: 'batch', kind: 'CronJob', resource: 'cronjobs' },
  { apiGroup: 'batch', kind: 'Job', resource: 'jobs' },
] as const;

/** The built-in kinds that a config selects. */
export const checkedKinds = ({ kinds, excludeKinds }: Config): readonly (typeof KINDS)[number][] =>
  KINDS.filter(
    (row) =>
      kinds.some((entry) => entry === '*' || namesKind(entry, row)) &&
      !excludeKinds.some((entry) => entry === '*' || namesKind(entry, row)),
  );

/** What the policy is asked about. */
export const rulesOf = (config: Config): readonly object[] =>
  ['', 'apps', 'batch'].flatMap((group) => {
    const resources = checkedKinds(config).filter(({ apiGroup }) => apiGroup === group);
    return resources.length === 0
      ? []
      : [
          {
            apiGroups: inline([group]),
            apiVersions: inline(['v1']),
            operations: inline(['CREATE', 'UPDATE']),
            resources: inline(resources.map(({ resource }) => resource)),
          },
        ];
  });
