import { runCommandLine } from './cli.ts';
import { messageOf, writeAll } from './process/descriptors.ts';
import { failure, type Ending } from './process/ending.ts';

/** All is written by then, and nothing is under way: the engine need not look for that, nor clear up its heap. */
const end = ({ stdout, stderr, closing = '', exitCode, signal }: Ending): void => {
  process.exitCode = 2;
  writeAll(2, stderr);
  writeAll(1, stdout);
  writeAll(2, closing);
  if (signal === undefined) process.exit(exitCode);
  process.exitCode = exitCode;
  process.kill(process.pid, signal);
};

const fail = (error: unknown): void => {
  process.exitCode = 2;
  try {
    writeAll(2, failure(messageOf(error)).stderr);
  } catch {
    // stderr is gone as well: the exit code is all that is left to say it
  }
};

runCommandLine(process.argv.slice(2), process.env).then(end).catch(fail);
