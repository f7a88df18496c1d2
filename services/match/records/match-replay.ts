import type { GoLogEvent, GoState } from '../games/go/state.ts';
import type { Step } from '../room/state.ts';
import { shownMove, type Position, type Replay } from './replay.ts';

/** The replay of a match of Go. @param steps all that has happened in it */
export function replayOfMatch(steps: readonly Step[]): Replay {
  const positions: Position[] = [];
  for (const { event, state } of steps) {
    if (event.kind !== 'game') continue;
    const log = event.event as GoLogEvent;
    const position = { state: state.gameState as GoState, seq: state.seq, comment: '' };
    switch (log.kind) {
      case 'moved':
        positions.push({ ...position, move: shownMove(log, position.state) });
        break;
      // The game is where it was before, but for clocks and whose turn it is, and goes on from here.
      case 'prepared':
      case 'started':
      case 'undone':
      case 'resumed': {
        const { length } = position.state.moves;
        positions.splice(length, Infinity, { ...position, move: positions[length]?.move });
        break;
      }
      default: // not on the board
    }
  }
  const { gameState, seq } = steps.at(-1)!.state;
  return { positions, end: gameState as GoState, seq };
}
