import { taken } from '../../test/webhook/scene.ts';
import { median, printTable, quantile, ratioOf, shown, spreadOf } from './figures.ts';
import { askedOf, placeOf, podIn, type Stage } from './stage.ts';

/** Requests of a contender in a round. */
const BLOCK = 25;
const WARM_UP = 8;

/** Above it, two blocks of the same say too little about one another. */
const BUSY = 0.15;

const FLOOR = 'nothing, Node';

/** Milliseconds of a block of requests, one after another. */
const block = async ({ cluster }: Stage, name: string): Promise<readonly number[]> => {
  const pod = podIn(placeOf(name));
  const times: number[] = [];
  for (let at = 0; at < BLOCK; at++) {
    const start = performance.now();
    taken(await cluster.create(pod, { dryRun: true }));
    times.push(performance.now() - start);
  }
  return times;
};

/** What is measured, and once more the floor: two of the same tell how quiet the machine is. */
const contendersOf = ({ ours, idles }: Stage): readonly string[] => [
  'none',
  ...[...idles, ...ours].map(({ name }) => name),
  'policy',
  FLOOR,
];

/** What a pod's creation takes with each contender, in rounds in which each has its turn. */
export const atApiServer = async (stage: Stage, rounds: number): Promise<void> => {
  const names = contendersOf(stage);
  const all = names.map((): number[][] => []);
  const before = await Promise.all(names.map((name) => askedOf(stage, name)));
  for (let round = 0; round < rounds + WARM_UP; round++)
    for (let step = 0; step < names.length; step++) {
      const at = (step + round) % names.length;
      const times = await block(stage, names[at] ?? '');
      if (round >= WARM_UP) all[at]?.push([...times]);
    }
  const asked = await Promise.all(
    names.map(async (name, at) => {
      const { count, seconds } = await askedOf(stage, name);
      const { count: had = 0, seconds: took = 0 } = before[at] ?? {};
      return ((seconds - took) / (count - had)) * 1000;
    }),
  );
  const medians = all.map((blocks) => blocks.map(median));
  const [none = []] = medians;
  const floor = medians[names.indexOf(FLOOR)] ?? [];
  const again = medians.at(-1) ?? [];
  const added = (at: number): readonly number[] =>
    (medians[at] ?? []).map((value, round) => value - (none[round] ?? NaN));
  printTable([
    ['a pod of 3 containers, ms', 'p50', 'p99', '÷ floor', 'added', '÷ floor’s', 'call, mean'],
    ...names
      .slice(0, -1)
      .map((name, at) => [
        name,
        shown(median((all[at] ?? []).flat())),
        shown(quantile((all[at] ?? []).flat(), 0.99)),
        shown(ratioOf(medians[at] ?? [], floor)),
        shown(median(added(at))),
        shown(median(added(at)) / median(added(names.indexOf(FLOOR)))),
        shown(asked[at] ?? NaN),
      ]),
  ]);
  const [twice, spread] = [
    ratioOf(again, floor),
    spreadOf(again.map((x, at) => x / (floor[at] ?? NaN))),
  ];
  const isBusy = Math.abs(twice - 1) > 0.05 || spread > BUSY;
  console.log(
    `  floor: ${FLOOR}; measured twice: ${shown(twice)}, half of the rounds within ${shown(spread)}${isBusy ? ': TOO BUSY to tell' : ''}\n`,
  );
};
