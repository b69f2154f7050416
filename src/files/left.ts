import { noteLine } from '../process/ending.ts';
import { shown } from './folders.ts';
import type { Role } from './layout/entries.ts';

/** Why a file stays as it is. `by` is the file, or the folder of the chart, that says so. */
export type Left =
  | { readonly because: 'part'; readonly role: Role; readonly by: string }
  | {
      readonly because: 'overlay' | 'unlisted' | 'broken' | 'template' | 'ignored';
      readonly by: string;
    }
  | { readonly because: 'excluded' };

/** A file that is left, under the name that it was found by. */
export interface LeftFile {
  readonly path: string;
  readonly left: Left;
}

const reasonOf = (left: Left): string => {
  if (left.because === 'excluded') return '--exclude names it';
  const by = shown(left.by);
  if (left.because === 'part')
    return `it is ${/^[aeiou]/.test(left.role) ? 'an' : 'a'} ${left.role} of ${by}`;
  return {
    overlay: `${by} changes containers, volumes or resources of it; run behind the build`,
    unlisted: `${by} does not list it`,
    broken: `${by} cannot be read`,
    template: `it is a template of the chart ${by}; run behind \`helm template\``,
    ignored: `${by} names it`,
  }[left.because];
};

/** What the files have in common that are only counted. */
const others = {
  part: 'parts of kustomizations',
  overlay: 'changed by an overlay; run behind the build',
  unlisted: 'not listed by the kustomization beside them',
  broken: 'below a kustomization that cannot be read',
  template: 'templates of charts; run behind `helm template`',
  ignored: 'named by .gitignore or .krmignore',
  excluded: 'named by --exclude',
} as const;

/** So many files are told of each reason. */
const MOST = 5;

/** Tells what is left, the first few files of each reason by name. */
export const leftLines = (files: readonly LeftFile[], isVerbose = false): string => {
  const most = isVerbose ? Infinity : MOST;
  const reasons = [...new Set(files.map(({ left }) => left.because))];
  return reasons
    .flatMap((because) => {
      const those = files.filter(({ left }) => left.because === because);
      const named = those
        .slice(0, most)
        .map(({ path, left }) => `${path} is left: ${reasonOf(left)}`);
      const more = those.length - most;
      return more > 0 ? [...named, `and ${more} more are left: ${others[because]}`] : named;
    })
    .map(noteLine)
    .join('');
};
