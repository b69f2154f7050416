import type { Readable } from 'node:stream';
import * as E from 'fp-ts/lib/Either.js';
import { type Answer, invalid } from './handle.ts';

/** The API server sends an object of 3 MiB and, with an update, the old one, and some more (admission is behind its own limit). */
export const LARGEST = 7 * 1024 * 1024;

/** Far above everyday pods. A larger body takes many times its size to handle: of those one is read at a time. */
export const LARGE = 256 * 1024;

/** All bodies that are being read together: as much memory as they may take. */
const ALL = 4 * LARGEST;

/** Longer than the API server waits with any `timeoutSeconds`. */
export const PATIENCE_MS = 30_000;

/** So long a large body may keep the others waiting. */
const TURN_MS = 5_000;

/** Who still sends would not see an answer: so long the rest of what is too large is thrown away first. */
const DISCARD_MS = 2_000;

/** Reads bodies within the memory that all of them share. */
export interface Reader {
  /** @param length what is said of it in advance; 0 where nothing is */
  readonly read: (stream: Readable, length: number) => Promise<E.Either<Answer, Buffer>>;
}

const tooLarge = invalid(413, `the body is larger than ${LARGEST} bytes`);
const tooMany = invalid(503, 'too many bodies are being read; try again');
const tooSlow = invalid(408, 'the body did not come in time');
const cutOff = invalid(400, 'the body was cut off');

/** Carries out one after the other. */
const newQueue = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <A>(act: () => Promise<A>): Promise<A> => {
    const next = last.then(act);
    last = next;
    return next;
  };
};

/**
 * @param patience milliseconds that a body may take
 */
export const newReader = (patience = PATIENCE_MS, all = ALL): Reader => {
  let held = 0;
  const read = (
    stream: Readable,
    length: number,
    time: number,
  ): Promise<E.Either<Answer, Buffer>> =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      let discarded = 0;
      let timer: NodeJS.Timeout;
      const end = (result: E.Either<Answer, Buffer>): void => {
        clearTimeout(timer);
        stream.removeAllListeners('data');
        held -= size;
        size = 0;
        resolve(result);
      };
      const within = (milliseconds: number, answer: Answer): void => {
        clearTimeout(timer);
        timer = setTimeout(() => end(E.left(answer)), milliseconds);
      };
      let isOver = false;
      const discard = (): void => {
        isOver = true;
        held -= size;
        size = 0;
        chunks.length = 0;
        within(DISCARD_MS, tooLarge);
      };
      within(time, tooSlow);
      if (length > LARGEST) discard();
      stream.on('data', (chunk: Buffer) => {
        if (isOver) {
          discarded += chunk.length;
          if (discarded > ALL) end(E.left(tooLarge));
          return;
        }
        size += chunk.length;
        held += chunk.length;
        chunks.push(chunk);
        if (size > LARGEST) discard();
        else if (held > all) end(E.left(tooMany));
      });
      stream.once('end', () => end(isOver ? E.left(tooLarge) : E.right(Buffer.concat(chunks))));
      stream.once('error', () => end(E.left(cutOff)));
      stream.once('aborted', () => end(E.left(cutOff)));
      stream.once('close', () => end(E.left(cutOff)));
      if (stream.destroyed) end(E.left(cutOff));
    });
  const readInTurn = newQueue();
  return {
    read: (stream, length) =>
      length <= LARGE
        ? read(stream, length, patience)
        : readInTurn(() => read(stream, length, Math.min(patience, TURN_MS))),
  };
};
