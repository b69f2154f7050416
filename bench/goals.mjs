// What is promised, as ratios of two contenders in one run; `smoke` is the margin of a busy machine.

/**
 * @typedef {object} Goal
 * @property {number} count resources
 * @property {'time' | 'peak'} metric
 * @property {string} of
 * @property {string} to
 * @property {number} [atMost]
 * @property {number} [atLeast]
 * @property {number} smoke
 */

/** @type {readonly Goal[]} */
export const goals = [
  { count: 1, metric: 'time', of: 'inject-shm', to: 'empty', atMost: 1.25, smoke: 2.5 },
  { count: 100, metric: 'time', of: 'inject-shm', to: 'floor', atMost: 1.3, smoke: 2.6 },
  { count: 1000, metric: 'time', of: 'inject-shm', to: 'floor', atMost: 1.6, smoke: 3.2 },
  { count: 10_000, metric: 'time', of: 'inject-shm', to: 'floor', atMost: 1.6, smoke: 3.2 },
  { count: 10_000, metric: 'peak', of: 'inject-shm', to: 'floor', atMost: 1.3, smoke: 2 },
  { count: 10_000, metric: 'time', of: 'yaml round trip', to: 'inject-shm', atLeast: 8, smoke: 3 },
  { count: 10_000, metric: 'time', of: 'SDK no-op', to: 'inject-shm', atLeast: 1.3, smoke: 0.6 },
];
