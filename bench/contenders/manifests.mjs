import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Goes through folders and reads their manifests; the sum of what each counts. @param {string} folder @param {(text: string) => number} count @returns {number} */
export const sumOver = (folder, count) => {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += sumOver(path, count);
    else if (/\.(?:ya?ml|json)$/.test(entry.name)) sum += count(readFileSync(path, 'utf8'));
  }
  return sum;
};
