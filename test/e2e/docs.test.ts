import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { type Block, blocksOf, pages } from '../docs/pages.ts';
import { spec } from '../spec.ts';
import { image } from './images.ts';
import { type Workbench, workbench } from '../workbench.ts';
import { copyOf, helm, kustomize, needs, run, watch } from './tools.ts';

const test = spec('docs, run');

const made: { bench?: Workbench } = {};

const bench = (): Workbench => {
  needs('bash', 'git', 'kpt', 'kubectl');
  return (made.bench ??= workbench());
};

test.after(() => made.bench?.remove());

const standIns = ['flux', 'kubectl', 'npm', 'podman'];

/** A checkout as the pages take it for given: built, with manifests of the reader, and the programs on the PATH. */
const checkout = (page: string): string => {
  const { folder: built, executable } = bench();
  const folder = join(built, 'pages', page.replaceAll('/', '-'));
  ['dist', 'examples', 'package.json'].forEach((name) =>
    copyOf(join(built, name), join(folder, name)),
  );
  copyOf('test/docs/scratch', folder);
  watch(folder);
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  symlinkSync(executable, join(bin, 'inject-shm'));
  symlinkSync(kustomize(), join(bin, 'kustomize'));
  symlinkSync(helm(), join(bin, 'helm'));
  standIns.forEach((name) => symlinkSync(resolve('test/docs/stand-in.sh'), join(bin, name)));
  return folder;
};

const runBlock = (folder: string, { language, text }: Block) => {
  if (language === 'js') return run(folder, process.execPath, ['--input-type=module'], text);
  if (text.includes('podman build')) image('function');
  const script = `export PATH=$PWD/.bin:$PATH HELM_DATA_HOME=$PWD/.helm KPT_FN_RUNTIME=podman\n${text}`;
  return run(folder, 'bash', ['-euo', 'pipefail', '-c', script]);
};

const isRun = ({ language }: Block): boolean => language === 'sh' || language === 'js';

/** The blocks of a page one after the other in the same folder, as a reader does it. */
pages
  .map((page) => ({ page, blocks: blocksOf(page).filter(isRun) }))
  .filter(({ blocks }) => blocks.length > 0)
  .forEach(({ page, blocks }) =>
    test(page, () => {
      const folder = checkout(page);
      blocks.forEach((block) => {
        const { status, stdout, stderr } = runBlock(folder, block);
        assert.is(status, 0, `line ${block.line}:\n${block.text}\n${stdout}\n${stderr}`);
      });
    }),
  );

test.run();
