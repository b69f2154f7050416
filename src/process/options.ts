import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { readFileSync } from 'node:fs';
import type { Run } from '../cli.ts';
import type { Options } from '../inject.ts';
import { locator } from '../inject/locate.ts';
import * as cursor from '../yaml/cursor.ts';
import type { Refusal } from '../yaml/node.ts';
import { scan } from '../yaml/scan.ts';
import { parse } from '../yaml/source.ts';
import { decode } from './bytes.ts';
import { messageOf } from './descriptors.ts';

const readText = (path: string): E.Either<string, string> =>
  pipe(
    E.tryCatch(() => readFileSync(path), messageOf),
    E.flatMap((bytes) => decode(bytes, 'the file')),
    E.mapLeft((message) => `${path}: ${message}`),
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

/** The functionConfig in a file, as data. Left: where and why there is none. */
const readFunctionConfig = (path: string): E.Either<string, unknown> =>
  pipe(
    readText(path),
    E.flatMap((text) =>
      E.mapLeft(({ offset, message }: Refusal) => {
        const { line, column } = locator(text)(offset);
        return `${path}:${line}:${column}: ${message}`;
      })(dataIn(text)),
    ),
  );

/** What a run is asked for besides its input. Left: why the file of its config cannot be used. */
export const optionsOf = ({ flags, logToStderr, fnConfig }: Run): E.Either<string, Options> => {
  const env = logToStderr ? { LOG_TO_STDERR: 'true' } : process.env;
  return fnConfig === undefined
    ? E.right({ flags, env })
    : E.map((functionConfig) => ({ flags, env, functionConfig }))(readFunctionConfig(fnConfig));
};
