/** Lines of two texts that stand at the same place of both. */
export interface Segment {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** How many lines a segment has at least: comparing takes the time of their number squared. */
const LONG = 300;

/** A line with its neighbours: names stand in a manifest more than once, but not in the same company. */
const windowAt = (lines: readonly string[], at: number): string =>
  `${lines[at - 1]}${lines[at]}${lines[at + 1]}`;

/** Where a text has what it has once. */
const onceIn = (lines: readonly string[]): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const at of lines.keys()) {
    const window = windowAt(lines, at);
    found.set(window, found.has(window) ? -1 : at);
  }
  return found;
};

/** Cuts two texts where they surely correspond: at what both have once. */
export const segmentsOf = (old: readonly string[], now: readonly string[]): readonly Segment[] => {
  const [once, onceNow] = [onceIn(old), onceIn(now)];
  const found: Segment[] = [];
  let [start, startNow] = [0, 0];
  for (const at of old.keys()) {
    if (at - start < LONG) continue;
    const window = windowAt(old, at);
    const there = onceNow.get(window) ?? -1;
    if (once.get(window) !== at || there < startNow) continue;
    found.push({ before: old.slice(start, at), after: now.slice(startNow, there) });
    [start, startNow] = [at, there];
  }
  found.push({ before: old.slice(start), after: now.slice(startNow) });
  return found;
};
