// npm start: builds, then shows what inject-shm does to examples/kpt: a diff, and what it says about it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createTwoFilesPatch } from 'diff';
import { parse, parseAllDocuments, stringify } from 'yaml';
import './build.mjs';
