import type { Surface } from '../cli/command.ts';
import { failure } from '../process/ending.ts';
import type { InputFlag } from './flags.ts';
export const explainCommand: Surface<InputFlag> = () => failure('not yet');
