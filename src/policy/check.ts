import type { Config } from '../config.ts';
import type { PolicyOptions } from '../policy.ts';
export const validatingPolicy = (config: Config, options: PolicyOptions): string =>
  `${config.mode}${options.name}`;
