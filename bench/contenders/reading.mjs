// The least that a program over files does: goes through the folders and reads the manifests.
import { sumOver } from './manifests.mjs';

console.log(sumOver(process.argv[2] ?? '.', (text) => text.length));
