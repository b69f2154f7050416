import { printable, target } from '../result/line.ts';
import { sayingOf, type Issue } from './issue.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** What no XML document may have, not even escaped: halves of characters, and two that are none. */
const forbidden =
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g;

const escaped = (text: string): string =>
  printable(text)
    .replace(forbidden, '\ufffd')
    .replace(/[&<>"]/g, (char) => entities[char] ?? char);

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [` ${name}="${escaped(String(value))}"`],
    )
    .join('');

/** Only an error fails: of the others the text is kept. */
const testcase = (issue: Issue): string => {
  const { severity, code, file, place, resourceRef } = issue;
  const saying = sayingOf(issue);
  const where = place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
  const head = attributes({
    name: `${resourceRef === undefined ? '' : target({ resourceRef })}${code}${where}`,
    classname: file ?? 'inject-shm',
    file,
    line: place?.line,
  });
  const body =
    severity === 'error'
      ? `<failure${attributes({ message: saying, type: code })}/>`
      : `<system-out>${escaped(`${severity}: ${saying}`)}</system-out>`;
  return `    <testcase${head}>${body}</testcase>\n`;
};

const isError = ({ severity }: Issue): boolean => severity === 'error';

const suite = (name: string, issues: readonly Issue[]): string => {
  const failures = issues.filter(isError).length;
  const head = attributes({ name, tests: issues.length, failures, errors: 0, skipped: 0 });
  return `  <testsuite${head}>\n${issues.map(testcase).join('')}  </testsuite>\n`;
};

/** Some readers take a report without a test for a broken one. */
const nothing = `  <testsuite${attributes({ name: 'inject-shm', tests: 1, failures: 0, errors: 0, skipped: 0 })}>
    <testcase${attributes({ name: 'no findings', classname: 'inject-shm' })}/>
  </testsuite>
`;

/** A report in the form of JUnit's: a suite for each file, a test for each issue. */
export const toJunit = (issues: readonly Issue[]): string => {
  const files = [...new Set(issues.map(({ file }) => file))];
  const suites = files.map((file) =>
    suite(
      file ?? 'inject-shm',
      issues.filter((issue) => issue.file === file),
    ),
  );
  const tests = Math.max(issues.length, 1);
  const head = attributes({ name: 'inject-shm', tests, failures: issues.filter(isError).length });
  const body = issues.length === 0 ? nothing : suites.join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${body}</testsuites>\n`;
};
