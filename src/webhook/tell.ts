import type { Result } from '../result.ts';
import { printable } from '../result/line.ts';

/** The API server cuts a warning that is longer than this. */
const EACH = 256;

/** It drops what goes beyond 4,096 characters in all: so many of the longest, and a line that says how many are left. */
const MOST = 15;

/** No half of a character is left at the end. */
const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;

const fitting = (texts: readonly string[]): readonly string[] =>
  texts.length <= MOST
    ? texts
    : [
        ...texts.slice(0, MOST),
        `inject-shm: ${texts.length - MOST} more warnings; see the log of the webhook`,
      ];

/**
 * Warnings for whoever made the request. They name the pod: kubectl drops what it has shown already.
 * @param name the pod's, or what its name is made from
 */
export const warningsOf = (
  name: string | undefined,
  results: readonly Pick<Result, 'severity' | 'message'>[],
): readonly string[] => {
  const told = results.filter(({ severity }) => severity !== 'info');
  const prefix = name === undefined ? 'inject-shm: ' : `inject-shm: ${name}: `;
  const texts = told.map(({ message }) => clip(printable(prefix + message), EACH));
  return fitting([...new Set(texts)]);
};

/** A note for the audit log under each code: the only place where the pods of a controller say something. */
export const auditOf = (results: readonly Result[]): Readonly<Record<string, string>> => {
  const codes = [...new Set(results.map(({ tags }) => tags.code))];
  return Object.fromEntries(
    codes.map((code) => {
      const messages = results.filter(({ tags }) => tags.code === code);
      return [code, clip(printable(messages.map(({ message }) => message).join('; ')), 1024)];
    }),
  );
};
