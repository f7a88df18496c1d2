import type { StoneColour } from '../../../sdk/src/games/go-board.ts';

/** A position of the tree, with what was found of each move from it; results are those of the player to move, 0 to 1. */
export interface SearchNode {
  readonly colour: StoneColour;
  /** Cells. */
  readonly moves: Int16Array;
  readonly visits: Float64Array;
  readonly wins: Float64Array;
  /** What the playouts say of a move that was made at any later time (all moves as first), and what is known before any. */
  readonly raveVisits: Float64Array;
  readonly raveWins: Float64Array;
  readonly children: (SearchNode | undefined)[];
}
