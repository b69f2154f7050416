import { acceleratorRows, runtimeClasses } from './accelerators.ts';
import {
  amountRows,
  argumentOpposites,
  clientOpposite,
  idleOpposite,
  pathRow,
  programRows,
} from './argument-rows.ts';
import { deviceRows } from './devices.ts';
import { environmentOpposites, environmentRows } from './environment.ts';
import { imageOpposites, imageRows } from './images.ts';
import { kindRows } from './kinds.ts';
import type { NeedRow, Opposite } from './types.ts';

/** Every row of the table, by the group it belongs to. */
export const needRows: Readonly<Record<string, readonly NeedRow[]>> = {
  image: imageRows,
  device: deviceRows,
  kind: kindRows,
  argument: [
    ...amountRows.map((row) => ({ ...row, matches: row.matches.map((each) => `${each} N`) })),
    ...programRows,
    pathRow,
  ],
  environment: environmentRows,
};

/** Every opposite, by the group it belongs to. */
export const oppositeRows: Readonly<Record<string, readonly Opposite[]>> = {
  image: imageOpposites,
  argument: [...argumentOpposites, clientOpposite, idleOpposite],
  environment: environmentOpposites,
};

const table = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');

const code = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(', ');

/** A source as a link, where it is a repository, a commit or a thread. */
export const linkOf = (source: string): string => {
  const [, repository = '', mark = '', at = '', rest = ''] =
    /^([\w.-]+\/[\w.-]+)(?:([@#])(\w+))?(.*)$/.exec(source) ?? [];
  if (repository === '') return source;
  const below = mark === '@' ? `/tree/${at}` : mark === '#' ? `/issues/${at}` : '';
  return `[${repository}${mark}${at}](https://github.com/${repository}${below})${rest}`;
};

/** The least number of an option that counts, in words. */
const least = (row: NeedRow): string =>
  'least' in row && typeof row.least === 'number' && row.least > 1 ? `, N ≥ ${row.least}` : '';

/** The table of `docs/needs.md`: what means that a pod needs it. */
export const needsTable = (): string =>
  table(
    ['where', 'what', 'strength', 'why', 'size that others give it', 'source'],
    Object.entries(needRows).flatMap(([group, rows]) =>
      rows.map((row) => [
        group,
        (group === 'device' && !row.matches.some((each) => each.includes('/'))
          ? row.matches.join(', ')
          : code(row.matches)) + least(row),
        row.reason.strength,
        row.reason.why,
        row.reason.hint ?? '',
        linkOf(row.reason.source),
      ]),
    ),
  );

/** The table of opposites: what ends the needs of the same container. */
export const oppositesTable = (): string =>
  table(
    ['where', 'what', 'ends', 'why', 'source'],
    Object.entries(oppositeRows).flatMap(([group, rows]) =>
      rows.map(({ matches, ends, why, source }) => [
        group,
        code(matches),
        ends === 'all' ? 'all' : ends.join(', '),
        why,
        linkOf(source),
      ]),
    ),
  );

/** The table of accelerators. */
export const acceleratorsTable = (): string =>
  table(
    ['resources', 'what', 'several talk through /dev/shm', 'source'],
    [
      ...acceleratorRows.map(({ resources, what, peers, source }) => [
        code(resources),
        what,
        peers === true ? 'yes' : '',
        linkOf(source),
      ]),
      [
        '`resources.claims` of a container',
        'a device by dynamic resource allocation',
        '',
        'Kubernetes documentation: Dynamic Resource Allocation',
      ],
      [
        `\`runtimeClassName\`: ${code(runtimeClasses)}`,
        'where no container of the pod asks for one by name',
        '',
        linkOf('NVIDIA/k8s-device-plugin'),
      ],
    ],
  );
