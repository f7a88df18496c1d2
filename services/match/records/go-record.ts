/**
 * The record of one game of Go: what was on the board, who played what and when, and how it ended. It is what a record
 * in SGF says and no more: nothing here knows whether a move was legal.
 *
 * A point's number is row * size + column, from the top left. Komi and margins are in half points, whole numbers (6.5 is
 * 13). Texts have no control characters but line breaks, and those only in comments; see `sgf-text.ts`.
 */
export interface GoRecord {
  /** Lines of the board each way: odd, 5 to 25. */
  readonly size: number;
  /** Half points added to White's score, from -201 to 201. Absent where the record does not say. */
  readonly komi?: number | undefined;
  /** Stones that White gave; 0 for an even game. Where they stand is in `setup`, or in the first moves. */
  readonly handicap: number;
  /** Absent where the record does not say, or names other rules. */
  readonly ruleset?: GoRuleset | undefined;
  readonly black: GoRecordPlayer;
  readonly white: GoRecordPlayer;
  readonly event?: string | undefined;
  readonly round?: string | undefined;
  readonly place?: string | undefined;
  /** As the record has it. SGF asks for ISO 8601 (1996-12-27,28 for two days), but records hold any text. */
  readonly date?: string | undefined;
  /** Each player's main time in seconds. */
  readonly mainSeconds?: number | undefined;
  /** How time goes on after the main time, in words: 5x30 byo-yomi. */
  readonly overtime?: string | undefined;
  readonly result?: GoRecordResult | undefined;
  readonly setup: GoRecordSetup;
  /** In the order of play, at most `MAX_MOVES`. Colours need not alternate. */
  readonly moves: readonly GoRecordMove[];
  /** On the game as a whole, or on the position before the first move. */
  readonly comment?: string | undefined;
  /** The points marked as territory at the end, ascending; both empty where nothing is marked. */
  readonly territory: { readonly black: readonly number[]; readonly white: readonly number[] };
  /** The points of the stones that were agreed to be dead at the end, ascending; empty where that is not known. */
  readonly dead: readonly number[];
}

export type GoColour = 'black' | 'white';

export type GoRuleset = 'japanese' | 'chinese' | 'aga' | 'korean' | 'new_zealand';

export interface GoRecordPlayer {
  readonly name?: string | undefined;
  /** As the record has it: 5k, 9 dan, 7p. */
  readonly rank?: string | undefined;
}

/** What stood on the board before the first move. No point is in both lists; each is ascending. */
export interface GoRecordSetup {
  readonly black: readonly number[];
  readonly white: readonly number[];
  /** Said only by records of problems and positions; the moves have colours of their own. */
  readonly firstToPlay?: GoColour | undefined;
}

export interface GoRecordMove {
  readonly colour: GoColour;
  /** Null for a pass. */
  readonly point: number | null;
  /** The mover's time left after the move, in seconds and whole milliseconds. */
  readonly secondsLeft?: number | undefined;
  /** In overtime: the stones still to be played in this period, or the periods left. Records do not say which. */
  readonly overtimeLeft?: number | undefined;
  readonly comment?: string | undefined;
}

export type GoRecordResult =
  /** `margin` is in half points, at least 1. */
  | { readonly kind: 'won'; readonly winner: GoColour; readonly by: 'score'; readonly margin: number }
  /** `unstated` where the record does not say how, or in words that are not SGF's. */
  | {
      readonly kind: 'won';
      readonly winner: GoColour;
      readonly by: 'resignation' | 'time' | 'forfeit' | 'unstated';
    }
  | { readonly kind: 'draw' }
  /** No result, or play suspended. */
  | { readonly kind: 'void' }
  /** The record says that it is not known, or in words that are not SGF's. */
  | { readonly kind: 'unknown' };

/** The boards of the service: odd, for there is a middle, and with letters left for every line. */
export const MIN_SIZE = 5;
export const MAX_SIZE = 25;

/** Half points, either way. */
export const MAX_KOMI = 201;

/** The longest games on record have about 420 moves; a board of 25 lines has 625 points. */
export const MAX_MOVES = 2_000;

/** Half points. More than any board can give, even with each point won and each prisoner counted. */
export const MAX_MARGIN = 19_999;

/** Seconds on a clock, a hundred years and more. */
export const MAX_SECONDS = 9_999_999_999;

/** Stones or periods left in overtime. */
export const MAX_OVERTIME_LEFT = 9_999;

/** A record's text, as UTF-8. */
export const MAX_SGF_BYTES = 1 << 20;

/** What a line of text, such as a name, may hold, in UTF-16 units; a longer one is cut. */
export const MAX_LINE_LENGTH = 200;

/** What a comment may hold, in UTF-16 units; a longer one is cut. */
export const MAX_COMMENT_LENGTH = 20_000;
