/** The signal that asked the process to end, once there is one. */
export interface Stop {
  readonly signal: NodeJS.Signals | undefined;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does something that clears up after itself when it is asked to end, instead of being cut off; `react` is told at once. */
export const untilStopped = async <A>(
  work: (stop: Stop) => Promise<A>,
  react: (signal: NodeJS.Signals) => void = () => undefined,
): Promise<A> => {
  const stop: { signal: NodeJS.Signals | undefined } = { signal: undefined };
  const note = (signal: NodeJS.Signals): void => {
    stop.signal = signal;
    react(signal);
  };
  signals.forEach((signal) => process.on(signal, note));
  try {
    return await work(stop);
  } finally {
    signals.forEach((signal) => process.off(signal, note));
  }
};
