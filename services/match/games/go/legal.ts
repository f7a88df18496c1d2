import { isSuicide, play } from './board.ts';
import { EMPTY } from './point.ts';
import type { GoState } from './state.ts';
import { GoKoRule, GoSuicide } from './wire.ts';

/** Why whose turn it is may not place a stone on a point, by the game's rules; undefined where that is legal. */
export function whyIllegal(state: GoState, point: number): string | undefined {
  const { board, config, toMove } = state;
  const content = board.points[point];
  if (content === undefined) return 'INVALID_POINT';
  if (content !== EMPTY) return 'OCCUPIED';
  if (config.suicide === GoSuicide.FORBIDDEN && isSuicide(board, point, toMove)) return 'SUICIDE';
  // Every kind of superko forbids this too: it would make the board, and the turn, of two moves before.
  if (point === state.koPoint) return 'KO';
  if (config.ko !== GoKoRule.SIMPLE && wasThere(state, point)) return 'SUPERKO';
  return undefined;
}

function wasThere({ board, config, toMove, past }: GoState, point: number): boolean {
  const [high, low] = play(board, point, toMove).board.hash;
  for (let at = 0; at < past.length; at += 3) {
    const isSame = past[at] === high && past[at + 1] === low;
    if (isSame && (config.ko === GoKoRule.POSITIONAL_SUPERKO || past[at + 2] === toMove)) return true;
  }
  return false;
}
