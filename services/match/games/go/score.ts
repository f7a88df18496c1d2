export interface SideTally {
  readonly stones: number;
  readonly territory: number;
  readonly prisoners: number;
  readonly deadStones: number;
  readonly komiHalfPoints: number;
  readonly handicapPoints: number;
  readonly totalHalfPoints: number;
}
export interface Scoring {
  readonly scoring: 'area' | 'territory';
  readonly komiHalfPoints: number;
  readonly handicapPoints: number;
}
export interface Tally {
  readonly owners: readonly number[];
  readonly black: SideTally;
  readonly white: SideTally;
}
export function tally(
  board: { size: number; points: readonly number[] },
  _dead: readonly number[],
  _prisoners: readonly [number, number],
  _scoring: Scoring,
): Tally {
  const side = {
    stones: 0,
    territory: 0,
    prisoners: 0,
    deadStones: 0,
    komiHalfPoints: 0,
    handicapPoints: 0,
    totalHalfPoints: 0,
  };
  return { owners: board.points, black: side, white: side };
}
