import { flatMap } from './data/list.ts';
import type { Fields } from './data/value.ts';
import {
  argumentOpposing,
  argumentSignals,
  lineOf,
  mayRun,
  pathSignals,
} from './needs/arguments.ts';
import { deviceSignals } from './needs/devices.ts';
import {
  environmentOpposing,
  environmentSignals,
  hasSigns,
  type Variable,
  variablesOf,
} from './needs/environment.ts';
import { imageOpposing, imageSignals } from './needs/image-signals.ts';
import { kindSignal } from './needs/kinds.ts';
import type { Need, Opposite, Signal } from './needs/types.ts';
import { type Container, containerField } from './plan/pod.ts';

export { acceleratorsOf, type Accelerator } from './needs/accelerators.ts';
export { imageMatches } from './needs/image-signals.ts';
export { needsTable, oppositesTable, acceleratorsTable } from './needs/table.ts';
export type { Need, Strength } from './needs/types.ts';

// Who needs more than the 64Mi that the runtime gives a pod: what is found in its manifest, and why it says so.

const none: readonly never[] = [];

const needOf = ({ signal, reason }: Signal, container?: string): Need => {
  const { why, hint, source, strength } = reason;
  return {
    signal,
    ...(container === undefined ? {} : { container }),
    why,
    ...(hint === undefined ? {} : { hint }),
    source,
    strength,
  };
};

const isEnded = ({ reason: { user } }: Signal, opposites: readonly Opposite[]): boolean =>
  user !== 'given' && opposites.some(({ ends }) => ends === 'all' || ends.includes(user));

/** Whether whatever is in a container needs nothing. */
const isBeside = ({ value }: Container): boolean =>
  imageOpposing(containerField(value, 'image')).some(({ ends }) => ends === 'all');

const opposingIn = ({ value }: Container, line: string, variables: readonly Variable[]) => [
  ...imageOpposing(containerField(value, 'image')),
  ...argumentOpposing(line, variables),
  ...environmentOpposing(variables),
];

/** What most containers have nothing of is looked for without making anything. */
const ofContainer = (
  pod: Fields,
  container: Container,
  extra: readonly string[],
): readonly Need[] => {
  const { value, name } = container;
  const images = imageSignals(containerField(value, 'image'), extra);
  const devices = deviceSignals(pod, container);
  const isTold = mayRun(value);
  const isSet = hasSigns(value);
  if (images.length + devices.length === 0 && !isTold && !isSet) return none;
  const line = lineOf(value);
  const variables = variablesOf(value);
  const found = [
    ...images,
    ...devices,
    ...(isTold ? argumentSignals(line, variables) : none),
    ...(isSet ? environmentSignals(variables) : none),
    ...(isSet ? pathSignals(variables) : none),
  ];
  const opposites = found.length === 0 ? none : opposingIn(container, line, variables);
  return found
    .filter((signal) => !isEnded(signal, opposites))
    .map((signal) => needOf(signal, name));
};

/**
 * Why a pod needs more than 64Mi, by container; nothing where nothing says so. Classic init containers are not looked
 * at: they use the images of what they wait for. An opposite ends the needs of its users in its own container, those of
 * the others stay; what `extra` names is never ended.
 * @param kind of the object that the pod is in
 * @param extra globs on images, as `imageMatches` takes them
 */
export const needsOf = (
  pod: Fields,
  containers: readonly Container[],
  kind: { readonly group: string; readonly kind: string },
  extra: readonly string[],
): readonly Need[] => {
  const own = flatMap(containers, (container) =>
    container.role === 'init' ? none : ofContainer(pod, container, extra),
  );
  const byKind = kindSignal(kind.group, kind.kind);
  return byKind === undefined || containers.every(isBeside) ? own : [needOf(byKind), ...own];
};

/** Whether needs are enough to select a pod: weak ones are only told. */
export const isNeeded = (needs: readonly Need[]): boolean =>
  needs.some(({ strength }) => strength !== 'weak');
