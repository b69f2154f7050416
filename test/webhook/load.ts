import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../cluster/api.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Fields } from '../../src/data/value.ts';
import { admittedOf, container, sizesOf } from './pods.ts';
import { podIn } from './scene.ts';

/** Pods that are created, some at a time, while something else goes on. */
export interface Load {
  /** Waits until so many more are answered. */
  readonly more: (count: number) => Promise<void>;
  readonly stop: () => Promise<readonly Answer[]>;
}

/** No two loads of a process have a name in common. */
const names = { next: 0 };

const WIDTH = 8;
/** Some 200 a second: on a quick machine too it goes on until what is waited for has come. */
const PAUSE_MS = 30;
const MOST = 20_000;
const PATIENCE_MS = 60_000;

/** Creates pods of one container of 1Gi until it is stopped. */
export const startLoad = ({ create }: Cluster, where: string): Load => {
  const answers: Answer[] = [];
  let begun = 0;
  let isOver = false;
  const work = async (): Promise<void> => {
    while (!isOver && begun < MOST) {
      begun += 1;
      names.next += 1;
      answers.push(await create(podIn(where, `pod-${names.next}`, [container('a', '1Gi')])));
      await sleep(PAUSE_MS);
    }
  };
  const workers = Promise.all(Array.from({ length: WIDTH }, work));
  // Who waits for it may fail first.
  workers.catch(() => undefined);
  return {
    more: async (count) => {
      const wanted = answers.length + count;
      for (const end = Date.now() + PATIENCE_MS; answers.length < wanted; await sleep(20))
        if (Date.now() > end) throw new Error(`${count} more pods are not answered`);
    },
    stop: async () => {
      isOver = true;
      await workers;
      return answers;
    },
  };
};

/** What a pod of the load came to be: its size if all of it is there, `none`, `half` or `refused`. */
export const stateOf = ({ status, body }: Pick<Answer, 'status' | 'body'>): string => {
  if (status !== 201) return 'refused';
  const stored = body as Fields;
  const { a: size, ...others } = sizesOf(stored);
  const admitted = admittedOf(stored);
  if (size === undefined && admitted === undefined) return 'none';
  const isWhole = admitted === `${size};a` && Object.keys(others).length === 0;
  return isWhole ? String(size) : 'half';
};

/** How many pods came to be what. */
export const statesOf = (answers: readonly Answer[]): Readonly<Record<string, number>> => {
  const states = answers.map(stateOf);
  return Object.fromEntries(
    [...new Set(states)].map((state) => [state, states.filter((each) => each === state).length]),
  );
};
