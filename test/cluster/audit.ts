import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';

/** What the audit log says about a request. */
export interface AuditEvent {
  readonly auditID: string;
  readonly verb: string;
  /** `mutation.webhook.admission.k8s.io/round_R_index_I` and the like say what each webhook did. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly requestObject?: unknown;
  readonly responseStatus?: { readonly code?: number };
}

/**
 * The event of a request, which may be written a moment after its answer. Only what changes Pods, ReplicationControllers
 * and what is in `apps` and `batch` is audited.
 */
export const auditEvent = async (cluster: Cluster, auditId: string): Promise<AuditEvent> => {
  for (let attempt = 0; attempt < 50; attempt++) {
    const found = auditEvents(cluster).find(({ auditID }) => auditID === auditId);
    if (found !== undefined) return found;
    await sleep(20);
  }
  throw new Error(`${cluster.auditLog} has no event ${auditId}`);
};

/** All events, oldest first; among them those of pods that a controller created. */
export const auditEvents = ({ auditLog }: Cluster): readonly AuditEvent[] =>
  readFileSync(auditLog, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AuditEvent);
