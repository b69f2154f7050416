import * as E from 'fp-ts/lib/Either.js';
import type { Input } from '../inject/input.ts';
import { readAll } from '../inject/read-all.ts';
import { textSurface } from '../inject/surface.ts';
import { toReport } from '../report.ts';
import type { Report } from '../report/model.ts';
import type { PodSample } from '../report/stats.ts';
import { foldItems, planReport } from '../report/surface.ts';
import { type Config, decodeInput } from '../config.ts';
import { type Answer, failed, ofConfig, ofText, succeeded } from './answer.ts';
import { inFolder, type Options, type TextFile } from './text.ts';

export interface ReportOptions extends Pick<Options, 'config' | 'functionConfig'> {
  /** How many nodes a DaemonSet runs on; without it its replicas are "at least" one. */
  readonly nodes?: number | undefined;
}

const noSamples: readonly PodSample[] = [];

const reportOn = (
  { items, list }: Input,
  config: Config,
  nodes: number | undefined,
): Answer<{ readonly report: Report }> => {
  const text = textSurface(config, list !== undefined);
  const { items: kept, podsOf } = foldItems(items, text);
  const { facts, objects } = planReport(kept, text);
  return succeeded({ report: toReport(facts, { objects, nodes, samples: noSamples, podsOf }) });
};

/**
 * What there is, what would change and what is at risk: a row for each pod, the worst first, and totals. It is JSON, with
 * fn-config/report.schema.json; amounts have their bytes and a Quantity. No time and no host is in it.
 * @param files - manifests, or what `kubectl get pods,deploy,… -o yaml` prints
 */
export const report = (
  files: readonly TextFile[],
  { config = {}, functionConfig, nodes }: ReportOptions = {},
): Answer<{ readonly report: Report }> => {
  const decoded = decodeInput(functionConfig, config);
  if (E.isLeft(decoded)) return failed(decoded.left.map(ofConfig));
  const { input, refused } = readAll(files.map(inFolder));
  return refused.length > 0 ? failed(refused.map(ofText)) : reportOn(input, decoded.right, nodes);
};
