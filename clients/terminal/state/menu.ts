import type { AppState, BotsScreen, MenuScreen, Step } from './app-state.ts';
import { moved } from './choices.ts';
import { digitOf, isLetter } from './key.ts';
import type { Key } from './key.ts';
import { openDuel, openForm, openHistory, openLeaders, openLive, openMenu } from './opening.ts';
import { good, show, stay, telling } from './step.ts';

type MenuChoice =
  'ownMatch' | 'find' | 'bot' | 'invite' | 'join' | 'live' | 'history' | 'leaders' | 'upgrade' | 'signOut' | 'quit';

/** How strong a bot can be. */
export const BOT_LEVELS = ['a beginner', 'knows a little', 'a fair player', 'knows a lot', 'hard to beat'] as const;

/** What the menu offers, in the order shown. */
export function menuChoices(state: AppState, { ownMatch }: MenuScreen): readonly { id: MenuChoice; label: string }[] {
  return [
    ...(ownMatch ? [{ id: 'ownMatch' as const, label: ownMatchLabel(ownMatch.inviteCode) }] : []),
    { id: 'find', label: 'Find an opponent' },
    { id: 'bot', label: 'Play a bot' },
    { id: 'invite', label: 'Invite a friend' },
    { id: 'join', label: 'Enter a friend’s code' },
    { id: 'live', label: 'Watch a live duel' },
    { id: 'history', label: 'My matches' },
    { id: 'leaders', label: 'Leaderboard' },
    ...(state.me?.guest ? [{ id: 'upgrade' as const, label: 'Keep this account: give it a name and a password' }] : []),
    { id: 'signOut', label: state.me?.guest ? 'Sign out (a guest is gone for good)' : 'Sign out' },
    { id: 'quit', label: 'Quit' },
  ];
}

const ownMatchLabel = (inviteCode: string): string => (inviteCode ? 'Back to my invitation' : 'Back to my duel');

/** What a key does in the menu. */
export function keyInMenu(state: AppState, screen: MenuScreen, key: Key): Step {
  const choices = menuChoices(state, screen);
  if (isLetter(key, 'q')) return stay(state, { kind: 'quit' });
  const selected = moved(screen.selected, choices.length, key, true);
  if (selected !== undefined) return show(state, { ...screen, selected });
  const index = key.kind === 'enter' ? screen.selected : (digitOf(key) ?? 0) - 1;
  const choice = choices[index];
  return choice ? choose(state, { ...screen, selected: index }, choice.id) : stay(state);
}

function choose(state: AppState, screen: MenuScreen, choice: MenuChoice): Step {
  switch (choice) {
    case 'ownMatch':
      return openDuel(state, screen.ownMatch!.matchId, { inviteCode: screen.ownMatch!.inviteCode });
    case 'find':
      return show(state, { name: 'finding', place: undefined, since: 0, now: 0 }, { kind: 'findOpponent' });
    case 'bot':
      return show(state, { name: 'bots', selected: 2, busy: false });
    case 'invite':
      return telling(show(state, screen, { kind: 'invite' }), good('Making a match …'));
    case 'join':
    case 'upgrade':
      return show(state, openForm(choice));
    case 'live':
      return openLive(state);
    case 'history':
      return openHistory(state);
    case 'leaders':
      return openLeaders(state, 'top');
    case 'signOut':
    case 'quit':
      return stay(state, { kind: choice });
  }
}

/** What a key does where a bot is chosen. */
export function keyInBots(state: AppState, screen: BotsScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  if (screen.busy) return stay(state);
  const selected = moved(screen.selected, BOT_LEVELS.length, key, true);
  if (selected !== undefined) return show(state, { ...screen, selected });
  const level = key.kind === 'enter' ? screen.selected + 1 : (digitOf(key) ?? 0);
  if (BOT_LEVELS[level - 1] === undefined) return stay(state);
  return show(state, { ...screen, selected: level - 1, busy: true }, { kind: 'playBot', level });
}
