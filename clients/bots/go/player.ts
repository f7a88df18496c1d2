import { BLACK, emptyBoard, passMove, playStone } from '../../sdk/src/games/go-board.ts';
import type { GoBoard, StoneColour } from '../../sdk/src/games/go-board.ts';
import type { GoTime } from './time.ts';

/** A move: a point of the board, or none. */
export type GoAnswer = number | 'pass' | 'resign';

/** How a finished game is counted: every living stone and what it surrounds, or only what it surrounds and prisoners. */
export type Scoring = 'area' | 'territory';

/** A move as it was made. */
export interface GoMove {
  readonly colour: StoneColour;
  readonly point: number | 'pass';
}

/** A game as it stands, whole, so that a question needs no memory of earlier ones. */
export interface GoGame {
  /** Tells it from the player's other games. */
  readonly id: string;
  readonly size: number;
  /** What white gets for moving second, in half points. */
  readonly komi: number;
  readonly scoring: Scoring;
  /** Black stones that lay on the board before the first move. */
  readonly handicap: readonly number[];
  readonly moves: readonly GoMove[];
  /** Whose move it is. */
  readonly next: StoneColour;
  /**
   * Points that may not be played now though the board would allow it, since a position would come again: what the server
   * has refused is put in here, and the question asked anew.
   */
  readonly forbidden: readonly number[];
  /** Whether play goes on because the players do not agree on what is dead: then dead stones are taken before a pass. */
  readonly isDisputed: boolean;
  /** How long the player to move may think; absent where nothing hurries. */
  readonly time?: GoTime | undefined;
}

/** Plays Go, in several games at once. All that it cannot do rejects with a `PlayerError`. */
export interface Player {
  /** How many games it can have at once. It has a game from the first question about it until it leaves. */
  readonly maxGames: number;
  /** Which move it makes; legal by simple ko, no suicide and the game's `forbidden`. */
  move(game: GoGame): Promise<GoAnswer>;
  /** Which stones it takes for dead, after both have passed. */
  dead(game: GoGame): Promise<readonly number[]>;
  /** Where it puts so many black stones before the first move of a game that leaves this to black. */
  handicap(game: GoGame, stones: number): Promise<readonly number[]>;
  /** Gives up what it kept of a game; questions about it that are not answered reject. */
  leave(gameId: string): Promise<void>;
  /** Leaves all games and ends what it started. */
  close(): Promise<void>;
}

/** Why a player has no answer. */
export type PlayerFault =
  /** It has as many games as it can. */
  | 'TOO_MANY_GAMES'
  /** The game was left or the player closed meanwhile. */
  | 'LEFT'
  /** The game's moves cannot have been played. */
  | 'ILLEGAL_GAME'
  /** The engine cannot be started, or ended before it said anything. */
  | 'NOT_STARTED'
  /** The engine ended, and again when it was started anew. */
  | 'CRASHED'
  /** The engine did not answer in time. */
  | 'TIMED_OUT'
  /** The engine said that it cannot do that. */
  | 'REFUSED'
  /** The engine's answer means nothing. */
  | 'UNREADABLE'
  /** The engine wants to play where it may not. */
  | 'ILLEGAL_MOVE';

/** A player that has no answer, with the reason. */
export class PlayerError extends Error {
  override readonly name = 'PlayerError';
  readonly fault: PlayerFault;

  constructor(fault: PlayerFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** The board of a game as it stands. @throws PlayerError ILLEGAL_GAME */
export function boardOfGame({ size, handicap, moves }: GoGame): GoBoard {
  let board = emptyBoard(size);
  for (const { colour, point } of [...handicap.map((point) => ({ colour: BLACK, point }) as const), ...moves]) {
    if (point === 'pass') {
      board = passMove(board);
      continue;
    }
    const played = playStone(board, point, colour);
    if ('refusal' in played) throw new PlayerError('ILLEGAL_GAME', `a stone on point ${point}: ${played.refusal}`);
    ({ board } = played);
  }
  return board;
}
