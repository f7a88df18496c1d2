import type { AppState, Step } from '../app-state.ts';
import { moved } from '../choices.ts';
import { isLetter } from '../key.ts';
import type { Key } from '../key.ts';
import type { Challenge, ChallengesScreen } from '../list-screens.ts';
import { openMatch, openMenu } from '../opening.ts';
import { show, stay } from '../step.ts';
import { openChallenge } from './settings.ts';

/** The challenges that wait for somebody. */
export const openChallenges = (state: AppState): Step =>
  show(state, { name: 'challenges', rows: undefined, selected: 0, busy: false }, { kind: 'readChallenges' });

/** What a key does in the list of challenges. */
export function keyInChallenges(state: AppState, screen: ChallengesScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  if (screen.busy) return stay(state);
  if (isLetter(key, 'n')) return openChallenge(state);
  const chosen = screen.rows?.[screen.selected];
  if (key.kind === 'enter' && chosen) {
    return chosen.creatorId === state.me?.userId
      ? openMatch(state, chosen.matchId)
      : show(state, { ...screen, busy: true }, { kind: 'takeChallenge', matchId: chosen.matchId });
  }
  const selected = moved(screen.selected, screen.rows?.length ?? 0, key);
  return selected === undefined ? stay(state) : show(state, { ...screen, selected });
}

/** The list read anew; the same challenge stays selected where it is still there. */
export function withChallenges(screen: ChallengesScreen, rows: readonly Challenge[]): ChallengesScreen {
  const before = screen.rows?.[screen.selected]?.matchId;
  const same = rows.findIndex(({ matchId }) => matchId === before);
  return { ...screen, rows, selected: same < 0 ? Math.min(screen.selected, Math.max(0, rows.length - 1)) : same };
}
