import { formatId } from '../../sdk/src/index.ts';
import type { AppState, Step } from './app-state.ts';
import { sizeOf, goOf } from './go/part.ts';
import { cursorAfter } from './go/cursor.ts';
import { stepped } from './go/past.ts';
import { isLetter } from './key.ts';
import type { Key } from './key.ts';
import type { ResultScreen } from './match-screen.ts';
import { openLive, openMenu } from './opening.ts';
import { bad, show, stay, telling } from './step.ts';

/** What a key does when a match is over. */
export function keyInResult(state: AppState, screen: ResultScreen, key: Key): Step {
  const isOwn = screen.play.ownSeat !== undefined;
  const inGo = keyInGoResult(state, screen, key);
  if (inGo) return inGo;
  if (key.kind === 'enter' || key.kind === 'escape') return isOwn ? openMenu(state) : openLive(state);
  const canOffer = isOwn && screen.rematch !== 'offering';
  if (!isLetter(key, 'r') || !canOffer) return stay(state);
  return show(state, { ...screen, rematch: 'offering' }, { kind: 'offerRematch', matchId: idOf(screen) });
}

/** A finished game of Go can be gone through, and saved; undefined for keys that mean something else. */
function keyInGoResult(state: AppState, screen: ResultScreen, key: Key): Step | undefined {
  const { part, play } = screen;
  const view = goOf(play);
  if (part.game !== 'go' || !view) return undefined;
  const inPast = stepped(view, part, key);
  if (inPast) return show(state, { ...screen, part: inPast });
  if (part.past && (key.kind === 'enter' || key.kind === 'escape')) {
    return show(state, { ...screen, part: { ...part, past: undefined } });
  }
  if (isLetter(key, 's')) return stay(state, { kind: 'saveRecord', matchId: idOf(screen) });
  const cursor = cursorAfter(part.cursor, sizeOf(view), key);
  return cursor === undefined ? undefined : show(state, { ...screen, part: { ...part, cursor } });
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
