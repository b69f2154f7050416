import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const below = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:ya?ml|json)$/.test(name))
        .sort()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
    : [];

/** Small, and with pods in it. */
const isApt = (text: string): boolean => text.length < 8000 && text.includes('containers');

/** What is mutated: goldens, before and after, so that what once failed is tried again and again; and real manifests where they are at hand. */
export const texts = (): readonly string[] =>
  [...below('test/golden'), ...below('../shared/corpus')].filter(isApt);
