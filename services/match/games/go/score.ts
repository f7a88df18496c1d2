import { neighboursOf } from './point.ts';
import { emptyRegions, type Position } from './regions.ts';
import { territory } from './seki.ts';

/** What counts in a match. */
export interface Scoring {
  /** Area counts stones and what they surround; territory counts what they surround, prisoners and dead stones. */
  readonly scoring: 'area' | 'territory';
  /** White's compensation for moving second. */
  readonly komiHalfPoints: number;
  /** Points that White gets for Black's handicap stones; only under area scoring. */
  readonly handicapPoints: number;
}

/** Where the points of a side come from. What its scoring does not count is 0, so the total is the sum of the parts. */
export interface SideTally {
  /** Living stones. */
  readonly stones: number;
  /** Empty points that the side surrounds, those under dead stones included. */
  readonly territory: number;
  /** Stones that the side took in the game. */
  readonly prisoners: number;
  /** Dead stones of the other side. */
  readonly deadStones: number;
  readonly komiHalfPoints: number;
  readonly handicapPoints: number;
  readonly totalHalfPoints: number;
}

export interface Tally {
  /** By point, for whom it counts: 0 nobody, 1 Black, 2 White. Under territory scoring points with living stones are 0. */
  readonly owners: readonly number[];
  readonly black: SideTally;
  readonly white: SideTally;
}

/**
 * Counts a finished position. `dead` lists every stone that the players agree is dead, of both colours and in any order;
 * points without a stone are passed over. `prisoners` are those taken by Black, then by White.
 *
 * Area scoring takes each empty point for the side whose living stones alone border its region, in seki too. Territory
 * scoring is explained at `territory`. It removes dead stones wherever they are, so each counts for the other side even
 * in a seki, where its point does not.
 */
export function tally(
  board: Position,
  dead: readonly number[],
  prisoners: readonly [byBlack: number, byWhite: number],
  scoring: Scoring,
): Tally {
  const removed = new Set(dead.filter((point) => board.points[point] === 1 || board.points[point] === 2));
  const living = { size: board.size, points: board.points.map((colour, point) => (removed.has(point) ? 0 : colour)) };
  const area = scoring.scoring === 'area';
  const owners = area ? areas(living) : territory(board, living);

  const side = (colour: number, taken: number): SideTally => {
    const counted = owners.filter((owner) => owner === colour).length;
    const stones = area ? living.points.filter((content) => content === colour).length : 0;
    const deadStones = area ? 0 : [...removed].filter((point) => board.points[point] === 3 - colour).length;
    const komiHalfPoints = colour === 2 ? scoring.komiHalfPoints : 0;
    const handicapPoints = colour === 2 && area ? scoring.handicapPoints : 0;
    const caught = area ? 0 : taken;
    return {
      stones,
      territory: counted - stones,
      prisoners: caught,
      deadStones,
      komiHalfPoints,
      handicapPoints,
      totalHalfPoints: 2 * (counted + caught + deadStones + handicapPoints) + komiHalfPoints,
    };
  };
  return { owners, black: side(1, prisoners[0]), white: side(2, prisoners[1]) };
}

/** By point: whose living stone is on it, or whose alone surround it. */
function areas(living: Position): number[] {
  const owners = [...living.points];
  for (const { points, owner } of emptyRegions(living, neighboursOf(living.size))) {
    for (const point of points) owners[point] = owner;
  }
  return owners;
}
