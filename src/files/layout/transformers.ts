import * as E from 'fp-ts/lib/Either.js';
import { isList, isMap, type Fields, type Value } from '../../data/value.ts';
import { documentsIn, type documentsOf } from './documents.ts';
import { ofPatch, ofReplacements, unknownTouch, type Touch } from './touches.ts';

/** Kustomize's own transformers that leave pods' containers, volumes and resources alone. */
const harmless = new Set([
  'AnnotationsTransformer',
  'HashTransformer',
  'ImageTagTransformer',
  'LabelTransformer',
  'NamespaceTransformer',
  'PrefixTransformer',
  'PrefixSuffixTransformer',
  'ReplicaCountTransformer',
  'SortOrderTransformer',
  'SuffixTransformer',
]);

const patches: ReadonlyMap<string, string> = new Map([
  ['PatchTransformer', 'patch'],
  ['PatchJson6902Transformer', 'jsonOp'],
  ['PatchStrategicMergeTransformer', 'patches'],
]);

const ofInline = (config: Fields, field: string): readonly Touch[] => {
  const given = config[field];
  // A file beside it, which is not followed from here.
  const isElsewhere = config['path'] !== undefined || config['paths'] !== undefined;
  return isElsewhere || typeof given !== 'string'
    ? [unknownTouch]
    : ofPatch(documentsIn(given), config);
};

const ofConfig = (config: Value): readonly Touch[] => {
  if (config === null || config === undefined) return [];
  if (!isMap(config) || config['apiVersion'] !== 'builtin') return [unknownTouch];
  const kind = String(config['kind']);
  if (harmless.has(kind)) return [];
  const field = patches.get(kind);
  if (field !== undefined) return ofInline(config, field);
  const { replacements } = config;
  const isReplacing = kind === 'ReplacementTransformer' && isList(replacements);
  return isReplacing ? ofReplacements(replacements) : [unknownTouch];
};

/** The touches of transformers, by their configs; one that is not kustomize's own may do anything. */
export const ofTransformers = (configs: ReturnType<typeof documentsOf>): readonly Touch[] =>
  E.isLeft(configs) ? [unknownTouch] : configs.right.flatMap(ofConfig);
