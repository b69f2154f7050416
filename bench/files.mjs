// A repository of 5,000 files in 500 folders: a third are built by kustomize, some configs, some files that cannot be read.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './resources.mjs';

const FOLDERS = 500;

/** What is in each folder; a kustomization may take the place of the last. */
const FILES_EACH = 10;

const TEAMS = 20;

/** A list that is never closed. */
const broken = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [broken\n';

const config = `apiVersion: inject-shm.dev/v1alpha1
kind: InjectShm
metadata: {name: inject-shm}
spec: {ratio: 0.25}
`;

/** An overlay that changes images: what is below it can be changed where it stands. @param {readonly string[]} names */
const kustomization = (names) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${names.map((name) => `- ${name}\n`).join('')}images:
- name: db
  newTag: "1.2"
`;

/** @param {string} folder @param {number} at */
const fill = (folder, at) => {
  const isBuilt = at % 3 === 0;
  const count = isBuilt ? FILES_EACH - 1 : FILES_EACH;
  const names = documents(count, at * FILES_EACH).map((text, index) => {
    const name = `${index}.yaml`;
    const isBroken = at % 100 === 1 && index === 3;
    writeFileSync(join(folder, name), isBroken ? broken : text);
    return name;
  });
  if (isBuilt) writeFileSync(join(folder, 'kustomization.yaml'), kustomization(names));
};

/** Writes the repository into a folder that is not there yet. @param {string} top */
export const repository = (top) => {
  mkdirSync(join(top, '.git'), { recursive: true });
  writeFileSync(join(top, '.gitignore'), 'node_modules/\n*.tmp.yaml\n');
  for (let at = 0; at < FOLDERS; at++) {
    const team = join(top, `apps/team-${at % TEAMS}`);
    const folder = join(team, `app-${at}`);
    mkdirSync(folder, { recursive: true });
    fill(folder, at);
    if (at < TEAMS && at % 4 === 0) writeFileSync(join(team, '.inject-shm.yaml'), config);
  }
};
