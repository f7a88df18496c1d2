import type { ConnectionState, MatchUpdate, PlayState, QueuePlace, Reaction } from '../../sdk/src/index.ts';
import type { Key } from './key.ts';
import type { TextField } from './text-field.ts';

/** The mode that this client plays. */
export const MODE = 'trivia_duel';

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

/** All that the screens show, and all that decides what a key does. */
export interface AppState {
  /** Address of the mesh. */
  readonly server: string;
  readonly me: Me | undefined;
  /** Display names by user id; those under way are there already, empty. */
  readonly names: Readonly<Record<string, string>>;
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

/** A match that the player has a seat in, and is not over. */
export interface OwnMatch {
  readonly matchId: string;
  readonly inviteCode: string;
}

export interface MenuScreen {
  readonly name: 'menu';
  readonly selected: number;
  readonly ownMatch: OwnMatch | undefined;
}

export interface BotsScreen {
  readonly name: 'bots';
  readonly selected: number;
  readonly busy: boolean;
}

export interface FindingScreen {
  readonly name: 'finding';
  readonly place: QueuePlace | undefined;
  /** When it began, and what time it is, in milliseconds on the device's clock. */
  readonly since: number;
  readonly now: number;
}

/** What somebody said in a match. */
export interface Said {
  readonly userId: string;
  readonly text: string;
}

/** What a player showed last, and when, on the match's clock. */
export interface Shown {
  readonly reaction: Reaction;
  readonly timeMs: number;
}

/** A duel that is played, or watched where the player has no seat in it. */
export interface DuelScreen {
  readonly name: 'duel';
  readonly matchId: string;
  /** Lets a friend in while a seat is free; empty otherwise. */
  readonly inviteCode: string;
  /** It follows a duel of the same two. */
  readonly rematch: boolean;
  readonly play: PlayState | undefined;
  readonly connection: ConnectionState['state'];
  /** The match's clock when it was last looked at. */
  readonly now: number;
  readonly watchers: number;
  /** An answer that the service has not confirmed yet. */
  readonly sent: { readonly number: number; readonly choice: number } | undefined;
  /** The last of what was said, oldest first. */
  readonly talk: readonly Said[];
  /** By seat. */
  readonly reactions: Readonly<Record<number, Shown>>;
  /** What the player is about to say. */
  readonly draft: TextField | undefined;
  /** The player is asked whether to give up. */
  readonly leaving: boolean;
}

export interface ResultScreen {
  readonly name: 'result';
  readonly play: PlayState;
  /** The player's own offer is on its way, or the opponent's stands. */
  readonly rematch: 'none' | 'offering' | 'offered';
}

export interface HistoryRow {
  readonly endTimeMs: number;
  readonly standing: 'won' | 'lost' | 'drawn';
  readonly score: number;
  readonly opponentIds: readonly string[];
}

export interface HistorySums {
  readonly played: number;
  readonly won: number;
  readonly lost: number;
  readonly drawn: number;
  readonly rating: number;
  readonly deviation: number;
}

export interface HistoryScreen {
  readonly name: 'history';
  readonly rows: readonly HistoryRow[] | undefined;
  readonly sums: HistorySums | undefined;
  readonly selected: number;
}

export interface LeaderRow {
  readonly place: number;
  readonly userId: string;
  readonly won: number;
  readonly played: number;
  readonly rating: number;
}

export interface LeadersScreen {
  readonly name: 'leaders';
  /** The best hundred, or those around the player. */
  readonly part: 'top' | 'around';
  readonly rows: readonly LeaderRow[] | undefined;
  readonly selected: number;
}

export interface LiveMatch {
  readonly matchId: string;
  readonly playerIds: readonly string[];
  readonly watchers: number | undefined;
}

export interface LiveScreen {
  readonly name: 'live';
  readonly rows: readonly LiveMatch[] | undefined;
  readonly selected: number;
}

export type Screen =
  | StartScreen
  | WelcomeScreen
  | FormScreen
  | MenuScreen
  | BotsScreen
  | FindingScreen
  | DuelScreen
  | ResultScreen
  | HistoryScreen
  | LeadersScreen
  | LiveScreen;

/** Something that happened: at the keyboard, at the service, or that time has passed. */
export type Message =
  | { readonly kind: 'key'; readonly key: Key }
  /** @param now on the match's clock in a duel, on the device's own elsewhere */
  | { readonly kind: 'tick'; readonly now: number }
  | { readonly kind: 'signedIn'; readonly me: Me }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'signedOut'; readonly notice: Notice | undefined }
  | { readonly kind: 'failed'; readonly of: Effect['kind']; readonly text: string }
  | { readonly kind: 'names'; readonly names: Readonly<Record<string, string>> }
  | { readonly kind: 'place'; readonly place: QueuePlace }
  | { readonly kind: 'ownMatch'; readonly match: OwnMatch | undefined }
  /** There is a match to play. */
  | { readonly kind: 'seated'; readonly matchId: string; readonly inviteCode: string; readonly rematch: boolean }
  | { readonly kind: 'match'; readonly matchId: string; readonly update: MatchUpdate; readonly now: number }
  | { readonly kind: 'refused'; readonly matchId: string; readonly number: number; readonly text: string | undefined }
  | { readonly kind: 'rematchOffered'; readonly matchId: string; readonly offered: boolean }
  | { readonly kind: 'history'; readonly rows: readonly HistoryRow[]; readonly sums: HistorySums | undefined }
  | { readonly kind: 'leaders'; readonly part: LeadersScreen['part']; readonly rows: readonly LeaderRow[] }
  | { readonly kind: 'live'; readonly rows: readonly LiveMatch[] };

/**
 * Something to be done; what comes of it comes back as messages. At most one thing is under way: whatever is not part of
 * a match, and is no name, gives up what was begun before.
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
  | { readonly kind: 'readOwnMatch' }
  | { readonly kind: 'findOpponent' }
  | { readonly kind: 'playBot'; readonly level: number }
  | { readonly kind: 'invite' }
  | { readonly kind: 'join'; readonly inviteCode: string }
  /** Follows the match of a duel; another one is no longer followed then. */
  | { readonly kind: 'follow'; readonly matchId: string }
  /** Stops following; a seat is kept. */
  | { readonly kind: 'unfollow' }
  /** Gives the seat up. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'answer'; readonly number: number; readonly choice: number }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'react'; readonly reaction: Reaction }
  /** Looks for the opponent's offer until something else is done. */
  | { readonly kind: 'awaitRematch'; readonly matchId: string }
  | { readonly kind: 'offerRematch'; readonly matchId: string }
  | { readonly kind: 'readLeaders'; readonly part: LeadersScreen['part'] }
  /** These read their list again and again until something else is done. */
  | { readonly kind: 'readHistory' | 'readLive' }
  | { readonly kind: 'readNames'; readonly userIds: readonly string[] }
  /** Gives up what is under way. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'quit' };

/** A state and what is to be done next. */
export interface Step {
  readonly state: AppState;
  readonly effects: readonly Effect[];
}
