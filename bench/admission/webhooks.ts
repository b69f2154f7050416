import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { manifestsIn } from '../../test/cluster/manifests.ts';
import { plainEnv as env } from '../../test/workbench.ts';

/** A webhook that runs as a process of its own. */
export interface Webhook {
  readonly name: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Milliseconds in the handler, call by call, since it was last asked for. */
  readonly handled: () => readonly number[];
}

/** How a webhook is started; it is told the folder of its certificate. */
export type Start = (certificates: string) => Promise<Webhook>;

const idle = (
  name: string,
  file: string,
  args: readonly string[],
  ...more: readonly string[]
): Start => {
  return async (certificates) => {
    const child = spawn(file, [...args, certificates, ...more], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    return { name, port: Number(String(port)), child, handled: () => [] };
  };
};

/** Ours; what it takes for a call is in its log. */
const own = (name: string, file: string, args: readonly string[]): Start => {
  return async (certificates) => {
    const flags = ['--cert-dir', certificates, '--host', '127.0.0.1', '--port', '0'];
    const child = spawn(file, [...args, 'webhook', ...flags, '--metrics-port', '0'], {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...env, ...deployed },
    });
    let times: number[] = [];
    const port = await new Promise<number>((resolve, reject) => {
      createInterface(child.stderr).on('line', (line) => {
        const milliseconds = /"ms":([\d.]+)/.exec(line)?.[1];
        if (milliseconds !== undefined) times.push(Number(milliseconds));
        else if (line.includes('"serving"')) resolve(JSON.parse(line).port);
        else if (!line.startsWith('{')) reject(new Error(line));
      });
    });
    const handled = (): readonly number[] => {
      const before = times;
      times = [];
      return before;
    };
    return { name, port, child, handled };
  };
};

/** What deploy/base sets for the engine of the executable; Node does not look at it. */
const deployed: NodeJS.ProcessEnv = Object.fromEntries(
  manifestsIn(readFileSync('deploy/base/deployment.yaml', 'utf8'))
    .flatMap((object) => (object as unknown as Deployment).spec.template.spec.containers)
    .flatMap(({ env: variables }) => variables.map(({ name, value }) => [name, value] as const)),
);

interface Deployment {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly Container[] } };
  };
}

interface Container {
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

const NODE = process.execPath;

/** Ours, on each engine that is built. */
export const ours: readonly Start[] = [
  ...(existsSync('dist/inject-shm.cjs') ? [own('Node', NODE, ['dist/inject-shm.cjs'])] : []),
  ...(existsSync('dist/inject-shm') ? [own('executable', 'dist/inject-shm', [])] : []),
];

/**
 * Webhooks that answer nothing, and one that always answers the same.
 * @param folder where Go builds one
 * @param patch base64
 */
export const idles = (folder: string, patch: string): readonly Start[] => {
  const program = join(folder, 'empty');
  execFileSync('go', ['build', '-o', program, 'bench/admission/empty.go'], {
    env: { ...process.env, GO111MODULE: 'off' },
  });
  return [
    idle('nothing, Node', NODE, ['test/webhook/idle-webhook.mjs']),
    idle('nothing, Go', program, []),
    idle('same patch, Node', NODE, ['test/webhook/idle-webhook.mjs'], patch),
  ];
};

/** What a process holds of memory now, and the most that it ever held, in MiB. */
export const memoryOf = ({ child }: Webhook): { readonly now: number; readonly peak: number } => {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const read = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
};

/** Milliseconds of processor time that a process has had; Linux counts them in hundredths of a second. */
export const processorOf = ({ child }: Webhook): number => {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
