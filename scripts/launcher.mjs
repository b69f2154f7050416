// Compiling is most of what a small input costs. So the program is kept in a comment, which Node need not look into, and
// what it was compiled to is kept in the user's cache at the first run. Such a cache is of one program and one build of Node:
// Node 20 takes that of another Node 20 and crashes, later ones refuse it. So both are in its name. A cache is code: only
// one that this user wrote, where nobody else may write, is used. NODE_DISABLE_COMPILE_CACHE, Node's own switch, keeps it off.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** What would end the comment is split by something that stands nowhere in the program. */
const SPLIT = '~~';

/** @param {string} code */
const commented = (code) => {
  // oxlint-disable-next-line no-control-regex
  if (/[^\u0000-\u007f]/.test(code)) throw new Error('the bundle is not all of ASCII');
  if (code.includes(`*${SPLIT}/`)) throw new Error(`the bundle has *${SPLIT}/ in it`);
  return code.replaceAll('*/', `*${SPLIT}/`);
};

/** How many caches are kept: of other builds of Node, and of other versions of this. */
const KEPT = 6;

/** @param {string} code */
const launcher = (code) => `#!/usr/bin/env node
'use strict';
const fs = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
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
const cache = quietly(() => {
  if (folder === '') return undefined;
  const { size, mtimeMs } = fs.statSync(process.execPath);
  const engine = [process.version, process.arch, size, Math.trunc(mtimeMs), ...process.execArgv].join('-').replace(/[^\\w.-]/g, '_');
  return join(folder, '${createHash('sha256').update(code).digest('hex').slice(0, 16)}-' + engine + '.cache');
});
const cachedData = quietly(() =>
  isOwn(fs.statSync(folder)) && isOwn(fs.statSync(cache)) ? fs.readFileSync(cache) : undefined,
);
const own = fs.readFileSync(__filename, 'latin1');
const comment = own.slice(own.indexOf('\\n/*') + 3, own.lastIndexOf('*/'));
const code = comment.replaceAll('*${SPLIT}/', '*/');
const program = new Script(code, { filename: __filename, cachedData });
// What only tells something compiles too little of the program to be worth keeping.
if (cache !== undefined && (cachedData === undefined || program.cachedDataRejected) && !/^(?:(?:--)?(?:help|version)|-h|init|completion)$/.test(process.argv[2])) {
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
}
program.runInThisContext()(exports, require, module, __filename, __dirname);
/*${commented(code)}*/
`;

/**
 * Puts a bundle into a launcher.
 * @param {string} file the bundle, which the launcher replaces
 */
export const launch = (file) => {
  const bundle = readFileSync(file, 'utf8').replace(/^#!.*\n/, '');
  writeFileSync(
    file,
    launcher(`(function (exports, require, module, __filename, __dirname) {${bundle}\n})`),
  );
};
