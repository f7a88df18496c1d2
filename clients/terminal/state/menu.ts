import type { AppState, BotsScreen, MenuScreen, Step } from './app-state.ts';
import { moved } from './choices.ts';
import { GAMES, modesOf, TRIVIA_MODE } from './games.ts';
import type { Game } from './games.ts';
import { openChallenges } from './go/challenges.ts';
import { openGoBot } from './go/bot.ts';
import { openQueue } from './go/queue.ts';
import { openChallenge } from './go/settings.ts';
import { digitOf, isLetter } from './key.ts';
import type { Key } from './key.ts';
import type { OwnMatch, OwnMatchesScreen } from './list-screens.ts';
import { openFinding, openForm, openHistory, openLeaders, openLive, openMatch, openMenu } from './opening.ts';
import { good, show, stay, telling } from './step.ts';

type MenuChoice =
  | 'ownMatches'
  | 'find'
  | 'bot'
  | 'challenges'
  | 'challenge'
  | 'invite'
  | 'join'
  | 'live'
  | 'history'
  | 'leaders'
  | 'upgrade'
  | 'signOut'
  | 'quit';

interface MenuItem {
  readonly id: MenuChoice;
  readonly label: string;
}

/** How strong a bot can be. */
export const BOT_LEVELS = ['a beginner', 'knows a little', 'a fair player', 'knows a lot', 'hard to beat'] as const;

/** What each game offers besides what all of them do. */
const PLAYING: Readonly<Record<Game, readonly MenuItem[]>> = {
  trivia: [
    { id: 'find', label: 'Find an opponent' },
    { id: 'bot', label: 'Play a bot' },
    { id: 'invite', label: 'Invite a friend' },
    { id: 'join', label: 'Enter a friend’s code' },
    { id: 'live', label: 'Watch a live duel' },
    { id: 'history', label: 'My matches' },
  ],
  go: [
    { id: 'find', label: 'Find an opponent' },
    { id: 'bot', label: 'Play a bot' },
    { id: 'challenges', label: 'Open challenges' },
    { id: 'challenge', label: 'Make a challenge, open or for a friend' },
    { id: 'join', label: 'Enter a friend’s code' },
    { id: 'live', label: 'Watch a live game' },
    { id: 'history', label: 'My games' },
  ],
};

/** What the menu offers, in the order shown. */
export function menuChoices(state: AppState, { ownMatches }: MenuScreen): readonly MenuItem[] {
  return [
    ...(ownMatches.length > 0 ? [{ id: 'ownMatches' as const, label: ownMatchesLabel(ownMatches) }] : []),
    ...PLAYING[state.game],
    { id: 'leaders', label: 'Leaderboard' },
    ...(state.me?.guest ? [{ id: 'upgrade' as const, label: 'Keep this account: give it a name and a password' }] : []),
    { id: 'signOut', label: state.me?.guest ? 'Sign out (a guest is gone for good)' : 'Sign out' },
    { id: 'quit', label: 'Quit' },
  ];
}

function ownMatchesLabel(matches: readonly OwnMatch[]): string {
  const [only, second] = matches;
  if (second) {
    const turns = matches.filter(({ ownTurn }) => ownTurn).length;
    return `Back to one of my ${matches.length} matches${turns > 0 ? ` (your move in ${turns})` : ''}`;
  }
  const { game, stands, inviteCode, ownTurn } = only!;
  const what = game === 'go' ? 'game of Go' : 'duel';
  if (stands === 'taken') return `Back to my ${what}: somebody has come`;
  if (stands === 'open') return inviteCode ? 'Back to my invitation' : 'Back to my challenge';
  return `Back to my ${what}${ownTurn ? ' (your move)' : ''}`;
}

/** What a key does in the menu. */
export function keyInMenu(state: AppState, screen: MenuScreen, key: Key): Step {
  if (isLetter(key, 'q')) return stay(state, { kind: 'quit' });
  const by = key.kind === 'right' || key.kind === 'tab' ? 1 : key.kind === 'left' || key.kind === 'backTab' ? -1 : 0;
  if (by !== 0) return show({ ...state, game: otherGame(state.game, by) }, { ...screen, selected: 0 });
  const choices = menuChoices(state, screen);
  const selected = moved(screen.selected, choices.length, key, true);
  if (selected !== undefined) return show(state, { ...screen, selected });
  const index = key.kind === 'enter' ? screen.selected : (digitOf(key) ?? 0) - 1;
  const choice = choices[index];
  return choice ? choose(state, { ...screen, selected: index }, choice.id) : stay(state);
}

function otherGame(game: Game, by: number): Game {
  const at = GAMES.findIndex((known) => known.game === game);
  return GAMES[(at + by + GAMES.length) % GAMES.length]!.game;
}

function choose(state: AppState, screen: MenuScreen, choice: MenuChoice): Step {
  const { game } = state;
  switch (choice) {
    case 'ownMatches':
      return screen.ownMatches.length === 1
        ? openOwn(state, screen.ownMatches[0]!)
        : show(state, { name: 'ownMatches', rows: screen.ownMatches, selected: 0 });
    case 'find':
      return game === 'trivia' ? openFinding(state, TRIVIA_MODE) : openQueue(state);
    case 'bot':
      return game === 'trivia' ? show(state, { name: 'bots', selected: 2, busy: false }) : openGoBot(state);
    case 'challenges':
      return openChallenges(state);
    case 'challenge':
      return openChallenge(state);
    case 'invite': {
      const made = { kind: 'createMatch', mode: TRIVIA_MODE, isPrivate: true, config: undefined } as const;
      return telling(show(state, screen, made), good('Making a match …'));
    }
    case 'join':
    case 'upgrade':
      return show(state, openForm(choice));
    case 'live':
      return openLive(state);
    case 'history':
      return openHistory(state);
    case 'leaders':
      return openLeaders(state, modesOf(game)[0]!);
    case 'signOut':
    case 'quit':
      return stay(state, { kind: choice });
  }
}

/** The menu with the matches that there are now; what was selected further down stays selected. */
export function withOwnMatches(screen: MenuScreen, ownMatches: readonly OwnMatch[]): MenuScreen {
  const moved = Math.sign(ownMatches.length) - Math.sign(screen.ownMatches.length);
  return { ...screen, ownMatches, selected: screen.selected > 0 ? screen.selected + moved : 0 };
}

/** Goes back to a match; from then on the menu is about its game. */
const openOwn = (state: AppState, { game, matchId, inviteCode }: OwnMatch): Step =>
  openMatch({ ...state, game }, matchId, { inviteCode });

/** What a key does in the list of matches that the player has a seat in. */
export function keyInOwnMatches(state: AppState, screen: OwnMatchesScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  const chosen = screen.rows[screen.selected];
  if (key.kind === 'enter' && chosen) return openOwn(state, chosen);
  const selected = moved(screen.selected, screen.rows.length, key);
  return selected === undefined ? stay(state) : show(state, { ...screen, selected });
}

/** What a key does where a bot is chosen. */
export function keyInBots(state: AppState, screen: BotsScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  if (screen.busy) return stay(state);
  const selected = moved(screen.selected, BOT_LEVELS.length, key, true);
  if (selected !== undefined) return show(state, { ...screen, selected });
  const level = key.kind === 'enter' ? screen.selected + 1 : (digitOf(key) ?? 0);
  if (BOT_LEVELS[level - 1] === undefined) return stay(state);
  return show(
    state,
    { ...screen, selected: level - 1, busy: true },
    { kind: 'playBot', level, mode: TRIVIA_MODE, config: undefined },
  );
}
