/** How long players had to wait for their next accepted command: pure arithmetic on what the load wrote down. */

/** Something that bears on how long a player waits: a command accepted, or a match that begins to be shown or is over. */
export type Moment = {
  readonly player: string;
  /** performance.now(), ms. */
  readonly at: number;
  readonly what: 'accepted' | 'shown' | 'over';
};

/**
 * The longest time that each player, while in a match, went without an accepted command, from the moment of a fault until a
 * moment after it. Stricter than the time to the first one: an acknowledgement that the fault found under way already ends
 * no wait, since the longest is yet to come. Between two matches there is nothing to wait for.
 * @param moments in the order of their times
 */
export function longestWaits(
  players: Iterable<string>,
  moments: Iterable<Moment>,
  from: number,
  until: number,
): Map<string, number> {
  const longest = new Map<string, number>();
  /** Since when each player waits; undefined between matches. */
  const since = new Map<string, number | undefined>();
  for (const player of players) {
    longest.set(player, 0);
    since.set(player, from);
  }
  const endWait = (player: string, at: number) => {
    longest.set(player, Math.max(longest.get(player)!, at - (since.get(player) ?? at)));
  };
  for (const { player, at, what } of moments) {
    if (!since.has(player) || at <= from || at > until) continue;
    if (what !== 'shown') endWait(player, at);
    if (what === 'over') since.set(player, undefined);
    else if (what === 'shown') since.set(player, since.get(player) ?? at);
    else if (since.get(player) !== undefined) since.set(player, at);
  }
  for (const player of since.keys()) endWait(player, until);
  return longest;
}

/** How often each value came: values are rounded up to two digits, so that a thousand faults fit on a line. */
export type Counts = readonly (readonly [value: number, times: number])[];

/** Counts values, each rounded up to two significant digits. */
export function countsOf(values: Iterable<number>): Counts {
  const counts = new Map<number, number>();
  for (const value of values) {
    const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
    const rounded = Math.ceil(value / unit) * unit;
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1);
  }
  return sorted(counts);
}

/** All together. */
export function mergeCounts(all: Iterable<Counts>): Counts {
  const counts = new Map<number, number>();
  for (const one of all) for (const [value, times] of one) counts.set(value, (counts.get(value) ?? 0) + times);
  return sorted(counts);
}

const sorted = (counts: ReadonlyMap<number, number>): Counts => [...counts].sort(([a], [b]) => a - b);

/** The least value that at least `share` of all are not above (nearest rank); undefined where there are none. */
export function quantile(counts: Counts, share: number): number | undefined {
  let left = share * counts.reduce((sum, [, times]) => sum + times, 0);
  for (const [value, times] of counts) {
    left -= times;
    if (left <= 1e-9) return value;
  }
  return counts.at(-1)?.[0];
}
