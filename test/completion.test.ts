import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Context, Given } from '../src/cli/command.ts';
import { commands } from '../src/cli/commands.ts';
import { completion } from '../src/cli/completion.ts';
import { long, skip, spec } from './spec.ts';

const test = spec('completion');

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-completion-'));
writeFileSync(join(folder, 'deploy.yaml'), '');
writeFileSync(join(folder, 'verbatim.yaml'), '');

test.after(() => rmSync(folder, { recursive: true }));

const context: Context = { env: {}, commands };

const given = (...args: readonly string[]): Given => ({
  args,
  flags: {},
  has: () => false,
  text: () => undefined,
  all: () => [],
});

const script = async (shell: string): Promise<string> => {
  const { stdout } = await completion(given(shell), context);
  const file = join(folder, `script.${shell}`);
  writeFileSync(file, stdout);
  return file;
};

const run = (program: string, ...args: readonly string[]): readonly string[] => {
  const { stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT')
    skip(`${program} is missing`);
  assert.is(stderr, '');
  return stdout.split('\n').filter((line) => line !== '');
};

/** What is offered behind a line; `...` at the end of the list: others as well. */
type Case = readonly [line: string, offered: readonly string[], notOffered?: readonly string[]];

const cases: readonly Case[] = [
  ['--mo', ['--mode']],
  ['--mode ', ['inject', 'check', 'remove'], ['deploy.yaml', 'version']],
  ['--exclude-kinds Cron', ['CronJob']],
  ['--fn-config dep', ['deploy.yaml']],
  ['ver', ['version', 'verbatim.yaml']],
  ['argocd ', ['generate', 'parameters'], ['deploy.yaml']],
  ['argocd generate --rat', ['--ratio']],
  ['argocd generate --wri', [], ['--write']],
  ['completion ', ['bash', 'zsh', 'fish'], ['deploy.yaml']],
  ['help conf', ['config']],
  ['--check --format ', ['text', 'json', 'sarif', 'github', 'junit'], ['deploy.yaml']],
  ['--check dep', ['deploy.yaml']],
  ['version ', [], ['deploy.yaml', 'help']],
];

const checked = (found: readonly string[], [, offered, not = []]: Case): void => {
  offered.forEach((word) => assert.ok(found.includes(word), `${word} in ${found.join(' ')}`));
  not.forEach((word) => assert.not.ok(found.includes(word), `no ${word} in ${found.join(' ')}`));
};

cases.forEach((each) => {
  const [line] = each;
  const words = `inject-shm ${line}`.split(' ');

  test(`bash: ${line}`, async () => {
    const call = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _inject_shm; printf '%s\\n' "\${COMPREPLY[@]}"`;
    checked(run('bash', '--norc', '-c', call, 'bash', await script('bash'), ...words), each);
  });

  test(`fish: ${line}`, async () => {
    const call = `source $argv[1]; complete -C $argv[2]`;
    const lines = run('fish', '--no-config', '-c', call, await script('fish'), words.join(' '));
    checked(
      lines.map((found) => found.split('\t')[0] ?? ''),
      each,
    );
  });

  test(`zsh: ${line}`, async () => {
    long('a terminal for each');
    const found = run('zsh', '-f', 'capture.zsh', await script('zsh'), words.join(' '));
    checked(found, each);
  });
});

/** What an interactive zsh starts with: compadd tells what it would add, and Ctrl-X that it is done. */
const startup = `
PROMPT='ready:'
unsetopt beep zle_bracketed_paste
autoload -U compinit
compinit -u -d $ZDOTDIR/dump
source $INJECT_SHM_SCRIPT
bindkey '^I' complete-word
compadd () {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  typeset -a found
  builtin compadd -A found "$@"
  for each in $found; do print -r -- "found:$each"; done
  builtin compadd "$@"
}
finish () { print -r -- 'done:' }
zle -N finish
bindkey '^X' finish
`;

/** Types a line and a tab into such a zsh, on a terminal of its own, and prints what it is told. */
const capture = `
zmodload zsh/zpty
export ZDOTDIR=$PWD INJECT_SHM_SCRIPT=$1
zpty z zsh -i
local out
zpty -r z out '*ready:*'
zpty -w -n z "$2"$'\\t\\x18'
zpty -r z out '*done:*'
for line in \${(f)out}; do
  line=\${line//$'\\r'/}
  [[ $line == *found:* ]] && print -r -- \${line##*found:}
done
exit 0
`;
writeFileSync(join(folder, '.zshrc'), startup);
writeFileSync(join(folder, 'capture.zsh'), capture);

test('another shell is refused', async () => {
  const { stderr, exitCode } = await completion(given('tcsh'), context);
  assert.is(stderr, 'inject-shm: error: completion is for bash, zsh, fish, got "tcsh"\n');
  assert.is(exitCode, 3);
});

test.run();
