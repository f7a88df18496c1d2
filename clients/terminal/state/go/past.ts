/** Looking at a game as it stood some moves ago: its moves are read once, and each position is made of them. */
import { afterReplayMove, formatId } from '../../../sdk/src/index.ts';
import type { GoReplay, GoView } from '../../../sdk/src/index.ts';
import type { AppState, Message, Step } from '../app-state.ts';
import type { Key } from '../key.ts';
import type { GoPart, MatchScreen, Past, ResultScreen } from '../match-screen.ts';
import { goOf } from './part.ts';

/** How many moves the wide keys go. */
const WIDE = 10;

/** Which keys go through the moves, for the line of keys. */
export const PAST_KEYS = '[ ] moves';

/** What a key that goes through the moves does; undefined for other keys. */
export function stepped(view: GoView, part: GoPart, key: Key): GoPart | undefined {
  const at = part.past?.moves ?? view.moves;
  const to = target(key, at, view.moves);
  if (to === undefined) return undefined;
  const moves = Math.min(view.moves, Math.max(0, to));
  if (moves === at) return part;
  if (moves === view.moves) return { ...part, past: undefined };
  return { ...part, past: pastAt(part, moves), typed: '' };
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

/** The game after so many moves, as far as they have been read; what was shown before stays until they have. */
function pastAt({ past, replay }: Pick<GoPart, 'past' | 'replay'>, moves: number): Past {
  if (!replay || moves > replay.moves.length) return { moves, view: past?.view };
  const from = past?.view && past.view.moves <= moves ? past.view : replay.start;
  return { moves, view: replay.moves.slice(from.moves, moves).reduce(afterReplayMove, from) };
}

/** Whether the game may have gone back, and on another way, after its moves were read. */
export const isOutdated = (replay: GoReplay, view: GoView): boolean => changesOf(replay.end) < changesOf(view);

/** How often a game has changed otherwise than by moves that stand: every move is a step, and so is taking moves back. */
const changesOf = ({ step, moves }: GoView): number => step - moves;

/** Whether moves are looked at that have not been read. */
const isUnread = ({ past, replay }: GoPart): boolean =>
  past !== undefined && (!replay || past.moves > replay.moves.length);

/** The step, and that the moves are read of a game that is looked back through. One reading is under way at a time. */
export function askingForReplay(step: Step): Step {
  const screen = goScreenOf(step.state);
  if (!screen || screen.part.isReading || !isUnread(screen.part)) return step;
  return {
    state: { ...step.state, screen: { ...screen, part: { ...screen.part, isReading: true } } },
    effects: [...step.effects, { kind: 'readReplay', matchId: idOf(screen) }],
  };
}

/** The state with moves that have come; another match may be on the screen by now. */
export function withReplay(state: AppState, { matchId, replay }: Extract<Message, { kind: 'replay' }>): AppState {
  const screen = goScreenOf(state);
  const view = goOf(screen?.play);
  if (!screen || !view || idOf(screen) !== matchId) return state;
  const part = { ...screen.part, isReading: false };
  if (isOutdated(replay, view)) return { ...state, screen: { ...screen, part } };
  // What was shown before may be of moves that were taken back.
  const past = part.past && pastAt({ replay, past: undefined }, readOf(replay, part.past));
  return { ...state, screen: { ...screen, part: { ...part, replay, past } } };
}

/** The state where moves could not be read: what was read before is looked at, or the game as it stands. */
export function withoutReplay(state: AppState): AppState {
  const screen = goScreenOf(state);
  if (!screen) return state;
  const { past, replay } = screen.part;
  const shown = past && replay && pastAt({ past, replay }, readOf(replay, past));
  return { ...state, screen: { ...screen, part: { ...screen.part, isReading: false, past: shown } } };
}

/** As many moves as are to be shown, or all where fewer have been read. */
const readOf = (replay: GoReplay, past: Past): number => Math.min(past.moves, replay.moves.length);

type GoScreen = (MatchScreen | ResultScreen) & { readonly part: GoPart };

/** A game of Go that is on the screen, also one that is over. */
function goScreenOf({ screen }: AppState): GoScreen | undefined {
  const isMatch = screen.name === 'match' || screen.name === 'result';
  return isMatch && screen.part?.game === 'go' ? (screen as GoScreen) : undefined;
}

const idOf = (screen: GoScreen): string =>
  screen.name === 'match' ? screen.matchId : formatId(screen.play.match.matchId);
