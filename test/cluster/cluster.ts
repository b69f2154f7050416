import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { named } from './api.ts';
import { binaries } from './binaries.ts';
import { type Access, type Client, connect } from './client.ts';
import { type Program, freePorts, start, until } from './programs.ts';
import { type Sentinel, sentinel } from './sentinel.ts';
import {
  type Settings,
  apiServerFlags,
  controllerManagerFlags,
  etcdFlags,
  filesOf,
  fill,
  newToken,
  urlOf,
} from './settings.ts';

export interface ClusterOptions {
  /** Runs kube-controller-manager too, for what becomes of Deployments and Jobs. Nothing schedules their Pods. */
  readonly controllers?: boolean;
  /** Whether the audit log has what was sent and each patch of a webhook, not only who changed an object. */
  readonly auditRequests?: boolean;
  /** More flags of kube-apiserver, `--name=value`. */
  readonly flags?: readonly string[];
}

/** A control plane on loopback. */
export interface Cluster extends Client, Access {
  /** All that belongs to it: certificates, `server.log` (etcd's), `kube-apiserver.log` and so on, etcd's data. */
  readonly folder: string;
  /** A file that gives kubectl every right. */
  readonly kubeconfig: string;
  /** A file of one event a line. */
  readonly auditLog: string;
  /** Ends all of it and removes the folder. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts etcd and kube-apiserver with a folder, certificates and ports of their own and waits until they are ready, some
 * two seconds. They are gone at the latest when this process is. The running test is skipped where they cannot be built.
 */
export const startCluster = async (options: ClusterOptions = {}): Promise<Cluster> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Somebody else was faster to take a port that had been free.
      if (attempt === 3 || !/address already in use/.test(String(error))) throw error;
    }
  }
};

const startOnce = async (options: ClusterOptions): Promise<Cluster> => {
  const { etcd, apiServer, controllerManager } = await binaries();
  const settings = await newSettings(options);
  const guard = sentinel(settings.folder);
  const run = (path: string, flags: readonly string[]): Program =>
    startWatched(guard, settings, path, flags);
  try {
    const programs = [
      run(etcd, etcdFlags(settings)),
      run(apiServer, [...apiServerFlags(settings), ...(options.flags ?? [])]),
    ];
    const cluster = await until('ready', programs, () => reach(settings, guard));
    if (options.controllers === true) {
      const manager = run(controllerManager, controllerManagerFlags(settings));
      await until('ready', [...programs, manager], () => areControlled(cluster));
    }
    return cluster;
  } catch (error) {
    await guard.finish();
    throw error;
  }
};

const newSettings = async ({ auditRequests = false }: ClusterOptions): Promise<Settings> => {
  const [api = 0, etcd = 0, peer = 0] = await freePorts(3);
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'inject-shm-cluster-'));
  const settings = { folder, ports: { api, etcd, peer }, token: newToken(), auditRequests };
  fill(settings);
  return settings;
};

const startWatched = (
  guard: Sentinel,
  { folder }: Settings,
  path: string,
  flags: readonly string[],
): Program => {
  const program = start(folder, path, flags);
  guard.watch(program.child);
  return program;
};

/** `undefined` while the API server is not ready, or has not made its first namespace yet. */
const reach = async (settings: Settings, guard: Sentinel): Promise<Cluster | undefined> => {
  const { kubeconfig, auditLog, ca } = filesOf(settings);
  const access = {
    url: urlOf(settings),
    ca: readFileSync(ca, 'utf8'),
    token: settings.token,
  };
  const client = connect(access);
  const stop = async () => {
    client.close();
    await guard.finish();
  };
  const { status } = await client.request('GET', '/readyz');
  const namespace = await client.get(named('v1', 'Namespace', 'default'));
  return status === 200 && namespace.status === 200
    ? { ...access, ...client, folder: settings.folder, kubeconfig, auditLog, stop }
    : undefined;
};

/** The first that its controllers do for a namespace. */
const areControlled = async (cluster: Cluster): Promise<true | undefined> => {
  const { status } = await cluster.get(named('v1', 'ServiceAccount', 'default', 'default'));
  return status === 200 ? true : undefined;
};
