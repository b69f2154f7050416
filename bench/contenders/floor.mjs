// The least that a program built on this parser can do: read, parse, write the same bytes.
import { readFileSync, writeSync } from 'node:fs';
import { parseEvents } from 'js-yaml';

const text = readFileSync(0, 'utf8');
const events = parseEvents(text, {});
if (events.length === 0) process.exitCode = 1;
const bytes = Buffer.from(text);
for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
