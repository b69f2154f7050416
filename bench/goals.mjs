// What is promised, as ratios within one run; `smoke` is the margin of a busy machine.

/**
 * @typedef {object} Goal
 * @property {string} what
 * @property {'time' | 'peak'} metric
 * @property {readonly [contender: string, count: number]} of
 * @property {readonly [contender: string, count: number]} to
 * @property {boolean} [each] counted by the resource
 * @property {number} [atMost]
 * @property {number} [atLeast]
 * @property {number} [smoke]
 */

/** @type {(count: number) => readonly [string, number]} */
const ours = (count) => ['inject-shm', count];

/** @type {readonly Goal[]} */
export const goals = [
  {
    what: '10,000 resources: inject-shm ÷ floor, time',
    metric: 'time',
    of: ours(10_000),
    to: ['floor', 10_000],
    atMost: 1.6,
  },
  {
    what: '10,000 resources: inject-shm ÷ floor, peak memory',
    metric: 'peak',
    of: ours(10_000),
    to: ['floor', 10_000],
    atMost: 1.3,
  },
  {
    what: '10,000 resources: yaml round trip ÷ inject-shm',
    metric: 'time',
    of: ['yaml round trip', 10_000],
    to: ours(10_000),
    atLeast: 8,
  },
  {
    what: '10,000 resources: SDK no-op ÷ inject-shm',
    metric: 'time',
    of: ['SDK no-op', 10_000],
    to: ours(10_000),
    atLeast: 1.3,
  },
  {
    what: '2,000 resources: kustomize patch ÷ inject-shm',
    metric: 'time',
    of: ['kustomize patch', 2000],
    to: ours(2000),
    atLeast: 60,
  },
  {
    what: '1 resource: inject-shm ÷ node on an empty file',
    metric: 'time',
    of: ours(1),
    to: ['node, empty file', 1],
    atMost: 1.25,
    smoke: 3.3,
  },
  {
    what: '100 resources: inject-shm ÷ floor',
    metric: 'time',
    of: ours(100),
    to: ['floor', 100],
    atMost: 1.3,
    smoke: 2.8,
  },
  {
    what: '100 resources: executable ÷ inject-shm',
    metric: 'time',
    of: ['executable', 100],
    to: ours(100),
    atMost: 0.6,
  },
  {
    what: '1,000 resources: inject-shm ÷ floor, time',
    metric: 'time',
    of: ours(1000),
    to: ['floor', 1000],
    atMost: 1.6,
    smoke: 4,
  },
  {
    what: '1,000 resources: inject-shm ÷ floor, peak memory',
    metric: 'peak',
    of: ours(1000),
    to: ['floor', 1000],
    atMost: 1.3,
    smoke: 2,
  },
  {
    what: '1,000 resources: yaml round trip ÷ inject-shm',
    metric: 'time',
    of: ['yaml round trip', 1000],
    to: ours(1000),
    atLeast: 4,
    smoke: 1.5,
  },
  {
    what: 'cost of a resource, of 50,000 ÷ of 1,000',
    metric: 'time',
    of: ours(50_000),
    to: ours(1000),
    each: true,
    atMost: 1.15,
  },
  {
    what: '1,000 resources: kpt fn eval with inject-shm ÷ with cat',
    metric: 'time',
    of: ['kpt, inject-shm', 1000],
    to: ['kpt, cat', 1000],
    atMost: 1.1,
  },
];
