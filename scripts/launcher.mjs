// Compiling is most of what a small input costs. So what the program was compiled to is kept in the user's cache at the first
// run. Such a cache is of one file and one build of Node: Node 20 takes that of another Node 20 and crashes, later ones refuse
// it. So both are in its name. A cache is code: only one that this user wrote, where nobody else may write, is used.
// NODE_DISABLE_COMPILE_CACHE, Node's own switch, keeps it off.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** How many caches are kept: of both files, of other builds of Node, and of other versions of this. */
const KEPT = 10;

/** @param {string} folder @param {Readonly<Record<string, string>>} hashes */
const launcher = (folder, hashes) => `#!/usr/bin/env node
'use strict';
const fs = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const hashes = ${JSON.stringify(hashes)};
const quietly = (act) => {
  try {
    return act();
  } catch {
    return undefined;
  }
};
const uid = process.geteuid && process.geteuid();
const isOwn = ({ uid: owner, mode }) => owner === uid && (mode & 0o22) === 0;
const home = process.env.XDG_CACHE_HOME || (process.env.HOME && join(process.env.HOME, '.cache'));
const folder = home && uid !== undefined && !process.env.NODE_DISABLE_COMPILE_CACHE ? join(home, 'inject-shm', 'code') : '';
const engine = quietly(() => {
  const { size, mtimeMs } = fs.statSync(process.execPath);
  return [process.version, process.arch, size, Math.trunc(mtimeMs), ...process.execArgv].join('-').replace(/[^\\w.-]/g, '_');
});
const keep = (program, cache) => {
  const { cachedDataVersionTag } = require('node:v8');
  const tag = cachedDataVersionTag();
  process.on('exit', () => quietly(() => {
    // With flags that were set meanwhile it would be of no use at the next start.
    if (cachedDataVersionTag() !== tag) return;
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(fs.statSync(folder))) return;
    const part = cache + '.' + process.pid;
    fs.writeFileSync(part, program.createCachedData(), { mode: 0o600, flag: 'wx' });
    fs.renameSync(part, cache);
    const age = (file) => fs.statSync(file).mtimeMs;
    const all = fs.readdirSync(folder).map((name) => join(folder, name)).sort((a, b) => age(b) - age(a));
    all.slice(${KEPT}).forEach((file) => fs.rmSync(file));
  }));
};
const loaded = {};
const load = (name) => {
  if (loaded[name]) return loaded[name].exports;
  const filename = join(__dirname, '${folder}', name);
  const code = quietly(() => fs.readFileSync(filename, 'latin1'));
  if (code === undefined) {
    fs.writeSync(2, 'inject-shm: error: ' + filename + ' cannot be read; it belongs beside ' + __filename + '\\n');
    process.exit(2);
  }
  const cache = folder && engine && join(folder, hashes[name] + '-' + engine + '.cache');
  const cachedData = quietly(() =>
    isOwn(fs.statSync(folder)) && isOwn(fs.statSync(cache)) ? fs.readFileSync(cache) : undefined,
  );
  const program = new Script(code, { filename, cachedData });
  // What only tells something compiles too little of the program to be worth keeping.
  if (cache && (cachedData === undefined || program.cachedDataRejected) && !/^(?:(?:--)?(?:help|version)|-h|init|completion)$/.test(process.argv[2])) keep(program, cache);
  const own = (loaded[name] = { exports: {} });
  program.runInThisContext()(own.exports, (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id)), own);
  return own.exports;
};
load('stream.cjs');
`;

/**
 * Makes a launcher of the program.
 * @param {string} file the launcher
 * @param {string} folder what was bundled, in a folder beside the launcher; its files become functions
 */
export const launch = (file, folder) => {
  const names = readdirSync(folder);
  const hashes = names.map((name) => {
    const code = readFileSync(join(folder, name), 'utf8');
    // oxlint-disable-next-line no-control-regex
    if (/[^\u0000-\u007f]/.test(code)) throw new Error(`${name} is not all of ASCII`);
    writeFileSync(join(folder, name), `(function (exports, require, module) {${code}\n})`);
    return [name, createHash('sha256').update(code).digest('hex').slice(0, 16)];
  });
  writeFileSync(file, launcher(basename(folder), Object.fromEntries(hashes)), { mode: 0o755 });
};
