import type { Result } from '../result.ts';

/** An object of the TypeScript SDK, as much of it as is looked at here. */
export interface SdkObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** A result in the SDK's form: it says `warn` and `suggestedValue`, and a reference has a namespace. */
export interface SdkResult {
  readonly severity: 'error' | 'warn' | 'info';
  readonly message: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly resourceRef?: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly file?: { readonly path?: string; readonly index?: number };
  readonly field?: {
    readonly path: string;
    readonly currentValue?: unknown;
    readonly suggestedValue?: unknown;
  };
}

/** As much of the SDK's `Configs` as is used, so that the types of this package do not need the SDK's. */
export interface SdkConfigs {
  getAll(): readonly SdkObject[];
  getFunctionConfig(): unknown;
  insert(...objects: SdkObject[]): void;
  addResults(...results: SdkResult[]): void;
}

/** What the SDK calls a `KptFunc`. */
export interface SdkFunction {
  (configs: SdkConfigs): Promise<void>;
  usage: string;
}

/** A result in the SDK's form. */
export const toSdk = ({
  severity,
  message,
  tags,
  resourceRef,
  file,
  field,
}: Result): SdkResult => ({
  severity: severity === 'warning' ? 'warn' : severity,
  message,
  tags,
  ...(resourceRef && { resourceRef: { namespace: '', ...resourceRef } }),
  ...(file && { file }),
  ...(field && { field: fieldOf(field) }),
});

const fieldOf = ({
  path,
  ...values
}: NonNullable<Result['field']>): NonNullable<SdkResult['field']> => ({
  path,
  ...('currentValue' in values && { currentValue: values.currentValue }),
  ...('proposedValue' in values && { suggestedValue: values.proposedValue }),
});

/**
 * The SDK's own class, so that its `run` knows it and exits with 3; a bundled copy would be another one. A plain error
 * where the SDK is not installed.
 */
export const configError = async (message: string): Promise<Error> => {
  try {
    const { FunctionConfigError } = await import('kpt-functions/dist/src/errors.js');
    return new FunctionConfigError(message);
  } catch {
    return Object.assign(new Error(message), { name: 'FunctionConfigError' });
  }
};
