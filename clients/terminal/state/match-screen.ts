import type { ConnectionState, GoReplay, GoView, PlayState, Reaction } from '../../sdk/src/index.ts';
import type { TextField } from './text-field.ts';

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

/** What only duels have. */
export interface TriviaPart {
  readonly game: 'trivia';
  /** An answer that the service has not confirmed yet. */
  readonly sent: { readonly number: number; readonly choice: number } | undefined;
}

/** A game of Go as it stood some moves ago. */
export interface Past {
  /** After how many moves it is to be shown. */
  readonly moves: number;
  /** What is shown: after other moves while these are still to be read, and undefined while none has been. */
  readonly view: GoView | undefined;
}

/** What only games of Go have. */
export interface GoPart {
  readonly game: 'go';
  /** The point under the cursor. */
  readonly cursor: number;
  /** The beginning of a point's name, or the letter of something to do, in capitals; empty where nothing was typed. */
  readonly typed: string;
  /** A stone or, without a point, a pass that the service has not confirmed yet, for this step of the game. */
  readonly sent: { readonly step: number; readonly point: number | undefined } | undefined;
  /** What is looked at instead of the game as it stands now. */
  readonly past: Past | undefined;
  /** All moves as they were last read; undefined before, and where the game may have gone back since. */
  readonly replay: GoReplay | undefined;
  /** Whether the moves are being read. */
  readonly isReading: boolean;
}

/** The part of a match's screen that its game decides. */
export type GamePart = TriviaPart | GoPart;

/** A match that is played, or watched where the player has no seat in it. */
export interface MatchScreen {
  readonly name: 'match';
  readonly matchId: string;
  /** Lets a friend in while a seat is free; empty otherwise. */
  readonly inviteCode: string;
  /** It follows a match of the same two. */
  readonly rematch: boolean;
  readonly play: PlayState | undefined;
  /** Undefined before the first picture. */
  readonly part: GamePart | undefined;
  readonly connection: ConnectionState['state'];
  /** The match's clock when it was last looked at. */
  readonly now: number;
  readonly watchers: number;
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
  readonly part: GamePart;
  /** What was said in the match. */
  readonly talk: readonly Said[];
  /** The player's own offer is on its way, or the opponent's stands. */
  readonly rematch: 'none' | 'offering' | 'offered';
}
