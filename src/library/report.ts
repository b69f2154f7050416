import * as E from 'fp-ts/lib/Either.js';
import { separate } from 'fp-ts/lib/ReadonlyArray.js';
import type { Input } from '../inject/input.ts';
import { readAll } from '../inject/read-all.ts';
import { textSurface } from '../inject/surface.ts';
import { toReport, type ReportOptions as ReportedBy } from '../report.ts';
import type { Report } from '../report/model.ts';
import { parseStats, type PodSample } from '../report/stats.ts';
import { foldItems, planReport } from '../report/surface.ts';
import { type Config, decodeInput } from '../config.ts';
import { type Answer, failed, ofConfig, ofText, type Problem, succeeded } from './answer.ts';
import { inFolder, type Options, type TextFile } from './text.ts';

export interface ReportOptions extends Pick<Options, 'config' | 'functionConfig'> {
  /** How many nodes a DaemonSet runs on; without it its replicas are "at least" one. */
  readonly nodes?: number | undefined;
  /** What kubelets measured: the JSON of `/stats/summary` of each node. */
  readonly stats?: readonly TextFile[] | undefined;
}

/** Samples of all files. Left: a problem for each that cannot be read. */
const samplesIn = (
  files: readonly TextFile[],
): E.Either<readonly Problem[], readonly PodSample[]> => {
  const read = files.map(({ file, text }) =>
    E.mapLeft((why: string): Problem => ({ message: `${file} ${why}`, file }))(parseStats(text)),
  );
  const { left, right } = separate(read);
  return left.length > 0 ? E.left(left) : E.right(right.flat());
};

const reportOn = (
  { items, list }: Input,
  config: Config,
  measured: Pick<ReportedBy, 'nodes' | 'samples'>,
): Answer<{ readonly report: Report }> => {
  const text = textSurface(config, list !== undefined);
  const { items: kept, podsOf } = foldItems(items, text);
  const { facts, objects } = planReport(kept, text);
  return succeeded({ report: toReport(facts, { ...measured, objects, podsOf }) });
};

/**
 * What there is, what would change and what is at risk: a row for each pod, the worst first, and totals. It is JSON, with
 * fn-config/report.schema.json; amounts have their bytes and a Quantity. No time and no host is in it.
 * @param files - manifests, or what `kubectl get pods,deploy,… -o yaml` prints
 */
export const report = (
  files: readonly TextFile[],
  { config = {}, functionConfig, nodes, stats = [] }: ReportOptions = {},
): Answer<{ readonly report: Report }> => {
  const decoded = decodeInput(functionConfig, config);
  if (E.isLeft(decoded)) return failed(decoded.left.map(ofConfig));
  const { input, refused } = readAll(files.map(inFolder));
  if (refused.length > 0) return failed(refused.map(ofText));
  const samples = samplesIn(stats);
  if (E.isLeft(samples)) return failed(samples.left);
  return reportOn(input, decoded.right, { nodes, samples: samples.right });
};
