import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** Files below a folder, hidden ones left out. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();

/** All that is written for readers. */
export const pages: readonly string[] = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...['docs', 'examples', 'deploy'].flatMap(filesBelow).filter((name) => name.endsWith('.md')),
];

const FENCE = /^( *)```(.*)\n([^]*?)^\1```$/gm;

export const blocksOf = (page: string): readonly Block[] => {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(FENCE)].map(
    ({ index, 1: indent = '', 2: language = '', 3: inside = '' }) => ({
      page,
      line: text.slice(0, index).split('\n').length,
      language,
      text: inside.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
};

export const blocks: readonly Block[] = pages.flatMap(blocksOf);
