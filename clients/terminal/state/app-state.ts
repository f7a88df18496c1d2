import type { GameCommand, GoReplay, MatchSettings, MatchUpdate, QueuePlace, Reaction } from '../../sdk/src/index.ts';
import type { Game } from './games.ts';
import type { Key } from './key.ts';
import type {
  Challenge,
  ChallengesScreen,
  FindingScreen,
  HistoryRow,
  HistoryScreen,
  HistorySums,
  LeaderRow,
  LeadersScreen,
  LiveMatch,
  LiveScreen,
  OwnMatch,
  OwnMatchesScreen,
  QueueScreen,
} from './list-screens.ts';
import type { MatchScreen, ResultScreen } from './match-screen.ts';
import type { TextField } from './text-field.ts';
import type { ChallengeScreen, GoBotScreen } from './go/game-choices.ts';

/** Who is signed in. */
export interface Me {
  /** UUID text. */
  readonly userId: string;
  readonly name: string;
  readonly guest: boolean;
}

/** One sentence about what just happened. */
export interface Notice {
  readonly text: string;
  readonly bad: boolean;
}

/** Ranks of the players of one match. */
export interface Ranks {
  readonly matchId: string;
  /** By user id, such as "6k", or "6k?" where it is provisional; empty for who has none, absent while it is not known. */
  readonly byUser: Readonly<Record<string, string>>;
}

/** All that the screens show, and all that decides what a key does. */
export interface AppState {
  /** Address of the mesh. */
  readonly server: string;
  readonly me: Me | undefined;
  /** Which game the menu, and what it leads to, is about. */
  readonly game: Game;
  /** Display names by user id; those under way are there already, empty. */
  readonly names: Readonly<Record<string, string>>;
  /** Of the game of Go that is, or was last, on the screen. */
  readonly ranks: Ranks | undefined;
  readonly notice: Notice | undefined;
  readonly screen: Screen;
}

/** Nobody knows yet who is signed in from before. */
export interface StartScreen {
  readonly name: 'start';
  readonly failed: boolean;
}

export interface WelcomeScreen {
  readonly name: 'welcome';
  readonly selected: number;
}

export type FormPurpose = 'guest' | 'signIn' | 'register' | 'upgrade' | 'join';

export interface FormField {
  readonly label: string;
  /** Shown as dots. */
  readonly secret: boolean;
  readonly value: TextField;
}

export interface FormScreen {
  readonly name: 'form';
  readonly purpose: FormPurpose;
  readonly fields: readonly FormField[];
  /** Index of the field that is written to. */
  readonly focus: number;
  /** Handed in, and not answered yet. */
  readonly busy: boolean;
}

export interface MenuScreen {
  readonly name: 'menu';
  readonly selected: number;
  readonly ownMatches: readonly OwnMatch[];
}

export interface BotsScreen {
  readonly name: 'bots';
  readonly selected: number;
  readonly busy: boolean;
}

export type Screen =
  | StartScreen
  | WelcomeScreen
  | FormScreen
  | MenuScreen
  | OwnMatchesScreen
  | BotsScreen
  | GoBotScreen
  | QueueScreen
  | FindingScreen
  | ChallengesScreen
  | ChallengeScreen
  | MatchScreen
  | ResultScreen
  | HistoryScreen
  | LeadersScreen
  | LiveScreen;

