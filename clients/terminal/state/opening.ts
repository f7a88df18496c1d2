/** How each screen begins, and what is asked for when it does. */
import type { AppState, FormPurpose, FormScreen, Step, WelcomeScreen } from './app-state.ts';
import type { LeadersScreen } from './list-screens.ts';
import { show } from './step.ts';
import { EMPTY_FIELD } from './text-field.ts';

export const WELCOME: WelcomeScreen = { name: 'welcome', selected: 0 };

const LABELS: Readonly<Record<FormPurpose, readonly string[]>> = {
  guest: ['Your name'],
  signIn: ['User name or e-mail', 'Password'],
  register: ['User name', 'E-mail', 'Password', 'Password again'],
  upgrade: ['User name', 'E-mail', 'Password', 'Password again'],
  join: ['Invite code'],
};

/** An empty form. */
export const openForm = (purpose: FormPurpose): FormScreen => ({
  name: 'form',
  purpose,
  fields: LABELS[purpose].map((label) => ({ label, secret: label.startsWith('Password'), value: EMPTY_FIELD })),
  focus: 0,
  busy: false,
});

/** The menu, while it is found out which matches the player has to go back to. What was under way is given up. */
export const openMenu = (state: AppState): Step =>
  show(state, { name: 'menu', selected: 0, ownMatches: [] }, { kind: 'readOwnMatches' });

/** The queue of a mode. */
export const openFinding = (state: AppState, mode: string): Step =>
  show(state, { name: 'finding', mode, place: undefined, since: 0, now: 0 }, { kind: 'findOpponent', mode });

/** A match, before anything is known of it. */
export const openMatch = (
  state: AppState,
  matchId: string,
  { inviteCode = '', rematch = false }: { readonly inviteCode?: string; readonly rematch?: boolean } = {},
): Step =>
  show(
    state,
    {
      name: 'match',
      matchId,
      inviteCode,
      rematch,
      play: undefined,
      part: undefined,
      connection: 'connecting',
      now: 0,
      watchers: 0,
      talk: [],
      reactions: {},
      draft: undefined,
      leaving: false,
    },
    { kind: 'follow', matchId },
  );

/** The player's own finished matches of the game of the menu. @param mode one of its modes; empty for all */
export const openHistory = (state: AppState, mode = ''): Step =>
  show(
    state,
    { name: 'history', game: state.game, mode, rows: undefined, sums: [], selected: 0 },
    { kind: 'readHistory', game: state.game, mode },
  );

/** Who has won most of a mode, or is strongest. */
export const openLeaders = (
  state: AppState,
  mode: string,
  { order = 'wins', part = 'top' }: Partial<Pick<LeadersScreen, 'order' | 'part'>> = {},
): Step =>
  show(
    state,
    { name: 'leaders', mode, order, part, rows: undefined, selected: 0 },
    { kind: 'readLeaders', mode, order, part },
  );

/** What is being played now of the game of the menu. */
export const openLive = (state: AppState): Step =>
  show(state, { name: 'live', game: state.game, rows: undefined, selected: 0 }, { kind: 'readLive', game: state.game });
