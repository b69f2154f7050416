import * as E from 'fp-ts/lib/Either.js';

/** What the first call decided: `307Mi;app,exporter`, or `-;app` where it gave the pod nothing. */
export interface Admitted {
  /** The `sizeLimit` as it was written. */
  readonly size: string | undefined;
  /** Names of the containers that counted, in their order. */
  readonly counted: readonly string[];
}

export const formatAdmitted = ({ size, counted }: Admitted): string =>
  `${size ?? '-'};${counted.join(',')}`;

/** A size as it is written: whole Mi in the API server's canonical form. */
const size = '-|[1-9]\\d{0,18}(?:Mi|Gi|Ti|Pi|Ei)';
/** A container's name is a DNS label. */
const name = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const form = new RegExp(`^(${size});((?:${name}(?:,${name})*)?)$`);

/** Of 1,000 containers of the longest name. */
const LONGEST = 65_536;

/**
 * Reads the annotation, which anybody may have written. Left: what is wrong with it, as a message that follows its name.
 */
export const parseAdmitted = (text: unknown): E.Either<string, Admitted> => {
  const [, found, names = ''] =
    typeof text === 'string' && text.length <= LONGEST ? (form.exec(text) ?? []) : [];
  if (found === undefined)
    return E.left('must be what admission has written, such as "512Mi;app"; remove it');
  const counted = names === '' ? [] : names.split(',');
  return new Set(counted).size < counted.length
    ? E.left('names a container twice; remove it')
    : E.right({ size: found === '-' ? undefined : found, counted });
};
