import * as E from 'fp-ts/lib/Either.js';
import { decodeBoth, decodeInput, type Config, type Problem } from '../config.ts';
import type { ConfigInput } from '../config/input.ts';
import type { Input } from './input.ts';
import { finding, type Finding } from '../plan/findings.ts';
import { field } from '../plan/pod.ts';
import { endOf, startOf } from '../yaml/extent.ts';
import type { Refusal } from '../yaml/node.ts';
import { scan } from '../yaml/scan.ts';

/** How a run is asked for besides its input. */
export interface Options {
  /** Fields of the config, for programs. They win over the functionConfig. */
  readonly config?: ConfigInput | undefined;
  /** Flags of the command line by name, without dashes: `{ ratio: '0.25' }`. They win over the functionConfig; `config` takes their place. */
  readonly flags?: Readonly<Record<string, string>>;
  /** The functionConfig as data, for input that is no ResourceList and so has none of its own. */
  readonly functionConfig?: unknown;
  /** The environment; with `LOG_TO_STDERR` errors and warnings are shown on stderr too, as kustomize asks. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is shown on stderr: `quiet` errors only, `usual` a count in place of many warnings of one code. All where it is not given. */
  readonly verbosity?: 'quiet' | 'usual' | 'verbose';
  /** Whether the outcome has to say what all that was met is called. */
  readonly keepsNames?: boolean;
  /** What to call the input in messages. */
  readonly file?: string;
}

interface Given {
  readonly value: unknown;
  /** What makes it unreadable as data: keys twice, aliases without an anchor. */
  readonly problems: readonly Refusal[];
}

const givenTwice = 'a ResourceList brings its own, and this is one';

const given = ({ list }: Input, functionConfig?: unknown): Given => {
  if (list === undefined) return { value: functionConfig, problems: [] };
  if (functionConfig !== undefined)
    return { value: undefined, problems: [{ offset: 0, message: givenTwice }] };
  if (list.functionConfig === -1) return { value: undefined, problems: [] };
  const { source, root, functionConfig: index } = list;
  const alone = scan(source, index);
  if (alone.root.type !== 'alias' && alone.problems.length === 0)
    return { value: alone.root.value, problems: [] };
  // The anchors of its aliases may stand elsewhere in the list.
  const whole = scan(source, root);
  const [start, end] = [startOf(source.events[index]), endOf(source, index)];
  const problems = whole.problems.filter(({ offset }) => offset >= start && offset <= end);
  return { value: field(whole.root.value, 'functionConfig'), problems };
};

export const functionConfigOf = (input: Input): unknown => given(input).value;

/** Whether kustomize is the caller: it shows nothing but stderr, and sets LOG_TO_STDERR for containers only. */
export const isKustomize = (input: Input): boolean => {
  const annotations = field(field(functionConfigOf(input), 'metadata'), 'annotations');
  return field(annotations, 'config.kubernetes.io/function') !== undefined;
};

const toFindings = (problems: readonly Problem[]): readonly Finding[] =>
  problems.map(({ message }) => finding({ code: 'invalid-config', message }));

/**
 * The config of a run: the functionConfig's fields, and the flags over them.
 * @returns every problem of both at once
 */
export const configure = (
  input: Input,
  { config, flags = {}, functionConfig }: Options,
): E.Either<readonly Finding[], Config> => {
  const { value, problems } = given(input, functionConfig);
  if (problems.length > 0)
    return E.left(
      problems.map(({ message }) =>
        finding({ code: 'invalid-config', message: `functionConfig: ${message}` }),
      ),
    );
  return E.mapLeft(toFindings)(
    config === undefined ? decodeBoth(value, flags) : decodeInput(value, config),
  );
};
