/** An object as the API server has it. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: Metadata;
  readonly [field: string]: unknown;
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly status: number;
  /** Parsed where it is JSON, else its text. */
  readonly body: unknown;
  /** The texts of `Warning` headers. */
  readonly warnings: readonly string[];
  /** Names the request in the audit log. */
  readonly auditId: string;
}

export interface Body {
  /** Sent as it is if it is a string, else as JSON. */
  readonly content?: unknown;
  /** JSON if it is not said. */
  readonly type?: string;
}

/** An object that has only what names it. */
export const named = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
): ApiObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

/** @param path with its query */
export type Request = (method: string, path: string, body?: Body) => Promise<Answer>;
