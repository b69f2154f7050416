// Where this is published: `repository` in package.json is the one place that says it.
//   node scripts/names.mjs                writes it, and the version, into the docs and examples (`npm run docs` does)
//   node scripts/names.mjs --check        only compares
//   node scripts/names.mjs --ready        fails while it is a placeholder, or is not $GITHUB_REPOSITORY
//   node scripts/names.mjs --package      makes of the checkout what npm gets: links of README.md that lead somewhere on the
//                                         package's page too, and no dependencies that are bundled
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { repository, version } = manifest;

/** `https://github.com/OWNER/inject-shm`. */
export const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
const path = new URL(home).pathname.slice(1);

const folders = ['docs', 'examples/flux/workflows', 'examples/argocd'];
const files = () =>
  folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(?:md|yaml)$/.test(name))
      .map((name) => join(folder, name)),
  );

/** What names this repository, and the version beside it. @param {string} text */
export const named = (text) =>
  text
    .replaceAll(/(?<=uses: )[\w.-]+\/inject-shm@v[\d.]+/g, `${path}@v${version}`)
    .replaceAll(/(?<=repo: )https:\/\/github\.com\/[\w.-]+\/inject-shm/g, home)
    .replaceAll(/(?<=\/inject-shm\n +rev: )v[\d.]+/g, `v${version}`)
    .replaceAll(/(?<=--repo )[\w.-]+\/inject-shm/g, path);

/** Links and pictures that lead to the files of this version. @param {string} text */
export const absolute = (text) =>
  text
    .replaceAll(/(!\[[^\]]*\]\()(?!https?:|#)/g, `$1${raw}/`)
    .replaceAll(/(?<!!)(\[[^\]]*\]\()(?!https?:|#)/g, `$1${home}/blob/v${version}/`);

/** What the library imports from its user's node_modules; all else is bundled. */
export const imported = ['js-yaml', 'yaml'];

/** The manifest that npm gets. @param {{ readonly dependencies: Readonly<Record<string, string>> }} whole */
export const published = ({ dependencies, ...rest }) => ({
  ...rest,
  dependencies: Object.fromEntries(imported.map((name) => [name, dependencies[name]])),
});

const raw = `https://raw.githubusercontent.com/${path}/v${version}`;

/** What stands in the way of a release. @param {NodeJS.ProcessEnv} env */
export const unready = ({ GITHUB_REPOSITORY: here, IMAGE: image }) => [
  ...(path.startsWith('OWNER/') ? ['`repository` in package.json has the placeholder OWNER'] : []),
  ...(here !== undefined && here !== path
    ? [`\`repository\` in package.json is ${path}, and this is ${here}`]
    : []),
  ...(image ? [] : ['the variable IMAGE is not set']),
];

/** @param {readonly string[]} problems */
const fail = (problems) => {
  problems.forEach((each) => console.error(each));
  if (problems.length > 0) process.exitCode = 1;
};

const [mode] = process.argv.slice(2);
if (mode === '--ready') fail(unready(process.env));
else if (mode === '--package') {
  writeFileSync('README.md', absolute(readFileSync('README.md', 'utf8')));
  writeFileSync('package.json', `${JSON.stringify(published(manifest), null, 2)}\n`);
} else if (process.argv[1]?.endsWith('names.mjs')) {
  const changed = files().filter((file) => {
    const before = readFileSync(file, 'utf8');
    const after = named(before);
    if (mode !== '--check' && after !== before) writeFileSync(file, after);
    return after !== before;
  });
  if (mode === '--check')
    fail(changed.map((file) => `${file} names another place; run \`npm run docs\``));
}
