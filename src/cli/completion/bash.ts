import type { Described } from '../describe.ts';
import { distinct, firstWords, quoted, type Completed } from './model.ts';

const valueCase = ({ name, values, isFile }: Described): string => {
  if (isFile === true) return `    --${name}) _inject_shm_files; return ;;`;
  const words =
    values === undefined ? '' : ` COMPREPLY=($(compgen -W ${quoted(values.join(' '))} -- "$cur"));`;
  return `    --${name})${words} return ;;`;
};

const commandCase = (
  { name, words, flags, takesFiles }: Completed,
  all: readonly Completed[],
): string => {
  const first = name === '' ? firstWords(all).map(([word]) => word) : words;
  const names = flags.map((flag) => `--${flag.name}`);
  return `    ${quoted(name)}) words=${quoted(first.join(' '))} flags=${quoted(names.join(' '))}${takesFiles ? ' files=1' : ''} ;;`;
};

/** The completion script of bash. */
export const bash = (commands: readonly Completed[]): string => {
  const named = commands.flatMap(({ name }) => (name === '' ? [] : quoted(name)));
  const valued = distinct(commands).filter(({ metavar }) => metavar !== undefined);
  return `# bash completion of inject-shm, made by \`inject-shm completion bash\`
_inject_shm_files() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY+=($(compgen -f -- "$cur"))
}
_inject_shm() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  local command= count=0 word words= flags= files=
  COMPREPLY=()
  # Of --flag=value bash makes three words.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${command:+$command }$word" in
    ${named.join('|')}) command=\${command:+$command }$word ;;
    -*) ;;
    *) count=1 ;;
    esac
  done
  case $prev in
${valued.map(valueCase).join('\n')}
  esac
  case $command in
${commands.map((each) => commandCase(each, commands)).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
    return
  fi
  if [[ $command != '' || $count == 0 ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); fi
  if [[ $files ]]; then _inject_shm_files; fi
}
complete -F _inject_shm inject-shm
`;
};
