import type { Place } from '../inject/places.ts';
import type { Field } from '../plan/findings.ts';
import { target } from '../result/line.ts';
import type { ResourceRef } from '../result.ts';
import type { Severity } from '../result/codes.ts';

/** Something to be shown in a pull request: a result, or a file that cannot be read. */
export interface Issue {
  readonly severity: Severity;
  /** A result's code, or `unreadable`. */
  readonly code: string;
  /** What it says, without the resource. */
  readonly message: string;
  readonly file: string | undefined;
  readonly place: Place | undefined;
  readonly resourceRef?: ResourceRef;
  readonly field?: Field;
}

/** What an issue says, and of which resource. */
export const sayingOf = ({ resourceRef, message }: Issue): string =>
  `${target(resourceRef === undefined ? {} : { resourceRef })}${message}`;
