import type { Problem as ConfigProblem } from '../config.ts';
import type { Refused } from '../inject/input.ts';
import { locator } from '../inject/locate.ts';
import type { Place } from '../inject/places.ts';

/** Why there is no answer: something is wrong with the config, or with a text. */
export interface Problem {
  /** A whole sentence, with the field, the value and what is allowed. */
  readonly message: string;
  /** Of a config: where the value was given, such as `config.ratio` or `spec.ratio`. */
  readonly field?: string;
  /** Of a text: the file, where it has a name. */
  readonly file?: string;
  /** Of a text: where in it. */
  readonly place?: Place;
}

/** What was asked for, or everything that stands in its way; nothing is thrown. */
export type Answer<A> =
  | ({ readonly ok: true } & A)
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const failed = (problems: readonly Problem[]): Answer<never> => ({ ok: false, problems });

export const succeeded = <A>(answer: A): Answer<A> => ({ ok: true, ...answer });

export const ofConfig = ({ field, message }: ConfigProblem): Problem => ({ field, message });

export const ofText = ({ of: { file, text }, refusal }: Refused): Problem => {
  const { line, column } = locator(text)(refusal.offset);
  const place = { line, column };
  return { message: refusal.message, ...(file !== undefined && { file }), place };
};
