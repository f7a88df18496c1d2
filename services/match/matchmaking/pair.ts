/** Somebody in the queue of a mode. */
export interface Waiting {
  readonly ticketId: string;
  readonly userId: string;
  /** Skill at the mode, on Glicko-2's scale. */
  readonly rating: number;
  /** For how long they have waited, in milliseconds. */
  readonly waitedMs: number;
  /** Users that they are not to meet. */
  readonly avoids: readonly string[];
}

const FIRST_WINDOW = 100;
const WINDOW_A_SECOND = 40;
const ANYBODY_AFTER_MS = 20_000;

/**
 * How far another's rating may be from that of somebody who has waited this long: 100 points (an expected score of 64 %)
 * at once, 40 more with every second, and any after 20 s.
 */
export const ratingWindow = (waitedMs: number): number =>
  waitedMs >= ANYBODY_AFTER_MS ? Infinity : FIRST_WINDOW + (WINDOW_A_SECOND * waitedMs) / 1_000;

/**
 * Puts those who wait together, `seats` to a match: who has waited longest chooses first, by nearest rating within their
 * window, whatever the others' windows. Nobody meets themself, nor anybody whom they avoid or who avoids them. Whoever is
 * left waits on.
 * @param waiting in any order; equal ratings are taken longest wait first
 */
export function pair(waiting: readonly Waiting[], seats: number): readonly (readonly Waiting[])[] {
  const byRating = waiting.toSorted((a, b) => a.rating - b.rating || longestFirst(a, b));
  const queue = new Row(byRating);
  const oldestFirst = byRating.map((_, place) => place).sort((a, b) => longestFirst(byRating[a]!, byRating[b]!));
  const matches: Waiting[][] = [];
  for (const place of oldestFirst) {
    if (!queue.has(place)) continue;
    const group = choose(byRating, queue, place, seats);
    if (group.length < seats) continue;
    for (const taken of group) queue.remove(taken);
    matches.push(group.map((taken) => byRating[taken]!));
  }
  return matches;
}

const longestFirst = (a: Waiting, b: Waiting): number => b.waitedMs - a.waitedMs || (a.ticketId < b.ticketId ? -1 : 1);

/** Places of the nearest who may all sit together, the chooser's first; fewer than `seats` where there are not enough. */
function choose(byRating: readonly Waiting[], queue: Row, chooser: number, seats: number): number[] {
  const { rating, waitedMs } = byRating[chooser]!;
  const window = ratingWindow(waitedMs);
  const distance = (place: number): number => Math.abs((byRating[place]?.rating ?? NaN) - rating);
  const group = [chooser];
  let below = queue.before(chooser);
  let above = queue.after(chooser);
  while (group.length < seats) {
    // Beyond either end there is no distance, and no comparison with it holds.
    const takesAbove = distance(above) <= window && !(distance(below) < distance(above));
    if (!takesAbove && !(distance(below) <= window)) break;
    const candidate = takesAbove ? above : below;
    if (group.every((member) => mayMeet(byRating[member]!, byRating[candidate]!))) group.push(candidate);
    if (takesAbove) above = queue.after(above);
    else below = queue.before(below);
  }
  return group;
}

const mayMeet = (a: Waiting, b: Waiting): boolean =>
  a.userId !== b.userId && !a.avoids.includes(b.userId) && !b.avoids.includes(a.userId);

/** Places in a row of which some are taken away; each knows its neighbours at all times. */
class Row {
  readonly #before: number[];
  readonly #after: number[];
  readonly #has: boolean[];

  constructor({ length }: { readonly length: number }) {
    this.#before = Array.from({ length }, (_, place) => place - 1);
    this.#after = Array.from({ length }, (_, place) => place + 1);
    this.#has = Array.from({ length }, () => true);
  }

  has(place: number): boolean {
    return this.#has[place] ?? false;
  }

  /** The next one down, -1 where there is none. */
  before(place: number): number {
    return this.#before[place] ?? -1;
  }

  /** The next one up, the row's length where there is none. */
  after(place: number): number {
    return this.#after[place] ?? this.#has.length;
  }

  remove(place: number): void {
    const [before, after] = [this.before(place), this.after(place)];
    this.#has[place] = false;
    if (before >= 0) this.#after[before] = after;
    if (after < this.#has.length) this.#before[after] = before;
  }
}
