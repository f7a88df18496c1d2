import { EMPTY } from '../../sdk/src/games/go-board.ts';
import type { EngineDesk } from './engine-desk.ts';
import { boardOfGame, PlayerError } from './player.ts';
import type { GoAnswer, GoGame, Player } from './player.ts';
import { timesRepeated } from './match/position.ts';

/** How often a whole board may come with the same player to move, whatever the rules allow: else games need not end. */
const MOST_TIMES = 2;

/** Asks an engine what to play, and another player where the engine has no answer: a game is not lost by that. */
export class Adviser {
  readonly #desk: EngineDesk;
  readonly #standIn: Player;
  readonly #say: (sentence: string) => void;

  constructor(desk: EngineDesk, standIn: Player, say: (sentence: string) => void) {
    this.#desk = desk;
    this.#standIn = standIn;
    this.#say = say;
  }

  /** Which move to make. */
  async move(game: GoGame): Promise<GoAnswer> {
    let forbidden = game.forbidden;
    for (;;) {
      const asked = { ...game, forbidden };
      const answer = await this.#ask(game.id, (player) => player.move(asked));
      if (typeof answer !== 'number' || timesRepeated(game, answer) < MOST_TIMES) return answer;
      forbidden = [...forbidden, answer];
    }
  }

  /** Where the next of so many handicap stones goes: a point that is empty and not forbidden. */
  async handicap(game: GoGame, stones: number): Promise<number> {
    const { points } = boardOfGame(game);
    const isFree = (point: number): boolean => points[point] === EMPTY && !game.forbidden.includes(point);
    const chosen = await this.#ask(game.id, (player) => player.handicap(game, stones));
    const usual = chosen.find(isFree);
    if (usual !== undefined) return usual;
    const answer = await this.#ask(game.id, (player) => player.move(game));
    return typeof answer === 'number' ? answer : points.findIndex((_, point) => isFree(point));
  }

  /** Which stones are dead. */
  async dead(game: GoGame): Promise<readonly number[]> {
    return this.#ask(game.id, (player) => player.dead(game));
  }

  /** The game is over. */
  async leave(gameId: string): Promise<void> {
    await Promise.all([this.#desk.leave(gameId), this.#standIn.leave(gameId)]);
  }

  async #ask<T>(gameId: string, question: (player: Player) => Promise<T>): Promise<T> {
    try {
      return await this.#desk.ask(gameId, question);
    } catch (error) {
      if (!(error instanceof PlayerError) || error.fault === 'LEFT') throw error;
      this.#say(`The engine has no answer (${error.message}): the built-in one stands in.`);
      return question(this.#standIn);
    }
  }
}
