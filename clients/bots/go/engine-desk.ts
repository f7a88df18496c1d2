import { PlayerError } from './player.ts';
import type { Player } from './player.ts';

interface Waiting {
  readonly gameId: string;
  wake(): void;
  reject(error: Error): void;
}

/**
 * Lends a player to more games than it can have at once: the one that was asked about longest ago gives up its place to one
 * that has a question, and is told to the player anew with its own next one. While none can, games wait in turn.
 */
export class EngineDesk {
  readonly #player: Player;
  /** The open questions of each game that the player has; the game that was asked about longest ago is first. */
  readonly #games = new Map<string, number>();
  /** How many games are just giving up their places. */
  #leaving = 0;
  #waiting: Waiting[] = [];

  constructor(player: Player) {
    this.#player = player;
  }

  /** Asks the player about a game, which must be left once it is over. @throws PlayerError what the player throws; LEFT */
  async ask<T>(gameId: string, question: (player: Player) => Promise<T>): Promise<T> {
    await this.#take(gameId);
    try {
      return await question(this.#player);
    } finally {
      if (this.#games.has(gameId)) this.#games.set(gameId, this.#games.get(gameId)! - 1);
      this.#waiting.shift()?.wake();
    }
  }

  /** The game is over: its questions reject. */
  async leave(gameId: string): Promise<void> {
    for (const waiting of this.#waiting) {
      if (waiting.gameId === gameId) waiting.reject(new PlayerError('LEFT', 'the game was left'));
    }
    this.#waiting = this.#waiting.filter((waiting) => waiting.gameId !== gameId);
    if (!this.#games.has(gameId)) return;
    await this.#giveUp(gameId);
    this.#waiting.shift()?.wake();
  }

  /** Opens a question about a game, as soon as it can have a place. */
  async #take(gameId: string): Promise<void> {
    for (;;) {
      const open = this.#games.get(gameId);
      if (open !== undefined || this.#games.size + this.#leaving < this.#player.maxGames) {
        this.#games.delete(gameId);
        this.#games.set(gameId, (open ?? 0) + 1);
        return;
      }
      const [idle] = [...this.#games].find(([, questions]) => questions === 0) ?? [];
      if (idle === undefined) await this.#untilWoken(gameId);
      else await this.#giveUp(idle);
    }
  }

  #untilWoken(gameId: string): Promise<void> {
    return new Promise((wake, reject) => this.#waiting.push({ gameId, wake, reject }));
  }

  async #giveUp(gameId: string): Promise<void> {
    this.#games.delete(gameId);
    this.#leaving += 1; // until the player has let it go, its place is taken
    try {
      await this.#player.leave(gameId);
    } finally {
      this.#leaving -= 1;
    }
  }
}
