import { fields, type Field } from '../config.ts';
import { described } from '../config/fields.ts';
import { everywhere, type Command, type Flag } from './command.ts';

/** A flag as help and completion know it. */
export interface Described extends Flag {
  readonly name: string;
}

/** The words of a field that may be nothing else. */
const valuesOf = ({ schema, metavar }: Field): readonly string[] | undefined => {
  if ('enum' in schema && Array.isArray(schema.enum)) return schema.enum.map(String);
  return /^[a-z]+(?:\|[a-z]+)+$/.test(metavar) ? metavar.split('|') : undefined;
};

/** A field of the config as a flag. */
export const fieldFlag = (field: Field): Described => {
  const values = valuesOf(field);
  return {
    name: field.flag,
    metavar: field.metavar,
    ...(values === undefined ? {} : { values }),
    doc: described(field),
  };
};

/** The flags of a command that are no fields. */
export const ownFlags = ({ flags }: Command): readonly Described[] =>
  Object.entries(flags).map(([name, flag]) => ({ name, ...flag }));

/** All flags of a command. */
export const flagsOf = (command: Command): readonly Described[] => [
  ...ownFlags(command),
  ...(command.isConfigured ? fields.map(fieldFlag) : []),
  { name: 'help', ...everywhere.help },
];

/** A flag as it is written: `--fn-config FILE`. */
export const usageOf = ({ name, short, metavar }: Described): string =>
  `${short === undefined ? '' : `-${short}, `}--${name}${metavar === undefined ? '' : ` ${metavar}`}`;
