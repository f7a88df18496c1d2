import type { AnyGame } from './game.ts';
import { relay } from './relay/relay.ts';
import { tictactoe } from './tictactoe/tictactoe.ts';
import { trivia } from './trivia/trivia.ts';

/** Every game whose logs this code can fold. To raise a game's version, keep the old one here while its matches run. */
export const games: readonly AnyGame[] = [trivia, tictactoe, relay];

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

/** Modes to measure the core with, offered only where the configuration says so. */
export const benchModes: readonly Mode[] = [{ name: 'relay', game: relay, config: {} }];
