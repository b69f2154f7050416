import { sayingOf, type Issue } from './issue.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

const escapes: Readonly<Record<string, string>> = {
  '%': '%25',
  '\r': '%0D',
  '\n': '%0A',
  ':': '%3A',
  ',': '%2C',
};

const data = (text: string): string => text.replace(/[%\r\n]/g, (char) => escapes[char] ?? char);

const property = (text: string): string =>
  text.replace(/[%\r\n:,]/g, (char) => escapes[char] ?? char);

const line = (issue: Issue): string => {
  const { severity, code, file, place } = issue;
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(place === undefined ? [] : [`line=${place.line}`, `col=${place.column}`]),
    `title=${property(`inject-shm ${code}`)}`,
  ];
  return `::${commands[severity]} ${properties.join(',')}::${data(sayingOf(issue))}\n`;
};

/** Workflow commands that GitHub Actions shows as annotations. */
export const toGithub = (issues: readonly Issue[]): string => issues.map(line).join('');
