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
    while (!this.#games.has(gameId)) await this.#admit(gameId);
    const open = this.#games.get(gameId)!;
    this.#games.delete(gameId);
    this.#games.set(gameId, open + 1);
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
    if (this.#games.has(gameId)) await this.#giveUp(gameId);
  }

  /** Gets a game a place, or waits until there may be one. */
  async #admit(gameId: string): Promise<void> {
    if (this.#games.size + this.#leaving < this.#player.maxGames) {
      this.#games.set(gameId, 0);
      return;
    }
    const [idle] = [...this.#games].find(([, open]) => open === 0) ?? [];
    if (idle !== undefined) return this.#giveUp(idle);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ gameId, wake: resolve, reject });
    await promise;
  }

  async #giveUp(gameId: string): Promise<void> {
    this.#games.delete(gameId);
    this.#leaving += 1; // until the player has let it go, its place is taken
    try {
      await this.#player.leave(gameId);
    } finally {
      this.#leaving -= 1;
      for (const { wake } of this.#waiting.splice(0)) wake();
    }
  }
}
