import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { configSchema, fields, type Field } from '../config.ts';
import { hasDefault } from '../config/fields.ts';
import { inWords } from '../process/descriptors.ts';
import { failure, noteLine } from '../process/ending.ts';
import { wrap } from './columns.ts';
import type { Surface } from './command.ts';

const NAME = '.inject-shm.yaml';
const SCHEMA = '.inject-shm.schema.json';
const PACKAGED = 'node_modules/inject-shm/fn-config/inject-shm.schema.json';

/** What a file of a repository may not decide. */
const refused: ReadonlySet<string> = new Set(['mode', 'lockedAnnotations']);

/** The schema of the package that is installed here or in a folder above, as a path from the file. */
export const packagedSchema = (folder: string): string | undefined => {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, PACKAGED);
    if (existsSync(file)) return relative(resolve(folder), file).split(sep).join('/');
    if (existsSync(join(at, '.git')) || dirname(at) === at) return undefined;
  }
};

const fieldLines = (field: Field): string => {
  const { name, doc, defaultText, metavar } = field;
  const about = wrap(doc.replaceAll('`', ''), 94).map((line) => `  # ${line}\n`);
  const value = hasDefault(field) ? defaultText.replace(/^\*$/, '"*"') : `<${metavar}>`;
  const line = name === 'ratio' ? `  ${name}: ${value}` : `  # ${name}: ${value}`;
  return `${about.join('')}${line}\n`;
};

/** A config with every field that it may have, as comments with the defaults. */
export const initialConfig = (schema: string): string =>
  `# yaml-language-server: $schema=${schema}
# The config of inject-shm for this folder and those in it; \`inject-shm help config\` explains it.
apiVersion: inject-shm.dev/v1alpha1
kind: InjectShm
metadata:
  name: inject-shm
spec:
${fields
  .filter(({ name }) => !refused.has(name))
  .map(fieldLines)
  .join('\n')}`;

const write = (folder: string) => {
  const packaged = packagedSchema(folder);
  writeFileSync(join(folder, NAME), initialConfig(packaged ?? SCHEMA), { flag: 'wx' });
  if (packaged !== undefined) return `wrote ${join(folder, NAME)}`;
  const schema = join(folder, SCHEMA);
  if (existsSync(schema)) return `wrote ${join(folder, NAME)}; ${schema} is kept`;
  writeFileSync(schema, `${JSON.stringify(configSchema(), null, 2)}\n`, { flag: 'wx' });
  return `wrote ${join(folder, NAME)}, and its schema to ${schema}`;
};

/** Writes a config into a folder. */
export const init: Surface = ({ args: [folder = '.'] }) => {
  const file = join(folder, NAME);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return failure(`${folder} is no folder`);
  if (existsSync(file)) return failure(`${file} exists and is not overwritten`);
  try {
    return { stdout: '', stderr: noteLine(write(folder)), exitCode: 0 };
  } catch (error) {
    return failure(`${file} cannot be written: ${inWords(error)}`);
  }
};
