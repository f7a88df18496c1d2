import type { GameCommand } from '../messages.ts';
import type { TicTacToeEvent, TicTacToeView } from '../../../../gen/playmesh/match/v1/tictactoe.ts';

/** The command that marks a cell, 0 to 8 row by row; send it with `view.moves + 1` as position. */
export const markTicTacToe = (cell: number): GameCommand => ({
  $case: 'tictactoe',
  value: { command: { $case: 'mark', value: { cell } } },
});

/** What anyone sees of a game of tic-tac-toe after an event. Pure; an event that it does not know changes nothing. */
export function applyTicTacToe(view: TicTacToeView, { event }: TicTacToeEvent): TicTacToeView {
  if (event?.$case !== 'turn') return view;
  const { number, cell, nextSeat, untilTimeMs } = event.value;
  const mark = (view.nextSeat ?? 0) + 1; // the move is of the seat that was to move
  const cells = view.cells.map((before, index) => (index === cell ? mark : before));
  return { cells, moves: number, nextSeat, untilTimeMs };
}
