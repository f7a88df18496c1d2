import fc from 'fast-check';
import { applyTicTacToe } from '../../../../clients/sdk/src/games/tictactoe.ts';
import { proveGame } from '../kit/prove-game.ts';
import { tictactoe } from './tictactoe.ts';
import type { TicTacToeLogEvent } from './tictactoe.ts';

proveGame({
  game: tictactoe,
  setups: fc.constantFrom(0, 1_000, 3_600_000).map((moveMs) => ({ requested: { moveMs }, material: undefined })),
  commands: fc.integer({ min: -1, max: 9 }).map((cell) => ({ $case: 'mark' as const, value: { cell } })),
  position: (state) => state.cells.filter((content) => content !== 0).length + 1,
  ticksToEnd: () => 1,
  disguise,
  apply: (view, event) => applyTicTacToe(view, { event }),
});

/** Until the start nobody may know who will make the first move. */
function disguise(log: readonly TicTacToeLogEvent[]): readonly TicTacToeLogEvent[] {
  const [prepared, started] = log;
  if (prepared?.kind !== 'prepared' || started !== undefined) return log;
  return [{ ...prepared, firstSeat: 1 - prepared.firstSeat }];
}
