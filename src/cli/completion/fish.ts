import type { Described } from '../describe.ts';
import { firstWords, type Completed } from './model.ts';

/** In single quotes, as fish reads them. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

const flagLine = (on: string, { name, short, doc, metavar, values, isFile }: Described): string => {
  const value = metavar === undefined ? '' : isFile === true ? ' -r -F' : ' -x';
  const words = values === undefined ? '' : ` -a ${quoted(values.join(' '))}`;
  const letter = short === undefined ? '' : ` -s ${short}`;
  return `complete -c inject-shm -n ${on}${letter} -l ${name}${value}${words} -d ${quoted(doc)}`;
};

const commandLines = (each: Completed, all: readonly Completed[]): readonly string[] => {
  const on = quoted(`__inject_shm_is ${each.name === '' ? `''` : `"${each.name}"`}`);
  const words =
    each.name === ''
      ? firstWords(all).map(
          ([word, summary]) =>
            `complete -c inject-shm -n __inject_shm_first -a ${word} -d ${quoted(summary)}`,
        )
      : each.words.map((word) => `complete -c inject-shm -n ${on} -f -a ${quoted(word)}`);
  const none = each.takesFiles ? [] : [`complete -c inject-shm -n ${on} -f`];
  return [...none, ...words, ...each.flags.map((flag) => flagLine(on, flag))];
};

/** The completion script of fish. */
export const fish = (commands: readonly Completed[]): string => {
  const named = commands.flatMap(({ name }) => (name === '' ? [] : quoted(name)));
  return `# fish completion of inject-shm, made by \`inject-shm completion fish\`
function __inject_shm_command
    set -l found
    for word in (commandline -opc)[2..]
        set -l name (string join ' ' -- $found $word)
        if contains -- $name ${named.join(' ')}
            set -a found $word
        end
    end
    string join ' ' -- $found
end
function __inject_shm_is
    test "$(__inject_shm_command)" = "$argv[1]"
end
function __inject_shm_first
    not string match -qrv -- '^-' (commandline -opc)[2..]
end
${commands.flatMap((each) => commandLines(each, commands)).join('\n')}
`;
};
