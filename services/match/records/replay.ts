import { diagram } from '../games/go/count.ts';
import type { Colour } from '../games/go/point.ts';
import { project } from '../games/go/project.ts';
import type { GoLogEvent, GoState } from '../games/go/state.ts';
import type { GoConfig, GoMoved } from '../games/go/wire.ts';

/** A game of Go from one of its positions on: a match, or a record that was uploaded. */
export interface Replay {
  /** How many moves the game has; those that were taken back are left out. */
  readonly length: number;
  /** The position that was asked for; undefined where there are not so many moves. */
  readonly start: Position | undefined;
  /** All the moves after it. */
  readonly moves: readonly ReplayedMove[];
  /** The game as it stands in the end. */
  readonly end: GoState;
  /** The newest log entry; 0 where there is no log. */
  readonly seq: number;
}

/** A game in play, after some of its moves. */
export interface Position {
  readonly state: GoState;
  /** The log entry that it was made by; 0 where there is no log. */
  readonly seq: number;
  /** What the record says here; empty where it says nothing. */
  readonly comment: string;
}

/** A move as viewers are told of it, and who made it. */
export interface ReplayedMove {
  readonly colour: Colour;
  readonly moved: GoMoved;
  /** What the record says of it; empty where it says nothing. */
  readonly comment: string;
}

/** A move as it is shown. @param state the one after it */
export function replayedMove(
  event: GoLogEvent & { readonly kind: 'moved' },
  state: GoState,
  comment = '',
): ReplayedMove {
  const shown = project(event, state, undefined);
  if (shown?.$case !== 'moved') throw new Error('A move is shown as something else.');
  return { colour: state.moves.at(-1)!.colour, moved: shown.value, comment };
}

/** Settings of a match that begins in a position; time and colours are left to its mode. */
export function configFrom({ config, board, toMove, koPoint, prisoners }: GoState): GoConfig {
  const [black, white] = prisoners;
  const opening = {
    board: diagram(board.points),
    toMove,
    ...(koPoint === null ? {} : { koPoint }),
    prisoners: { black, white },
  };
  return { ...config, handicap: 0, freeHandicap: false, time: undefined, colours: 0, scoringMs: 0, opening };
}
