import type { ArtifactLocation, Log, Notification, Result, Run } from 'sarif';
import { version } from '../../package.json';
import { codeTable, type Severity } from '../result.ts';
import { sayingOf, type Issue } from './issue.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

interface Doc {
  readonly severity: Severity;
  readonly meaning: string;
  readonly remedy: string;
}

const docs: Readonly<Record<string, Doc>> = {
  ...codeTable,
  unreadable: {
    severity: 'error',
    meaning: 'A file cannot be read as a stream of YAML or JSON documents.',
    remedy: 'Correct it, or name it in `.krmignore` if it is no manifest.',
  },
};

const ids = Object.keys(docs);

const rules = Object.entries(docs).map(([id, { severity, meaning, remedy }]) => ({
  id,
  shortDescription: { text: meaning },
  help: { text: remedy, markdown: remedy },
  defaultConfiguration: { level: levels[severity] },
}));

/** A path as a relative reference; SARIF's readers take it from the root of the checkout. */
const artifact = (file: string): ArtifactLocation => ({
  uri: file.split('/').map(encodeURIComponent).join('/'),
  ...(file.startsWith('/') ? {} : { uriBaseId: '%SRCROOT%' }),
});

const resultOf = (issue: Issue, file: string): Result => {
  const { line: startLine, column: startColumn } = issue.place ?? { line: 1, column: 1 };
  const { resourceRef, field } = issue;
  const name = resourceRef && [resourceRef.kind, resourceRef.namespace, resourceRef.name];
  const path = name && [...name.filter((part) => part !== undefined), field?.path ?? []].flat();
  return {
    ruleId: issue.code,
    ruleIndex: ids.indexOf(issue.code),
    level: levels[issue.severity],
    message: { text: sayingOf(issue) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(file),
          region: { startLine, startColumn },
        },
        ...(path && { logicalLocations: [{ fullyQualifiedName: path.join('/') }] }),
      },
    ],
  };
};

const notificationOf = (issue: Issue): Notification => ({
  descriptor: { id: issue.code, index: ids.indexOf(issue.code) },
  level: levels[issue.severity],
  message: { text: sayingOf(issue) },
});

/** A log in SARIF 2.1.0. What is of no file, such as a word about the config, is a notification of the run. */
export const toSarif = (issues: readonly Issue[], isWhole: boolean): string => {
  const general = issues.filter(({ file }) => file === undefined);
  const run: Run = {
    tool: { driver: { name: 'inject-shm', version, semanticVersion: version, rules } },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: isWhole,
        ...(general.length > 0 && {
          toolConfigurationNotifications: general.map(notificationOf),
        }),
      },
    ],
    results: issues.flatMap((issue) =>
      issue.file === undefined ? [] : [resultOf(issue, issue.file)],
    ),
  };
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};
