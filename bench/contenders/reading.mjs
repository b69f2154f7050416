// The least that a program over files does: goes through the folders and reads the manifests.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} folder @returns {number} */
const read = (folder) => {
  let size = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) size += read(path);
    else if (/\.(?:ya?ml|json)$/.test(entry.name)) size += readFileSync(path, 'utf8').length;
  }
  return size;
};

console.log(read(process.argv[2] ?? '.'));
