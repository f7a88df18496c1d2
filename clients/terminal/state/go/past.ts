/** Looking at a game as it stood some moves ago. */
import { formatId } from '../../../sdk/src/index.ts';
import type { PlayState } from '../../../sdk/src/index.ts';
import type { Effect } from '../app-state.ts';
import type { Key } from '../key.ts';
import type { GoPart, Past } from '../match-screen.ts';
import { goOf } from './part.ts';

/** How many moves the wide keys go. */
const WIDE = 10;

/** Which keys go through the moves, for the line of keys. */
export const PAST_KEYS = '[ ] moves';

interface Stepped {
  readonly part: GoPart;
  readonly effects: readonly Effect[];
}

/** What a key that goes through the moves does; undefined for other keys. */
export function stepped(play: PlayState, part: GoPart, key: Key): Stepped | undefined {
  const view = goOf(play);
  if (!view) return undefined;
  const at = part.past?.moves ?? view.moves;
  const to = target(key, at, view.moves);
  if (to === undefined) return undefined;
  const moves = Math.min(view.moves, Math.max(0, to));
  if (moves === at) return { part, effects: [] };
  if (moves === view.moves) return { part: { ...part, past: undefined }, effects: [] };
  const past: Past = { moves, view: part.past?.view };
  const matchId = formatId(play.match.matchId);
  return { part: { ...part, past, typed: '' }, effects: [{ kind: 'readPosition', matchId, moves }] };
}

function target(key: Key, at: number, last: number): number | undefined {
  if (key.kind === 'home') return 0;
  if (key.kind === 'end') return last;
  switch (key.kind === 'text' ? key.text : '') {
    case '[':
      return at - 1;
    case ']':
      return at + 1;
    case '{':
      return at - WIDE;
    case '}':
      return at + WIDE;
    default:
      return undefined;
  }
}

/** A position that has come; another one may be asked for by now. */
export const withPosition = (part: GoPart, moves: number, view: NonNullable<Past['view']>): GoPart =>
  part.past?.moves === moves ? { ...part, past: { moves, view } } : part;
