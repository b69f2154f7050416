// The usual way to edit YAML and keep its comments: a Document, and its string.
import { readFileSync, writeSync } from 'node:fs';
import { parseDocument } from 'yaml';

const bytes = Buffer.from(String(parseDocument(readFileSync(0, 'utf8'))));
for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
