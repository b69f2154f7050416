// What is promised, as ratios within one case; `smoke` is the margin of a busy machine.

/**
 * @typedef {object} Goal
 * @property {string} of a contender
 * @property {string} to another
 * @property {string} in the case that both are in
 * @property {'wall' | 'peak'} [metric] the time, unless it says so
 * @property {number} [atMost]
 * @property {number} [atLeast]
 * @property {number} [smoke]
 */

/** @type {readonly Goal[]} */
export const goals = [
  { in: '1', of: 'executable', to: 'empty engine', atMost: 1.12 },
  { in: '100', of: 'executable', to: 'Go function', atMost: 1.2 },
  { in: '1000', of: 'executable', to: 'Go function', atMost: 0.45 },
  { in: '10000', of: 'executable', to: 'Go function', atMost: 0.25 },
  { in: '10000', of: 'executable', to: 'Go function', metric: 'peak', atMost: 0.14 },
  { in: '1', of: 'bundle', to: 'empty Node', atMost: 1.25, smoke: 3.3 },
  { in: '10000', of: 'bundle', to: 'floor', atMost: 1.8 },
  { in: 'stream', of: 'bundle', to: 'floor', atMost: 1.8 },
  { in: 'corpus', of: 'bundle', to: 'floor', atMost: 1.8 },
  { in: 'kpt', of: 'kpt with inject-shm', to: 'kpt with cat', atMost: 1.1 },
  { in: 'files', of: 'check', to: 'reading', atMost: 2 },
  { in: 'files', of: 'report', to: 'reading', atMost: 2 },
  { in: '100', of: 'bundle', to: 'floor', atMost: 1.3, smoke: 2.8 },
  { in: '1000', of: 'bundle', to: 'floor', atMost: 1.8, smoke: 4 },
  { in: '1000', of: 'bundle', to: 'floor', metric: 'peak', atMost: 1.3, smoke: 2 },
  { in: '10000', of: 'bundle', to: 'floor', metric: 'peak', atMost: 1 },
  { in: '1000', of: 'yaml round trip', to: 'bundle', atLeast: 4, smoke: 1.5 },
  { in: '10000', of: 'SDK no-op', to: 'bundle', atLeast: 1.3 },
  { in: 'kustomize', of: 'kustomize patch', to: 'bundle', atLeast: 15 },
];
