// What is written in Go: built once for each text of it, outside the checkout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const module = fileURLToPath(new URL('contenders/go-function', import.meta.url));

const hash = () => {
  const files = readdirSync(module, { recursive: true, encoding: 'utf8' }).sort();
  const sources = files.filter((name) => /\.(?:go|mod|sum)$/.test(name));
  const texts = sources.map((name) => readFileSync(join(module, name)));
  return createHash('sha256').update(Buffer.concat(texts)).digest('hex').slice(0, 12);
};

/**
 * The path of a program; undefined, which is said, where it cannot be built.
 * @param {string} folder of the program, below the module
 * @param {string} name
 */
export const goProgram = (folder, name) => {
  const root = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const path = join(root, 'inject-shm', `bench-${hash()}`, name);
  if (existsSync(path)) return path;
  mkdirSync(join(path, '..'), { recursive: true });
  const { status, stderr, error } = spawnSync(
    'go',
    ['build', '-trimpath', '-ldflags', '-s -w', '-o', path, `./${folder}`],
    { cwd: module, env: { ...process.env, CGO_ENABLED: '0' }, encoding: 'utf8' },
  );
  if (status === 0) return path;
  console.log(`without ${name}, which Go cannot build: ${(error?.message ?? stderr).trim()}`);
  return undefined;
};
