import { type Decoded, type Model, type Source, decodeEntries } from './decode.ts';
import type { Config } from './types.ts';

/** What flags, by their names without `--`, make of the config below. */
export const decodeFlagEntries = (
  model: Model,
  flags: Readonly<Record<string, string>>,
  below: Config,
): Decoded => decodeEntries(model, source, Object.entries(flags), below);

const source: Source = {
  nameOf: ({ flag }) => flag,
  readerOf: ({ read }) => read,
  also: [],
  noun: 'flag',
  place: '--',
  prefix: '--',
};
