import type { Config } from '../config.ts';
import { decideExisting } from './existing.ts';
import type { Context } from './context.ts';
import type { Decision, Subject } from './decision.ts';
import { finding } from './findings.ts';
import { malformed } from './malformed.ts';
import { decideNewVolume } from './new-volume.ts';
import { occupies } from './pod.ts';
import { skips } from './skips.ts';

/** What is there at admission is its author's, or was put there at render time: nobody asks for it to be changed. */
const asThere = (config: Config, { at }: Context): Config =>
  at === 'admission' ? { ...config, existing: 'keep' } : config;

/** Decides what a pod should have at `/dev/shm`, and why. */
export const decide = (config: Config, context: Context, subject: Subject): Decision => {
  const { range } = context;
  const { pod, containers, annotations, place } = subject;
  for (const skip of skips) {
    const fact = skip(pod, annotations);
    if (fact !== undefined) return { outcome: 'leave', findings: [finding(fact)] };
  }
  const broken = malformed(pod, place, containers);
  if (broken.length > 0) return { outcome: 'hold', findings: broken };
  if (containers.length === 0) return { outcome: 'leave', findings: [] };
  return containers.some(occupies)
    ? decideExisting(asThere(config, context), range, subject)
    : decideNewVolume(config, range, subject);
};
