import { kindRows } from '../kinds.ts';
import { compareQuantity, formatQuantity } from '../quantity.ts';
import { namesKind } from '../select.ts';
import { closest, didYouMean } from './show.ts';
import type { Check, Config, Problem } from './types.ts';

/** What no field can say alone. */
export const checks: readonly Check[] = [
  {
    fields: ['minSize', 'maxSize'],
    wrong: ({ minSize, maxSize }, label) =>
      minSize === undefined || maxSize === undefined || compareQuantity(minSize, maxSize) <= 0
        ? undefined
        : `${label('minSize')} (${formatQuantity(minSize)}) must not be above ${label('maxSize')} (${formatQuantity(maxSize)})`,
  },
  {
    fields: ['defaultMemoryLimit', 'size', 'minSize'],
    // In the platform's config the size may come from each workload's annotation.
    wrong: ({ defaultMemoryLimit, limitByAnnotation, size, minSize }, label) =>
      defaultMemoryLimit.all !== 'fromSize' || !limitByAnnotation || (size ?? minSize) !== undefined
        ? undefined
        : `${label('defaultMemoryLimit')} can only be fromSize together with ${label('size')} or ${label('minSize')}`,
  },
  {
    fields: ['lockedAnnotations', 'select'],
    wrong: ({ lockedAnnotations: locks, select }, label) =>
      select !== 'annotated' || !locks.some((name) => name === 'inject' || name === '*')
        ? undefined
        : `${label('lockedAnnotations')} must leave inject alone where ${label('select')} is annotated: nothing would be selected`,
  },
  {
    fields: ['kinds', 'podSpecs'],
    wrong: (config, label) => {
      const unknown = config.kinds.find((entry) => !isKnown(config, entry));
      if (unknown === undefined) return undefined;
      const meant = closest(unknown, [...new Set(kindRows.map(({ kind }) => kind))]);
      const remedy = `name it in ${label('podSpecs')} to cover it`;
      return `${label('kinds')} names "${unknown}", which is not in the table of kinds${didYouMean(meant) || `; ${remedy}`}`;
    },
  },
];

const isKnown = ({ podSpecs }: Config, entry: string): boolean =>
  entry === '*' ||
  [...kindRows, ...podSpecs].some(({ group, kind }) => namesKind(entry, { apiGroup: group, kind }));

/** What is allowed but hardly meant. */
export const warnings = ({ ratio }: Config): readonly Problem[] =>
  ratio.num < ratio.den
    ? []
    : [
        {
          field: 'ratio',
          value: ratio.text,
          message:
            '`ratio` is 1, so a full `/dev/shm` takes the whole memory limit and its writer is OOM-killed; use less than 1',
        },
      ];
