import { BLACK, EMPTY, WHITE } from '../../../sdk/src/games/go-board.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import type { Scoring } from '../player.ts';
import { EDGE } from './search-board.ts';
import type { SearchBoard } from './search-board.ts';

/** From how much of the playouts on, less those of the other, a point is taken to be somebody's. */
const SETTLED = 0.7;

/** A board, and whose each of its cells becomes: by cell, from -1 (white's) to 1 (black's). */
export interface Prospect {
  readonly board: SearchBoard;
  readonly ownership: Float64Array;
}

/**
 * The empty cells that are still worth a stone: those that may become either's, those next to stones that may live or die,
 * and those between living stones of both colours. Where only surrounded points count, what is between these is worth
 * nothing unless something else depends on it.
 * @param prospect what becomes of the board when the player to move passes
 */
export function openCells(prospect: Prospect, scoring: Scoring): Set<number> {
  const { board } = prospect;
  const cells = board.empty.subarray(0, board.emptyCount);
  const open = new Set(cells.filter((cell) => !isSettled(prospect, cell) || isBesideFightOrBoth(prospect, cell)));
  if (scoring === 'territory') for (const cell of neutralCells(prospect, open)) open.delete(cell);
  return open;
}

/** The empty cells next to stones of a colour that are taken for dead. */
export function cellsBesideDead({ board, ownership }: Prospect, colour: StoneColour): Set<number> {
  const { colours, sides } = board;
  const sign = colour === BLACK ? 1 : -1;
  const isDead = (cell: number): boolean => colours[cell] === colour && sign * ownership[cell]! <= -SETTLED;
  const cells = board.empty.subarray(0, board.emptyCount);
  return new Set(cells.filter((cell) => sides.some((side) => isDead(cell + side))));
}

const isSettled = ({ ownership }: Prospect, cell: number): boolean => Math.abs(ownership[cell]!) >= SETTLED;

/** Whether a cell touches a stone that is not settled, or stones of both colours that will stay. */
function isBesideFightOrBoth(prospect: Prospect, cell: number): boolean {
  const { board, ownership } = prospect;
  let living = 0;
  for (const side of board.sides) {
    const content = board.colours[cell + side]!;
    if (content !== BLACK && content !== WHITE) continue;
    if (!isSettled(prospect, cell + side)) return true;
    if (ownership[cell + side]! > 0 === (content === BLACK)) living |= content;
  }
  return living === (BLACK | WHITE);
}

/** The open cells that touch living stones of both colours and nothing that is anybody's, each region as a whole. */
function neutralCells(prospect: Prospect, open: ReadonlySet<number>): number[] {
  const { colours, sides } = prospect.board;
  const seen = new Set<number>();
  const neutral: number[] = [];
  for (const start of open) {
    if (seen.has(start)) continue;
    const region = [start];
    seen.add(start);
    let touched = 0;
    let isNeutral = true;
    for (const cell of region) {
      let isBeside = false;
      for (const side of sides) {
        const neighbour = cell + side;
        const content = colours[neighbour]!;
        if (content === EDGE) continue;
        if (content !== EMPTY) {
          isBeside = true;
          touched |= content;
          if (!isSettled(prospect, neighbour)) isNeutral = false;
        } else if (!open.has(neighbour)) isNeutral = false;
        else if (!seen.has(neighbour)) {
          seen.add(neighbour);
          region.push(neighbour);
        }
      }
      if (!isBeside) isNeutral = false;
    }
    if (isNeutral && touched === (BLACK | WHITE)) neutral.push(...region);
  }
  return neutral;
}
