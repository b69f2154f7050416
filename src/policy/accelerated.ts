import { acceleratorRows, runtimeClasses } from '../needs/accelerators.ts';
import { everyContainer, literal, literals, type Named, patternOf } from './cel.ts';

const RESOURCES = patternOf(acceleratorRows.flatMap(({ resources }) => resources));

/** Values of `NVIDIA_VISIBLE_DEVICES` that hide the GPUs of the node. */
const HIDDEN = literals(['', 'none', 'void']);

// The API server wants a limit for every resource of this kind, and writes its amounts in one form.
const asks = `c.?resources.?limits.orValue({}).exists(name, amount,
  name.contains("/") && amount != "0" && name.matches(${literal(RESOURCES)})) ||
c.?resources.?claims.orValue([]).size() > 0`;

const runtimeGives = `object.spec.?runtimeClassName.orValue("").matches(${literal(patternOf(runtimeClasses))})`;

/** The containers that ask for an accelerator: their memory is not that of their neighbours. */
export const acceleratedVariables: readonly Named[] = [
  {
    name: 'asking',
    comment: 'Names of the containers that ask for an accelerator, by a resource or a claim.',
    expression: `${everyContainer}.filter(c,
${asks}).map(c, c.name)`,
  },
  {
    name: 'accelerated',
    comment: 'The same; where none asks, those that the runtime class gives the GPUs of the node.',
    expression: `variables.asking.size() > 0 || !${runtimeGives} ? variables.asking
  : object.spec.containers.filter(c, !c.?env.orValue([]).exists(e,
      e.name == "NVIDIA_VISIBLE_DEVICES" && e.?value.orValue("") in ${HIDDEN})).map(c, c.name)`,
  },
];
