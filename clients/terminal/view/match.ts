/** A match, whichever game it is: title, connection, and what is being written or asked; its game draws the rest. */
import { MatchState } from '../../sdk/src/index.ts';
import type { AppState } from '../state/app-state.ts';
import type { MatchScreen } from '../state/match-screen.ts';
import { isPlayed, mayGoAway, nounOf } from '../state/match.ts';
import { written } from './form.ts';
import type { Frame } from './frame.ts';
import { goView } from './go/game.ts';
import { line, span } from './line.ts';
import type { Line, Size, Span } from './line.ts';
import { duelView } from './trivia/duel.ts';

/** A match on the screen. */
export function matchView(state: AppState, screen: MatchScreen, size: Size): Frame {
  const keys = keysOf(screen);
  const notice = noticeOf(screen, size.columns);
  return { ...gameView(state, screen, size, keys), aside: asideOf(screen), ...(notice ? { notice } : {}) };
}

/** @param keys those that mean the same in every game; undefined where the game's own are to be shown */
function gameView(state: AppState, screen: MatchScreen, size: Size, keys: readonly string[] | undefined): Frame {
  const { part } = screen;
  if (!part) {
    const text = screen.play ? 'This terminal does not know that game.' : 'Going to the match …';
    return { title: 'Match', body: [[], line('  ', span(text, 'faint'))], keys: keys ?? ['Esc back'] };
  }
  return part.game === 'go' ? goView(state, screen, part, size, keys) : duelView(state, screen, size, keys);
}

function asideOf({ connection, watchers }: MatchScreen): Span[] {
  const watching = watchers > 0 ? [span(`${watchers} watching`, 'faint')] : [];
  if (connection === 'live' || connection === 'ended') return watching;
  const text = connection === 'connecting' ? 'connecting …' : 'reconnecting …';
  return [...watching, span(watchers > 0 ? '  ' : ''), span(text, 'warning')];
}

/** What is being written or asked; stands where sentences to the player stand. */
function noticeOf(screen: MatchScreen, columns: number): Line | undefined {
  if (screen.leaving) return [span(leavingText(screen), 'warning')];
  if (!screen.draft) return undefined;
  const to = isPlayed(screen) ? 'Say: ' : 'Say to those who watch: ';
  return [span(to, 'accent'), ...written(screen.draft, columns - 3 - to.length, true)];
}

function leavingText(screen: MatchScreen): string {
  return screen.play?.match.state === MatchState.WAITING
    ? `Give your seat up? The ${nounOf(screen)} has not begun.`
    : `Give this ${nounOf(screen)} up? It counts as lost.`;
}

function keysOf(screen: MatchScreen): readonly string[] | undefined {
  if (screen.draft) return ['Enter say it', 'Esc forget it'];
  if (!screen.leaving) return undefined;
  return ['Y give up', ...(mayGoAway(screen) ? ['M to the menu, your seat is kept'] : []), 'any other key stay'];
}
