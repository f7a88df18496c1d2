/** What time a game is played with; all in milliseconds. */
export type GoTimeSettings =
  | { readonly kind: 'absolute'; readonly mainMs: number }
  /** Each move gives some time back. */
  | { readonly kind: 'fischer'; readonly mainMs: number; readonly incrementMs: number }
  /** After the main time so many periods, each lost only by a move that takes longer. */
  | { readonly kind: 'byoyomi'; readonly mainMs: number; readonly periodMs: number; readonly periods: number }
  /** After the main time so many stones in every period. */
  | { readonly kind: 'canadian'; readonly mainMs: number; readonly periodMs: number; readonly stones: number };

/** The time of a game, and what the player to move has left of it. */
export interface GoTime {
  readonly settings: GoTimeSettings;
  /** Of the main time, with what Fischer's increments have added; 0 once it is used up. */
  readonly mainMs: number;
  /** Of the period that runs, or of the first one while main time is left; 0 where there are no periods. */
  readonly periodMs: number;
  /** Periods that are left with the one that runs, or stones still to be played in it; 0 where there are no periods. */
  readonly left: number;
}

/** How much of what could be used for a move without loss is used: the network and the server take their part. */
const CAREFUL = 0.7;
/** A game on a full board has about so many moves for every point, both players' together. */
const MOVES_A_POINT = 0.75;
/** A game is never taken to be nearer to its end than by so many own moves. */
const LEAST_MOVES = 12;

/**
 * How long to think about a move, in milliseconds: an even share of the main time, or what a period or an increment gives
 * anyway where that is more.
 * @param points of the board
 * @param moves that were made
 */
export function thinkingMs({ settings, mainMs, periodMs, left }: GoTime, points: number, moves: number): number {
  const ownMoves = Math.max(LEAST_MOVES, (MOVES_A_POINT * points - moves) / 2);
  const share = (CAREFUL * mainMs) / ownMoves;
  switch (settings.kind) {
    case 'absolute':
      return share;
    case 'fischer':
      return Math.min(CAREFUL * mainMs, share + CAREFUL * settings.incrementMs);
    case 'byoyomi':
      return Math.max(share, CAREFUL * periodMs);
    case 'canadian':
      return Math.max(share, (CAREFUL * periodMs) / Math.max(1, left));
  }
}

/** All that a move can take until the game is lost by time, in milliseconds. */
export function lastMs({ settings, mainMs, periodMs, left }: GoTime): number {
  switch (settings.kind) {
    case 'absolute':
    case 'fischer':
      return mainMs;
    case 'byoyomi':
      return mainMs + periodMs + Math.max(0, left - 1) * settings.periodMs;
    case 'canadian':
      return mainMs + periodMs;
  }
}
