// docs/dev-shm.svg: what four sizes of /dev/shm do to the same program, from the samples of docs/proofs.json. Its colours
// stand out from white and from black, because not every page says which of them it is.

/** @typedef {import('./proofs/courses.mjs').Course} Course */

const WIDTH = 880;
const TOP = 58;
const HEIGHT = 200;
const LEFT = 44;
const GAP = 16;
const MOST = 512;

const panel = (WIDTH - LEFT - 4 * GAP) / 4;

/** @param {number} mi */
const y = (mi) => +(TOP + HEIGHT * (1 - mi / MOST)).toFixed(1);

/** @param {Course['samples']} samples @param {(sample: Course['samples'][number]) => number} from @param {(sample: Course['samples'][number]) => number} to */
const area = (samples, from, to) => {
  const forth = samples.map((sample) => `${sample[0]},${y(to(sample))}`);
  const back = samples.map((sample) => `${sample[0]},${y(from(sample))}`).reverse();
  return `<polygon points="${[...forth, ...back].join(' ')}"`;
};

/** @param {string} kind @param {number} at @param {number} down @param {string} words */
const text = (kind, at, down, words) =>
  `<text class="${kind}" x="${at}" y="${down}">${words}</text>`;

/** @param {Course} course */
const ending = ({ killed, samples }) =>
  killed.length > 0 ? 'OOM-killed' : `full at ${Math.max(...samples.map(([, shm]) => shm))} Mi`;

/** @param {Course} course @param {number} at */
const drawn = (course, at) => {
  const { name, note, limit, killed, samples } = course;
  const crosses = killed.map((end, nth) => {
    const life = samples.filter(([time]) => time > (killed[nth - 1] ?? 0) && time <= end);
    const last = life.toSorted((one, other) => one[2] - other[2]).at(-1) ?? [end, 0, 0];
    return text('cross', last[0], y(last[2]) + 5, '✕');
  });
  return [
    `<g transform="translate(${LEFT + at * (panel + GAP)} 0)">`,
    text('name', 0, TOP - 12, name),
    ...[0, 128, 256, 384, 512].map((mi) => `<path class="grid" d="M0 ${y(mi)}H${panel}"/>`),
    `${area(
      samples,
      () => 0,
      ([, shm]) => shm,
    )} class="shm"/>`,
    `${area(
      samples,
      ([, shm]) => shm,
      ([, shm, all]) => Math.max(shm, all),
    )} class="own"/>`,
    `<path class="limit" d="M0 ${y(limit)}H${panel}"/>`,
    ...crosses,
    text(killed.length > 0 ? 'bad' : 'name', 0, TOP + HEIGHT + 22, ending(course)),
    text('note', 0, TOP + HEIGHT + 40, note),
    '</g>',
  ].join('\n');
};

const style = `
text { font: 13px system-ui, sans-serif; fill: #6e7781; }
.name { font-weight: 600; font-size: 14px; }
.tick { text-anchor: end; font-size: 11px; }
.grid { stroke: #6e7781; stroke-opacity: .3; }
.limit { stroke: #6e7781; stroke-width: 1.5; stroke-dasharray: 5 4; }
.shm { fill: #d9822b; }
.own { fill: #3f8ac9; }
.cross, .bad { fill: #d6453d; font-weight: 600; }
.cross { text-anchor: middle; font-size: 18px; }`;

/** With times as places in a panel; all panels have the same scale. @param {readonly Course[]} courses */
const scaled = (courses) => {
  const longest = Math.max(...courses.flatMap(({ samples }) => samples.at(-1)?.[0] ?? 0));
  const place = (/** @type {number} */ ms) => +((ms / longest) * panel).toFixed(1);
  return courses.map((course) => ({
    ...course,
    killed: course.killed.map(place),
    samples: course.samples.map(([ms, shm, all]) => /** @type {const} */ ([place(ms), shm, all])),
  }));
};

/** @param {readonly Course[]} courses */
export const picture = (
  courses,
) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${TOP + HEIGHT + 54}" role="img" aria-labelledby="title">
<title id="title">Memory of a container that fills its /dev/shm, for four sizes of it: ${courses.map((course) => `${course.name}: ${ending(course)}, ${course.note}`).join('; ')}</title>
<style>${style}
</style>
<rect class="shm" x="${LEFT}" y="6" width="12" height="12"/>
${text('note', LEFT + 18, 17, 'files in /dev/shm')}
<rect class="own" x="${LEFT + 150}" y="6" width="12" height="12"/>
${text('note', LEFT + 168, 17, 'memory of the process')}
<path class="limit" d="M${LEFT + 340} 12h24"/>
${text('note', LEFT + 370, 17, 'memory limit of the container')}
${text('cross', LEFT + 610, 18, '✕')}
${text('note', LEFT + 624, 17, 'OOM-killed, then restarted')}
${[0, 256, 512].map((mi) => text('tick', LEFT - 6, y(mi) + 4, `${mi} Mi`)).join('\n')}
${scaled(courses).map(drawn).join('\n')}
</svg>
`;
