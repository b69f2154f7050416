// npm start: builds dist/ and shows the main job on an example: what changes, as a diff, and what is said about it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createTwoFilesPatch } from 'diff';

await import('./build.mjs');
/** @type {typeof import('../src/index.ts')} */
const { inject } = await import(resolve('dist/index.js'));

const folder = 'examples/kpt';
const files = ['warehouse.yaml', 'renderer.yaml', 'forecast.yaml'];
const config = { ratio: 0.5, maxSize: '2Gi', defaultMemoryLimit: '1Gi' };

const isColoured = process.stdout.isTTY && !process.env['NO_COLOR'];
const [bold, red, green, yellow, cyan] = [1, 31, 32, 33, 36];

/** @param {number | undefined} colour @param {string} text */
const paint = (colour, text) =>
  isColoured && colour !== undefined ? `\x1b[${colour}m${text}\x1b[0m` : text;

/** @type {Readonly<Record<string, number | undefined>>} */
const diffColours = { '+': green, '-': red, '@': cyan };

/** @param {string} line */
const diffLine = (line) =>
  paint(/^(\+\+\+|---)/.test(line) ? bold : diffColours[line.charAt(0)], line);

/** @param {string} file @param {string} before @param {string} after */
const showDiff = (file, before, after) =>
  createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  })
    .split('\n')
    .map(diffLine)
    .join('\n');

const colours = { info: green, warning: yellow, error: red };

/** @param {import('../src/index.ts').Result} result */
const showResult = ({ severity, resourceRef: ref, message }) =>
  `${paint(colours[severity], severity)} ${ref ? `${ref.kind} ${ref.name}: ` : ''}${message}`;

/** @param {string} name */
const flag = (name) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const options = Object.entries(config).map(([name, value]) => `--${flag(name)} ${value}`);
files.forEach((name) => {
  const file = `${folder}/${name}`;
  const before = readFileSync(file, 'utf8');
  const { stdout, results } = inject(before, { config });
  console.log(`\n${paint(bold, `$ inject-shm ${options.join(' ')} < ${file}`)}`);
  console.log(showDiff(file, before, stdout));
  console.log(results.map(showResult).join('\n'));
});
console.log(
  '\nThe files are as they were. dist/inject-shm.cjs is built; it needs no node_modules.',
);
