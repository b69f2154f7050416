import { stringify } from 'yaml';
import type { Result } from '../result.ts';

/** Results in the form of kpt's `--results-dir`. */
export const toResultList = (results: readonly Result[], exitCode: number): string =>
  stringify(
    {
      apiVersion: 'kpt.dev/v1',
      kind: 'FunctionResultList',
      metadata: { name: 'fnresults' },
      exitCode,
      items: [{ exec: 'inject-shm', exitCode, results }],
    },
    { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 },
  );
