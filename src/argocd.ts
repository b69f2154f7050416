import * as E from 'fp-ts/lib/Either.js';
import { announcements } from './argocd/announce.ts';
import { readDirectory } from './argocd/directory.ts';
import { helmCall, kustomizeCall, rendererOf, rootOf } from './argocd/renderers.ts';
import { run } from './argocd/run.ts';
import { settingsOf, type Settings } from './argocd/settings.ts';
import { configIn } from './files/config-file.ts';
import { problemLines } from './files/input.ts';
import { joined } from './files/join.ts';
import { injectFiles } from './inject.ts';
import { locator } from './inject/locate.ts';
import { errorLine, failure, noteLine, type Ending } from './process/ending.ts';
import { compileBriefly } from './process/engine.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Rendered manifests, and what there is to say of them. */
interface Rendered {
  readonly texts: Parameters<typeof injectFiles>[0];
  readonly notes: string;
}

type Render = E.Either<Ending, Rendered>;

/** The parameters of an application, as Argo CD has a plugin announce them. */
export const parameters = (): Ending => ({
  stdout: `${JSON.stringify(announcements(), null, 2)}\n`,
  stderr: '',
  exitCode: 0,
});

const fromDirectory = (isDeep: boolean, env: Env): Render => {
  const { manifests, notes, problems } = readDirectory(rootOf(env), isDeep);
  const said = notes.map(({ path, message }) => noteLine(`${path} ${message}`)).join('');
  if (problems.length > 0)
    return E.left({ stdout: '', stderr: said + problemLines(problems), exitCode: 2 });
  return E.right({ texts: manifests, notes: said });
};

const fromProgram = (found: E.Either<Ending, string>): Render =>
  E.map((text: string): Rendered => ({ texts: [{ file: undefined, text }], notes: '' }))(found);

const render = async ({ rendering }: Settings, env: Env): Promise<Render> => {
  const renderer = rendererOf(rendering);
  if (renderer === 'directory') return fromDirectory(rendering.directoryRecurse, env);
  if (renderer === 'kustomize') return fromProgram(await run(kustomizeCall, env));
  const call = helmCall(rendering, env);
  return E.isLeft(call) ? E.left(failure(call.left)) : fromProgram(await run(call.right, env));
};

/** Whether there is nothing but comments and ends of documents. */
const isEmpty = (text: string): boolean => !/^(?!---\s*$|\.\.\.\s*$|\s*#)(?=.*\S)/m.test(text);

/** Without the line that it is about: it could be one of a Secret, and Argo CD shows what is said here. */
const unreadable = ({ refused }: ReturnType<typeof injectFiles>): string =>
  refused
    .map(({ of: { file = 'the rendered manifests', text }, refusal: { offset, message } }) => {
      const { line, column } = locator(text)(offset);
      return errorLine(message, `${file}:${line}:${column}`);
    })
    .join('');

const injectInto = ({ texts, notes }: Rendered, { flags }: Settings): Ending => {
  compileBriefly(texts.reduce((sum, { text }) => sum + text.length, 0));
  const outcome = injectFiles(texts, { flags });
  const said = notes + (outcome.refused.length > 0 ? unreadable(outcome) : outcome.stderr);
  // Argo CD takes no manifests from a plugin that fails.
  const stdout = outcome.exitCode === 0 ? joined(outcome.texts) : '';
  return { stdout, stderr: said, exitCode: outcome.exitCode };
};

/** Renders the Argo CD application in this folder and injects. Nothing is printed unless all of it went well. */
export const generate = async (
  flags: Readonly<Record<string, string>>,
  env: Env,
): Promise<Ending> => {
  const settings = settingsOf({ flags, env, file: configIn('.', rootOf(env)) });
  if (E.isLeft(settings)) {
    const stderr = settings.left.map((message) => errorLine(message)).join('');
    return { stdout: '', stderr, exitCode: 3 };
  }
  const rendered = await render(settings.right, env);
  if (E.isLeft(rendered)) return rendered.left;
  if (!rendered.right.texts.every(({ text }) => isEmpty(text)))
    return injectInto(rendered.right, settings.right);
  return settings.right.rendering.allowEmpty
    ? { stdout: '', stderr: rendered.right.notes, exitCode: 0 }
    : failure('there are no manifests, and Argo CD would delete what it has: see `allowEmpty`');
};
