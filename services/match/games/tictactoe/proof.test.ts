import fc from 'fast-check';
import { proveGame } from '../kit/prove-game.ts';
import { tictactoe } from './tictactoe.ts';
import type { TicTacToeLogEvent } from './tictactoe.ts';
import type { TicTacToePublicEvent, TicTacToeView } from './wire.ts';

proveGame({
  game: tictactoe,
  setups: fc.constantFrom(0, 1_000, 3_600_000).map((moveMs) => ({ requested: { moveMs }, material: undefined })),
  commands: fc.integer({ min: -1, max: 9 }).map((cell) => ({ $case: 'mark' as const, value: { cell } })),
  position: (state) => state.cells.filter((content) => content !== 0).length + 1,
  ticksToEnd: () => 1,
  disguise,
  apply,
});

/** Until the start nobody may know who will make the first move. */
function disguise(log: readonly TicTacToeLogEvent[]): readonly TicTacToeLogEvent[] {
  const [prepared, started] = log;
  if (prepared?.kind !== 'prepared' || started !== undefined) return log;
  return [{ ...prepared, firstSeat: 1 - prepared.firstSeat }];
}

/** The client's half: the view after an event, made from the view before it. */
function apply(
  view: TicTacToeView,
  { value: { number, cell, nextSeat, untilTimeMs } }: TicTacToePublicEvent,
): TicTacToeView {
  const mark = (view.nextSeat ?? 0) + 1;
  const cells = view.cells.map((content, index) => (index === cell ? mark : content));
  return { cells, moves: number, ...(nextSeat === undefined ? {} : { nextSeat }), untilTimeMs };
}
