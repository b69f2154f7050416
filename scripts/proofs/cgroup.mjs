// Where the memory of a cgroup is bounded and counted, by the version that this machine has.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';

const MOUNT = '/sys/fs/cgroup';

const versions = {
  1: { root: `${MOUNT}/memory`, max: 'memory.limit_in_bytes', current: 'memory.usage_in_bytes' },
  2: { root: MOUNT, max: 'memory.max', current: 'memory.current' },
};

/** @type {1 | 2} */
export const version = existsSync(`${MOUNT}/cgroup.controllers`) ? 2 : 1;

const { root, max, current } = versions[version];

export const hasMemory = version === 2 || existsSync(`${root}/${current}`);

/** Where a container sees what is charged to it. */
export const ownCharge = `${root}/${current}`;

/** @param {string} name @param {number | undefined} limit in bytes */
export const makeCgroup = (name, limit) => {
  const folder = `${root}/${name}`;
  mkdirSync(folder);
  if (limit !== undefined) writeFileSync(`${folder}/${max}`, String(limit));
};

/** Bytes that are charged to it and to what is below it. @param {string} name */
export const chargeOf = (name) => Number(readFileSync(`${root}/${name}/${current}`, 'utf8'));

/** Of every controller, as the runtime made them. @param {string} name */
export const removeCgroup = (name) =>
  ['.', ...readdirSync(MOUNT)]
    .map((controller) => `${MOUNT}/${controller}/${name}`)
    .filter((folder) => existsSync(folder))
    .forEach((folder) => rmdirSync(folder));
