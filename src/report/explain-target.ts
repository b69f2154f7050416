import type { Run } from '../cli/run.ts';
import { leftOutIn } from '../core/left-out.ts';
import { groupOf, type Resource, rowFor } from '../core/resource.ts';
import type { Fields } from '../data/value.ts';
import { locators } from '../inject/locate.ts';
import { podsOf } from '../kinds.ts';
import { isNeeded, needsOf } from '../needs.ts';
import { unchanged } from '../plan.ts';
import { messageOf } from '../plan/messages.ts';
import { containersOf } from '../plan/pod.ts';
import { toReport } from '../report.ts';
import { isAsked } from '../select.ts';
import type { Step } from './explain-decision.ts';
import { explainText, stepsText } from './explain.ts';
import type { PodFacts } from './facts.ts';
import { factsOf } from './from-plan.ts';
import type { Reading } from './read.ts';
import { settingsOf } from './settings.ts';
import type { ExplainedResource, PlannedReport, TextSurface } from './surface.ts';
import type { Target } from './targets.ts';
import { objectIsOut, podIsOut, type WhyOut } from './why-out.ts';

/** What was read, and how. */
export interface Explaining {
  readonly run: Run;
  readonly reading: Reading;
  readonly text: TextSurface;
}

/** Tells what was decided for each pod of an object, or why nothing was. */
export const explainTarget = (
  target: Target,
  planned: PlannedReport<ExplainedResource>,
  how: Explaining,
): string => {
  const { item, opened } = target;
  const config = how.text.configOf(item);
  const row = rowFor(config, item);
  if (row === undefined) return explainUnknown(target, how);
  const settings = settingsOf(how.run, how.reading, item, opened.resource, undefined);
  const out = objectIsOut(config, opened.resource, row, settings);
  const own = planned.run.finished.find((each) => each.planned.opened.item === item);
  const all =
    own === undefined || out !== undefined
      ? factsOf({
          resource: opened.resource,
          row,
          plan: unchanged(opened.resource.object, []),
          ...whereOf(target),
        })
      : allFacts(own, target);
  if (all.length === 0) return explainNothing(target, out ?? NO_POD, row.paths);
  // What holds for all of it is told once.
  return (out === undefined ? all : all.slice(0, 1))
    .map((pod) => explainPod(pod, all.length, out ?? whyOut(own, pod), target, planned, how))
    .join('\n');
};

/** Those of pods that are not selected too. */
const allFacts = (own: ExplainedResource, target: Target): readonly PodFacts[] => {
  const { row, plan, opened } = own.planned;
  return row === undefined || own.pods.length > 0
    ? own.pods
    : factsOf({ resource: opened.resource, row, plan, ...whereOf(target) }, () => true);
};

const NO_POD: WhyOut = {
  because: 'there is no PodSpec where its kind has one',
  instead: 'Nothing, if something else completes it.',
};

const whyOut = (own: ExplainedResource | undefined, pod: PodFacts): WhyOut | undefined => {
  const found = own?.planned.plan.pods.find(({ place }) => place.field === pod.place.field);
  return own && found && podIsOut(own.planned, found);
};

/** What matters to a pod that is left out. */
const selecting: ReadonlySet<string> = new Set(
  'select needs kinds excludeKinds namespaces excludeNamespaces names excludeNames labelSelector podSpecs'.split(
    ' ',
  ),
);

const explainPod = (
  pod: PodFacts,
  places: number,
  out: WhyOut | undefined,
  { item, opened: { resource } }: Target,
  { objects }: PlannedReport<ExplainedResource>,
  { run, reading, text }: Explaining,
): string => {
  const config = text.configOf(item);
  const row = rowFor(config, item);
  const place = podsOf(resource.object, row ?? { paths: [] }, isAsked(config)).find(
    ({ field }) => field === pod.place.field,
  );
  const report = toReport([pod], { objects, nodes: undefined, samples: [], podsOf: () => [] });
  return report.pods
    .map((shown) =>
      explainText({
        pod,
        row: shown,
        places,
        optIn: row !== undefined && isAsked(config)(row) ? row.optIn : undefined,
        leftOut: out?.because,
        instead: out?.instead,
        needs: place === undefined ? [] : needsText(place.pod, resource, config.needs),
        settings: settingsOf(run, reading, item, resource, place).filter(
          ({ field }) => out === undefined || selecting.has(field),
        ),
      }),
    )
    .join('');
};

/** Weak signs select nothing. */
const needsText = (
  pod: Fields,
  { apiGroup: group, kind }: Resource,
  images: readonly string[],
): readonly string[] =>
  needsOf(pod, containersOf(pod), { group, kind }, images)
    .filter((need) => isNeeded([need]))
    .map(({ signal, why }) => `${signal} (${why})`);

const whereOf = ({ item: { of }, opened: { tree, shift } }: Target) => ({
  file: of.file,
  line: of.file === undefined ? undefined : locators()(of, tree.root.start + shift).line,
});

/** What is told of an object without a PodSpec that is known. */
const explainNothing = (
  target: Target,
  { because, instead = 'Nothing.' }: WhyOut,
  paths: readonly string[] | undefined,
): string => {
  const { apiVersion, kind, name = '', namespace } = target.opened.resource;
  const steps: readonly Step[] = [
    { title: 'Kind', lines: [`${kind}: ${placesText(paths)}.`] },
    { title: 'Selected', lines: [`No: ${because}. It stays as it is.`] },
    { title: 'To do', lines: [instead] },
  ];
  return stepsText({ apiVersion, kind, name, namespace, ...whereOf(target) }, steps);
};

const placesText = (paths: readonly string[] | undefined): string => {
  if (paths === undefined) return 'it is not in the table of kinds';
  return paths.length === 0
    ? 'it has no PodSpec of its own; its operator makes the pods'
    : `its PodSpec would be ${paths.map((path) => `\`${path}\``).join(' or ')}`;
};

/** A kind that is not in the table: what is known of where its PodSpecs may be. */
const explainUnknown = (target: Target, { text }: Explaining): string => {
  const { apiVersion, kind } = target.item;
  const [found] = leftOutIn(text, [target.item]);
  const because = 'where its PodSpecs are is not known';
  const place = `${groupOf(apiVersion) || 'core'}/${kind}:PATH`;
  const instead =
    found === undefined
      ? `Nothing, if it makes no pods; else name the place, as in \`--pod-specs ${place}\`.`
      : `${capital(messageOf(found.found))}.`;
  return explainNothing(target, { because, instead }, undefined);
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
