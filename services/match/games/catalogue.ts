import type { AnyGame } from './game.ts';
import { tictactoe } from './tictactoe/tictactoe.ts';
import { trivia } from './trivia/trivia.ts';

/** Every game whose logs this code can fold. To raise a game's version, keep the old one here while its matches run. */
export const games: readonly AnyGame[] = [trivia, tictactoe];

/** A ready-made kind of match: what is queued for, played and counted. */
export interface Mode {
  readonly name: string;
  readonly game: AnyGame;
  /** Settings that differ from the game's defaults. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Every mode that players can choose. */
export const modes: readonly Mode[] = [
  { name: 'trivia_duel', game: trivia, config: {} },
  { name: 'tictactoe', game: tictactoe, config: {} },
];
