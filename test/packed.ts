import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { imported } from '../scripts/names.mjs';
import { plainEnv as env, type Workbench } from './workbench.ts';

/** What the package depends on, as it is published. */
export const own = imported;

/** Packs a workbench, once for all programs. */
export const pack = ({ folder }: Workbench): void =>
  void execFileSync('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: folder, env });

/** A program's folder with the packed package in its node_modules, and those that it may use. */
export const program = (bench: Workbench, name: string, packages: readonly string[]): string => {
  const folder = `${bench.folder}-${name}`;
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  const tar = readdirSync(bench.folder).find((file) => file.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['xzf', join(bench.folder, tar), '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, 'inject-shm'));
  packages.forEach((each) => symlinkSync(resolve('node_modules', each), join(modules, each)));
  writeFileSync(join(folder, 'package.json'), '{"name":"program","type":"module"}');
  return folder;
};

/** How a program is compiled. */
export type Modules = 'node16' | 'nodenext' | 'bundler';

const moduleOptions = {
  node16: { module: 'node16' },
  nodenext: { module: 'nodenext' },
  bundler: { module: 'preserve', moduleResolution: 'bundler' },
} as const;

/** What the compiler says of a program. */
export const compiled = (
  folder: string,
  files: Readonly<Record<string, string>>,
  modules: Modules = 'nodenext',
): string => {
  Object.entries(files).forEach(([file, text]) => writeFileSync(join(folder, file), text));
  const compilerOptions = {
    ...moduleOptions[modules],
    target: 'es2022',
    types: [],
    noEmit: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
  };
  const config = { compilerOptions, files: Object.keys(files) };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = resolve('node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: folder, encoding: 'utf8', env })
    .stdout;
};
