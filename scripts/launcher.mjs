// Compiling is most of what a small input costs. So the program is kept in a comment, which Node need not look into, and
// what it was compiled to lies beside it, in a cache. Without the cache, or with that of another Node, which V8 itself
// refuses, the text is compiled as usual: the file does by itself. A cache is code: one that somebody else put beside the
// file, as in a folder that all may write to, is not used.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What would end the comment is split by something that stands nowhere in the program. */
const SPLIT = '~~';

/** @param {string} code */
const commented = (code) => {
  // oxlint-disable-next-line no-control-regex
  if (/[^\u0000-\u007f]/.test(code)) throw new Error('the bundle is not all of ASCII');
  if (code.includes(`*${SPLIT}/`)) throw new Error(`the bundle has *${SPLIT}/ in it`);
  return code.replaceAll('*/', `*${SPLIT}/`);
};

/** @param {string} code */
const launcher = (code) => `#!/usr/bin/env node
'use strict';
const { readFileSync, statSync } = require('node:fs');
const { Script } = require('node:vm');
const read = (file) => {
  try {
    return statSync(file).uid === statSync(__filename).uid ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
};
const cachedData = read(__filename.replace(/(?:[.]cjs)?$/, '.cache'));
const own = readFileSync(__filename, 'latin1');
const comment = own.slice(own.indexOf('\\n/*') + 3, own.lastIndexOf('*/'));
const code = comment.replaceAll('*${SPLIT}/', '*/');
const program = new Script(code, { filename: __filename, cachedData });
program.runInThisContext()(exports, require, module, __filename, __dirname);
/*${commented(code)}*/
`;

/** What the program does on it is what the cache has. */
const example = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: example
    annotations:
      config.kubernetes.io/path: 'example.yaml'
  spec:
    template:
      spec:
        containers:
        # The one that serves.
        - name: example
          image: example
          args: [--port, "8080"]
          resources:
            limits:
              memory: 1Gi
- apiVersion: v1
  kind: ConfigMap
  data:
    text: |
      a line
functionConfig:
  apiVersion: v1
  kind: ConfigMap
  data:
    ratio: '0.5'
`;

/**
 * Puts a bundle into a launcher, with a cache for this Node beside it.
 * @param {string} file the bundle, which the launcher replaces
 */
export const launch = (file) => {
  const text = file.replace(/cjs$/, 'txt');
  const bundle = readFileSync(file, 'utf8').replace(/^#!.*\n/, '');
  const code = `(function (exports, require, module, __filename, __dirname) {${bundle}\n})`;
  writeFileSync(file, launcher(code));
  writeFileSync(text, code);
  execFileSync(process.execPath, ['scripts/record.mjs', text, file.replace(/cjs$/, 'cache')], {
    input: example,
    env: {},
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  rmSync(text);
};
