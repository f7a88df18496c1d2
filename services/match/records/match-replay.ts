import type { GoLogEvent, GoState } from '../games/go/state.ts';
import type { Step } from '../room/state.ts';
import { replayedMove, type Position, type Replay, type ReplayedMove } from './replay.ts';

/**
 * The replay of a match of Go. It keeps no state but that which is asked for and the last, since each holds all boards so far.
 * @param history all that has happened in the match, entry by entry
 * @param from after how many moves it begins
 */
export function replayOfMatch(history: Iterable<readonly Step[]>, from: number): Replay {
  const moves: ReplayedMove[] = [];
  let start: Position | undefined;
  let last: Step['state'] | undefined;
  for (const { event, state } of flat(history)) {
    last = state;
    if (event.kind !== 'game') continue;
    const log = event.event as GoLogEvent;
    const game = state.gameState as GoState;
    const made = game.moves.length;
    switch (log.kind) {
      case 'moved':
        moves.push(replayedMove(log, game));
        break;
      // The game is where it was before, but for clocks and whose turn it is, and goes on from here.
      case 'prepared':
      case 'started':
      case 'undone':
      case 'resumed':
        moves.length = made;
        if (made < from) start = undefined;
        break;
      default: // not on the board
        continue;
    }
    if (made === from) start = { state: game, seq: state.seq, comment: '' };
  }
  return { length: moves.length, start, moves: moves.slice(from), end: last!.gameState as GoState, seq: last!.seq };
}

function* flat(history: Iterable<readonly Step[]>): Generator<Step, void> {
  for (const steps of history) yield* steps;
}
