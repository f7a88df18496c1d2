import { BLACK, EMPTY } from './point.ts';
import { handicapPoints } from './rules.ts';
import { tally, type SideTally } from './score.ts';
import type { GoState } from './state.ts';
import { GoScoring, type GoCount, type GoTally } from './wire.ts';

/** What a board comes to with these stones dead. */
export function countOf({ board, prisoners, config }: GoState, dead: readonly number[]): GoCount {
  const isArea = config.scoring === GoScoring.AREA;
  const { owners, black, white } = tally(board, dead, prisoners, {
    scoring: isArea ? 'area' : 'territory',
    komiHalfPoints: config.komi!.halfPoints,
    handicapPoints: handicapPoints(config),
  });
  return { board: diagram(board.points, dead, owners), black: message(black, isArea), white: message(white, isArea) };
}

const message = (side: SideTally, isArea: boolean): GoTally => ({
  stones: isArea ? side.stones : 0,
  territory: side.territory,
  prisoners: isArea ? 0 : side.prisoners + side.deadStones,
  komiHalfPoints: side.komiHalfPoints,
  handicap: side.handicapPoints,
  totalHalfPoints: side.totalHalfPoints,
});

/** A board as views show it. */
export function diagram(
  points: readonly number[],
  dead: readonly number[] = [],
  owners: readonly number[] | undefined = undefined,
): string {
  const isDead = new Set(dead);
  let board = '';
  for (let point = 0; point < points.length; point += 1) {
    const stone = points[point]!;
    if (stone === EMPTY) board += '.bw'[owners?.[point] ?? 0]!;
    else if (isDead.has(point)) board += stone === BLACK ? 'x' : 'o';
    else board += stone === BLACK ? 'X' : 'O';
  }
  return board;
}