/** Something that happened: at the keyboard, at the service, or that time has passed. */
export type Message =
  | { readonly kind: 'key'; readonly key: Key }
  /** @param now on the match's clock in a match, on the device's own elsewhere */
  | { readonly kind: 'tick'; readonly now: number }
  | { readonly kind: 'signedIn'; readonly me: Me }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'signedOut'; readonly notice: Notice | undefined }
  | { readonly kind: 'failed'; readonly of: Effect['kind']; readonly text: string }
  | { readonly kind: 'names'; readonly names: Readonly<Record<string, string>> }
  | { readonly kind: 'ranks'; readonly matchId: string; readonly ranks: Ranks['byUser'] }
  | { readonly kind: 'place'; readonly place: QueuePlace }
  | { readonly kind: 'ownMatches'; readonly rows: readonly OwnMatch[] }
  /** There is a match to play. */
  | { readonly kind: 'seated'; readonly matchId: string; readonly inviteCode: string; readonly rematch: boolean }
  | { readonly kind: 'match'; readonly matchId: string; readonly update: MatchUpdate; readonly now: number }
  /** @param position what the command was meant for; 0 for talk */
  | { readonly kind: 'refused'; readonly matchId: string; readonly position: number; readonly text: string | undefined }
  | { readonly kind: 'replay'; readonly matchId: string; readonly replay: GoReplay }
  /** To the current folder. */
  | { readonly kind: 'recordSaved'; readonly fileName: string }
  | { readonly kind: 'rematchOffered'; readonly matchId: string; readonly offered: boolean }
  | { readonly kind: 'challenges'; readonly rows: readonly Challenge[] }
  | {
      readonly kind: 'history';
      readonly mode: string;
      readonly rows: readonly HistoryRow[];
      readonly sums: readonly HistorySums[];
    }
  | {
      readonly kind: 'leaders';
      readonly mode: string;
      readonly order: LeadersScreen['order'];
      readonly part: LeadersScreen['part'];
      readonly rows: readonly LeaderRow[];
    }
  | { readonly kind: 'live'; readonly rows: readonly LiveMatch[] };

/**
 * Something to be done; what comes of it comes back as messages. At most one thing is under way: whatever is not part of
 * a match, and is no name or rank, gives up what was begun before.
 */
export type Effect =
  /** Who is signed in from before. */
  | { readonly kind: 'start' }
  | { readonly kind: 'guest'; readonly displayName: string }
  | { readonly kind: 'signIn'; readonly login: string; readonly password: string }
  | {
      readonly kind: 'register' | 'upgrade';
      readonly username: string;
      readonly email: string;
      readonly password: string;
    }
  | { readonly kind: 'signOut' }
  | { readonly kind: 'findOpponent'; readonly mode: string }
  /** Makes a private match, and has a bot of this terminal come to it. */
  | {
      readonly kind: 'playBot';
      readonly level: number;
      readonly mode: string;
      readonly config: MatchSettings | undefined;
    }
  /** Makes a match and takes a seat in it. */
  | {
      readonly kind: 'createMatch';
      readonly mode: string;
      readonly isPrivate: boolean;
      readonly config: MatchSettings | undefined;
    }
  | { readonly kind: 'join'; readonly inviteCode: string }
  | { readonly kind: 'takeChallenge'; readonly matchId: string }
  /** Follows a match; another one is no longer followed then. */
  | { readonly kind: 'follow'; readonly matchId: string }
  /** Stops following; a seat is kept. */
  | { readonly kind: 'unfollow' }
  /** Gives the seat up. */
  | { readonly kind: 'leave' }
  /** A command of the match's game. @param position what it is meant for */
  | { readonly kind: 'act'; readonly command: GameCommand; readonly position: number }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'react'; readonly reaction: Reaction }
  /** All moves of a game of Go, as it stands. */
  | { readonly kind: 'readReplay'; readonly matchId: string }
  /** Writes the record of a game of Go to a new file. */
  | { readonly kind: 'saveRecord'; readonly matchId: string }
  /** Looks for the opponent's offer until something else is done. */
  | { readonly kind: 'awaitRematch'; readonly matchId: string }
  | { readonly kind: 'offerRematch'; readonly matchId: string }
  | {
      readonly kind: 'readLeaders';
      readonly mode: string;
      readonly order: LeadersScreen['order'];
      readonly part: LeadersScreen['part'];
    }
  /** These read their list again and again until something else is done. */
  | { readonly kind: 'readOwnMatches' | 'readChallenges' }
  | { readonly kind: 'readHistory'; readonly game: Game; readonly mode: string }
  | { readonly kind: 'readLive'; readonly game: Game }
  | { readonly kind: 'readNames'; readonly userIds: readonly string[] }
  /** How strong players of Go are, by speed. @param matchId for whose screen */
  | {
      readonly kind: 'readRanks';
      readonly matchId: string;
      readonly ratedAs: string;
      readonly userIds: readonly string[];
    }
  /** Gives up what is under way. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'quit' };

/** A state and what is to be done next. */
export interface Step {
  readonly state: AppState;
  readonly effects: readonly Effect[];
}
