import { formatId } from '../../sdk/src/index.ts';
import type { AppState, ResultScreen, Step } from './app-state.ts';
import { isLetter } from './key.ts';
import type { Key } from './key.ts';
import { openLive, openMenu } from './opening.ts';
import { bad, show, stay, telling } from './step.ts';

/** What a key does when a duel is over. */
export function keyInResult(state: AppState, screen: ResultScreen, key: Key): Step {
  const isOwn = screen.play.ownSeat !== undefined;
  if (key.kind === 'enter' || key.kind === 'escape') return isOwn ? openMenu(state) : openLive(state);
  const canOffer = isOwn && screen.rematch !== 'offering';
  if (!isLetter(key, 'r') || !canOffer) return stay(state);
  return show(state, { ...screen, rematch: 'offering' }, { kind: 'offerRematch', matchId: idOf(screen) });
}

/** Whether the opponent's offer stands now. */
export const withOffer = (screen: ResultScreen, matchId: string, offered: boolean): ResultScreen =>
  screen.rematch !== 'offering' && matchId === idOf(screen)
    ? { ...screen, rematch: offered ? 'offered' : 'none' }
    : screen;

/** The offer could not be made; that of the opponent is looked for again. */
export const refusedOffer = (state: AppState, screen: ResultScreen, text: string): Step =>
  telling(show(state, { ...screen, rematch: 'none' }, { kind: 'awaitRematch', matchId: idOf(screen) }), bad(text));

const idOf = ({ play }: ResultScreen): string => formatId(play.match.matchId);
