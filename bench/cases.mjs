// What is measured: an input, and who takes it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { resourceList, stream } from './resources.mjs';

/**
 * @typedef {object} Case
 * @property {string} name as `--cases` and the goals call it
 * @property {string} title
 * @property {number} rounds
 * @property {() => string} text
 * @property {readonly string[]} who names of contenders, those that are not there left out
 */

const corpus = '../shared/corpus';

/** @param {string} file */
const readable = (file) => {
  const text = readFileSync(join(corpus, file), 'utf8');
  try {
    loadAll(text);
    return [text];
  } catch {
    return []; // a template
  }
};

/** Real manifests, forty times over. */
const corpusText = () => {
  const names = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).sort();
  const texts = names.filter((name) => /\.ya?ml$/.test(name)).flatMap(readable);
  return `${Array.from({ length: 40 }, () => texts.join('\n---\n')).join('\n---\n')}\n`;
};

const all = ['bundle', 'executable', 'floor', 'Go function'];
const empty = ['empty engine', 'empty Node', 'empty Go'];

/** @param {number} count @param {number} rounds @param {readonly string[]} who @returns {Case} */
const resources = (count, rounds, who) => ({
  name: String(count),
  title: count.toLocaleString('en'),
  rounds,
  text: () => resourceList(count),
  who,
});

/** @param {number} count @param {number} rounds @returns {Case} */
const kyverno = (count, rounds) => ({
  name: `kyverno-${count}`,
  title: `${count.toLocaleString('en')}, as a stream`,
  rounds,
  text: () => stream(count),
  who: ['Kyverno', 'executable'],
});

/** @type {readonly Case[]} */
export const cases = [
  resources(1, 41, [...all, ...empty, 'yaml round trip', 'SDK no-op']),
  resources(100, 25, [...all, 'yaml round trip', 'SDK no-op']),
  resources(1000, 15, [...all, 'yaml round trip', 'SDK no-op']),
  resources(10_000, 11, [...all, 'SDK no-op']),
  {
    name: 'stream',
    title: '10,000, as a stream',
    rounds: 11,
    text: () => stream(10_000),
    who: ['bundle', 'executable', 'floor'],
  },
  ...(existsSync(corpus)
    ? [
        {
          name: 'corpus',
          title: 'corpus × 40',
          rounds: 7,
          text: corpusText,
          who: ['bundle', 'executable', 'floor'],
        },
      ]
    : []),
  resources(50_000, 3, ['bundle', 'executable', 'floor']),
  {
    name: 'files',
    title: '5,000 files',
    rounds: 11,
    text: () => '',
    who: ['check', 'report', 'reading', 'parsing'],
  },
  {
    name: 'kpt',
    title: '1,000',
    rounds: 11,
    text: () => resourceList(1000),
    who: ['kpt with inject-shm', 'kpt with cat'],
  },
  {
    name: 'kustomize',
    title: '2,000, as a stream',
    rounds: 3,
    text: () => stream(2000),
    who: ['kustomize patch', 'bundle'],
  },
  kyverno(1, 5),
  kyverno(100, 5),
  kyverno(1000, 3),
];

/** @param {string} name */
export const titleOf = (name) => cases.find((each) => each.name === name)?.title ?? name;
