import type { Described } from '../describe.ts';
import { firstWords, quoted, type Completed } from './model.ts';

/** What _arguments reads in a way of its own. */
const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/g, String.raw`\$&`);

const action = ({ values, isFile }: Described): string => {
  if (isFile === true) return '_files';
  return values === undefined ? ' ' : `(${values.join(' ')})`;
};

const spec = (flag: Described): string => {
  const { name, doc, metavar, isRepeated } = flag;
  const value = metavar === undefined ? '' : `:${escaped(metavar)}:${action(flag)}`;
  const many = isRepeated === true ? '*' : '';
  return quoted(`${many}--${name}${metavar === undefined ? '' : '='}[${escaped(doc)}]${value}`);
};

const words = (found: readonly (readonly [string, string])[]): string =>
  `((${found.map(([word, summary]) => `${word}\\:${JSON.stringify(escaped(summary))}`).join(' ')}))`;

const argumentsOf = (each: Completed): readonly string[] => {
  if (each.name === '') return [quoted('1: :_inject_shm_first'), quoted('*:file:_files')];
  if (each.words.length > 0) return [quoted(`*:argument:(${each.words.join(' ')})`)];
  // The words of the command itself are arguments too.
  return [quoted(each.takesFiles ? '*:file:_files' : '*: : ')];
};

const commandCase = (each: Completed): string => {
  const specs = [...each.flags.map(spec), ...argumentsOf(each)];
  return `    ${quoted(each.name)}) _arguments -S \\\n      ${specs.join(' \\\n      ')} ;;`;
};

/** The completion script of zsh. */
export const zsh = (commands: readonly Completed[]): string => {
  const named = commands.flatMap(({ name }) => (name === '' ? [] : quoted(name)));
  return `#compdef inject-shm
# zsh completion of inject-shm, made by \`inject-shm completion zsh\`
_inject_shm_first() {
  _alternative ${quoted(`commands:command:${words(firstWords(commands))}`)} 'files:file:_files'
}
_inject_shm() {
  local command= word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${command:+$command }$word" in
    ${named.join('|')}) command=\${command:+$command }$word ;;
    esac
  done
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ \${funcstack[1]} == _inject_shm || \${funcstack[1]} == _inject-shm ]]; then
  _inject_shm "$@"
else
  compdef _inject_shm inject-shm
fi
`;
};
