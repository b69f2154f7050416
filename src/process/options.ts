import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { readFileSync } from 'node:fs';
import { modeConflict, type Run } from '../cli/run.ts';
import { selectsByName } from '../cli/unmatched.ts';
import { type Config, decode as decodeConfig, decodeBoth, type Problem } from '../config.ts';
import type { Options } from '../inject.ts';
import { locator } from '../inject/locate.ts';
import * as cursor from '../yaml/cursor.ts';
import type { Refusal } from '../yaml/node.ts';
import { scan } from '../yaml/scan.ts';
import { parse } from '../yaml/source.ts';
import { decode } from './bytes.ts';
import { inWords } from './descriptors.ts';

const readText = (path: string): E.Either<string, string> =>
  pipe(
    E.tryCatch(() => readFileSync(path), inWords),
    E.flatMap((bytes) => decode(bytes, 'the file')),
    E.mapLeft((message) => `--fn-config ${path}: ${message}`),
  );

const none: Refusal = { offset: 0, message: 'a functionConfig is needed, as the only document' };

const dataIn = (text: string): E.Either<Refusal, unknown> =>
  pipe(
    parse(text),
    E.flatMap((source) => {
      const [root, ...others] = cursor.roots(source);
      if (root === undefined || others.length > 0) return E.left(none);
      const { root: node, problems } = scan(source, root);
      const [problem] = problems;
      return problem === undefined ? E.right(node.value) : E.left(problem);
    }),
  );

/** The functionConfig in the text of a file, as data. Left: where and why there is none. */
export const functionConfigIn = (path: string, text: string): E.Either<string, unknown> =>
  E.mapLeft(({ offset, message }: Refusal) => {
    const { line, column } = locator(text)(offset);
    return `${path}:${line}:${column}: ${message}`;
  })(dataIn(text));

/** The functionConfig in a file, as data. Left: where and why there is none. */
const readFunctionConfig = (path: string): E.Either<string, unknown> =>
  pipe(
    readText(path),
    E.flatMap((text) => functionConfigIn(path, text)),
  );

/** The mode that a functionConfig asks for; a broken one is told later, with all that is wrong with it. */
const modeOf = (functionConfig: unknown): string | undefined => {
  const config = decodeConfig(functionConfig);
  return E.isRight(config) ? config.right.mode : undefined;
};

/** The config in a file, unless its mode stands against what is to be done: as `--mode` would. */
const fittingConfig = (path: string, { action, flags }: Run): E.Either<string, unknown> =>
  pipe(
    readFunctionConfig(path),
    E.flatMap((functionConfig) => {
      // A flag wins over the file; `--check` itself is the one that does not.
      const mode = flags['mode'];
      const isOverruled = mode !== undefined && action !== 'check';
      const given = isOverruled ? undefined : modeOf(functionConfig);
      const conflict = modeConflict(action, given, `\`mode: ${given}\` of ${path}`);
      return conflict === undefined ? E.right(functionConfig) : E.left(conflict);
    }),
  );

/** What a run is asked for besides its input. Left: why the file of its config cannot be used. */
export const optionsOf = (run: Run): E.Either<string, Options> => {
  const { flags, logToStderr, fnConfig, verbosity } = run;
  const options = {
    flags,
    env: logToStderr ? { LOG_TO_STDERR: 'true' } : process.env,
    verbosity,
    keepsNames: selectsByName(flags),
  };
  return fnConfig === undefined
    ? E.right(options)
    : E.map((functionConfig) => ({ ...options, functionConfig }))(fittingConfig(fnConfig, run));
};

/** The config of a command that has no input of its own. Left: all that is wrong, a line each. */
export const configOf = (
  flags: Readonly<Record<string, string>>,
  fnConfig: string | undefined,
): E.Either<string, Config> =>
  pipe(
    fnConfig === undefined ? E.right(undefined) : readFunctionConfig(fnConfig),
    E.flatMap((functionConfig) =>
      E.mapLeft((problems: readonly Problem[]) =>
        problems.map(({ message }) => message).join('\n'),
      )(decodeBoth(functionConfig, flags)),
    ),
  );
