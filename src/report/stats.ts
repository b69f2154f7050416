import * as E from 'fp-ts/lib/Either.js';
import { isList, isMap, type Fields, type Value } from '../data/value.ts';

/** A volume of a pod, as a kubelet measured it. */
export interface PodSample {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly volume: string;
  readonly used: bigint;
  readonly size: bigint;
  /** `statfs`: size less what is available, which counts deleted files too that are still open or mapped. */
  readonly by: 'statfs' | 'du';
}

/**
 * Reads the kubelet's summary (`/stats/summary`): one or several of them, as JSON documents one after the other (what
 * `kubectl get --raw` prints for one node after the other), or as a list.
 * Left: what is wrong, behind the file's name.
 */
export const parseStats = (text: string): E.Either<string, readonly PodSample[]> => {
  const documents = parseJson(text);
  if (documents === undefined) return E.left('is not JSON as `kubectl get --raw` prints it');
  const summaries = documents.flatMap((each) => (isList(each) ? each : [each]));
  const wrong = summaries.find((each) => !isMap(each) || !isList(each['pods']));
  return summaries.length === 0 || wrong !== undefined
    ? E.left("has no list `pods`: it is not a kubelet's summary (/stats/summary)")
    : E.right(summaries.flatMap(samplesOf));
};

const parseJson = (text: string): readonly Value[] | undefined => {
  const whole = tryJson(text);
  if (whole !== undefined) return [whole];
  // Summaries in a row: the next begins where one of them is complete, on a line of its own or behind `}`.
  const parts = splitDocuments(text).map(tryJson);
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts : undefined;
};

const tryJson = (text: string): Value => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Cuts behind each bracket that closes the outermost one; strings are stepped over. */
const splitDocuments = (text: string): readonly string[] => {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const { 0: found, index } of text.matchAll(token)) {
    if (found === '{' || found === '[') depth++;
    if (found === '}' || found === ']') depth--;
    if (depth === 0 && !found.startsWith('"')) {
      parts.push(text.slice(from, index + 1));
      from = index + 1;
    }
  }
  const rest = text.slice(from);
  return rest.trim() === '' ? parts : [...parts, rest];
};

const samplesOf = (summary: Value): readonly PodSample[] =>
  maps(isMap(summary) ? summary['pods'] : undefined).flatMap((pod) => {
    const ref = isMap(pod['podRef']) ? pod['podRef'] : {};
    return maps(pod['volume']).flatMap((volume) => sampleOf(ref, volume));
  });

/** Every number may be absent. */
const sampleOf = (ref: Fields, volume: Fields): readonly PodSample[] => {
  const size = bytes(volume['capacityBytes']);
  const available = bytes(volume['availableBytes']);
  const isStatfs = size !== undefined && available !== undefined && available <= size;
  const used = isStatfs ? size - available : bytes(volume['usedBytes']);
  if (size === undefined || size === 0n || used === undefined) return [];
  return [
    {
      namespace: text(ref['namespace']),
      pod: text(ref['name']),
      uid: text(ref['uid']),
      volume: text(volume['name']),
      used,
      size,
      by: isStatfs ? 'statfs' : 'du',
    },
  ];
};

const maps = (value: Value): readonly Fields[] => (isList(value) ? value.filter(isMap) : []);

const text = (value: Value): string => (typeof value === 'string' ? value : '');

const bytes = (value: Value): bigint | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? BigInt(Math.round(value))
    : undefined;
