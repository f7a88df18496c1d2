import { diagram } from '../games/go/count.ts';
import type { Colour } from '../games/go/point.ts';
import { project } from '../games/go/project.ts';
import type { GoLogEvent, GoState } from '../games/go/state.ts';
import type { GoConfig, GoMoved } from '../games/go/wire.ts';

/** A game of Go, position by position: a match, or a record that was uploaded. */
export interface Replay {
  /** The one before the first move, and the one after each; moves that were taken back are left out. */
  readonly positions: readonly Position[];
  /** As it stands in the end. */
  readonly end: GoState;
  /** The newest log entry; 0 where there is no log. */
  readonly seq: number;
}

/** A game in play, after some of its moves. */
export interface Position {
  readonly state: GoState;
  /** The log entry that it was made by; 0 where there is no log. */
  readonly seq: number;
  /** The move that it came by, and who made it; undefined for the first position. */
  readonly move: { readonly colour: Colour; readonly moved: GoMoved } | undefined;
  /** What the record says here; empty where it says nothing. */
  readonly comment: string;
}

/** A move as viewers are told of it. @param state the one after it */
export function shownMove(event: GoLogEvent & { readonly kind: 'moved' }, state: GoState): Position['move'] {
  const shown = project(event, state, undefined);
  if (shown?.$case !== 'moved') throw new Error('A move is shown as something else.');
  return { colour: state.moves.at(-1)!.colour, moved: shown.value };
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
