import type { Format } from './format/formats.ts';
import { toGithub } from './format/github.ts';
import type { Issue } from './format/issue.ts';
import { toJunit } from './format/junit.ts';
import { toSarif } from './format/sarif.ts';
import { type Look, toText } from './format/text.ts';
import type { FilesOutcome } from './inject.ts';
import { locator } from './inject/locate.ts';

export type { Issue } from './format/issue.ts';

const unreadable = { severity: 'error', code: 'unreadable' } as const;

/** A file that cannot even be opened, or is no text. */
export const unopened = (file: string, message: string): Issue => ({
  ...unreadable,
  message,
  file,
  place: undefined,
});

/** What a run has to say, but for its summary: the results, and what could not be read. */
export const issuesOf = ({ results, refused, placeOf }: FilesOutcome): readonly Issue[] => [
  ...refused.map(({ of: { file, text }, refusal: { offset, message } }) => ({
    ...unreadable,
    message,
    file,
    place: locator(text)(offset),
  })),
  ...results
    .filter(({ tags }) => tags.code !== 'summary')
    .map((result) => ({
      severity: result.severity,
      code: result.tags.code,
      message: result.message,
      file: result.file?.path,
      place: placeOf(result),
      ...(result.resourceRef && { resourceRef: result.resourceRef }),
      ...(result.field && { field: result.field }),
    })),
];

const toPlain = ({ file, place, ...issue }: Issue): object => ({
  file,
  line: place?.line,
  column: place?.column,
  ...issue,
});

const isUnreadable = ({ code }: Issue): boolean => code === unreadable.code;

/** How issues are printed. What cannot be read is on stderr for people anyway. */
export const printers: Readonly<Record<Format, (issues: readonly Issue[], look?: Look) => string>> =
  {
    text: (issues, look = { isColoured: false, isWhole: true }) =>
      toText(
        issues.filter((issue) => !isUnreadable(issue)),
        look,
      ),
    json: (issues) => `${JSON.stringify(issues.map(toPlain), null, 2)}\n`,
    sarif: (issues) => toSarif(issues, !issues.some(isUnreadable)),
    github: toGithub,
    junit: toJunit,
  };
