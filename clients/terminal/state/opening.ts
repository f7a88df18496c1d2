/** How each screen begins, and what is asked for when it does. */
import type { AppState, FormPurpose, FormScreen, LeadersScreen, Step, WelcomeScreen } from './app-state.ts';
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

/** The menu, while it is found out whether the player has a match to go back to. What was under way is given up. */
export const openMenu = (state: AppState): Step =>
  show(state, { name: 'menu', selected: 0, ownMatch: undefined }, { kind: 'readOwnMatch' });

/** A duel, before anything is known of it. */
export const openDuel = (
  state: AppState,
  matchId: string,
  { inviteCode = '', rematch = false }: { readonly inviteCode?: string; readonly rematch?: boolean } = {},
): Step =>
  show(
    state,
    {
      name: 'duel',
      matchId,
      inviteCode,
      rematch,
      play: undefined,
      connection: 'connecting',
      now: 0,
      watchers: 0,
      sent: undefined,
      talk: [],
      reactions: {},
      draft: undefined,
      leaving: false,
    },
    { kind: 'follow', matchId },
  );

/** The player's own finished matches. */
export const openHistory = (state: AppState): Step =>
  show(state, { name: 'history', rows: undefined, sums: undefined, selected: 0 }, { kind: 'readHistory' });

/** Who has won most. */
export const openLeaders = (state: AppState, part: LeadersScreen['part']): Step =>
  show(state, { name: 'leaders', part, rows: undefined, selected: 0 }, { kind: 'readLeaders', part });

/** What is being played now. */
export const openLive = (state: AppState): Step =>
  show(state, { name: 'live', rows: undefined, selected: 0 }, { kind: 'readLive' });
