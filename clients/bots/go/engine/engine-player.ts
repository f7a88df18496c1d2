import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Level } from './engine.ts';
import type { Answers, Question } from './engine-thread.ts';
import { handicapPoints } from '../handicap.ts';
import { boardOfGame, PlayerError } from '../player.ts';
import type { GoAnswer, GoGame, Player } from '../player.ts';
import { thinkingMs } from '../time.ts';

/** How the built-in engine plays. */
export interface EnginePlayerOptions {
  readonly level: Level;
  /** Two players of one seed play the same games as long as their time suffices. */
  readonly seed: string;
  readonly maxGames: number;
  /** How many games it thinks about at the same time; each has a thread. */
  readonly threads: number;
  /** The longest that it thinks about a move, in milliseconds; less where the game's own time is short. */
  readonly longestMs: number;
}

/** What suits a bot that has the machine for itself. */
export const ENGINE_DEFAULTS = {
  maxGames: 8,
  threads: Math.max(1, availableParallelism() - 1),
  longestMs: 5_000,
} as const;

/** However long a question has waited for a thread, it is thought about for so long. */
const LEAST_MS = 50;

interface Waiting {
  readonly gameId: string;
  /** When it must be answered, on the clock of `performance.now`. */
  readonly untilMs: number;
  readonly question: Question;
  resolve(answer: Answers[keyof Answers]): void;
  reject(error: Error): void;
}

/** The built-in engine as a player. It thinks in threads of its own, so the caller's streams are answered meanwhile. */
export class EnginePlayer implements Player {
  readonly maxGames: number;
  readonly #options: EnginePlayerOptions;
  readonly #games = new Set<string>();
  readonly #idle: Worker[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #thinking = new Map<Worker, Waiting>();
  #isClosed = false;

  constructor(options: EnginePlayerOptions) {
    this.#options = options;
    this.maxGames = options.maxGames;
  }

  async move(game: GoGame): Promise<GoAnswer> {
    return this.#ask('move', game);
  }

  async dead(game: GoGame): Promise<readonly number[]> {
    return this.#ask('dead', game);
  }

  async handicap({ size }: GoGame, stones: number): Promise<readonly number[]> {
    return handicapPoints(size, stones);
  }

  async leave(gameId: string): Promise<void> {
    this.#games.delete(gameId);
    const left = new PlayerError('LEFT', 'the game was left');
    for (const asked of [...this.#waiting, ...this.#thinking.values()]) {
      if (asked.gameId === gameId) asked.reject(left); // a thread's answer then comes to nobody
    }
    const others = this.#waiting.filter((asked) => asked.gameId !== gameId);
    this.#waiting.splice(0, Infinity, ...others);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const threads = [...this.#idle, ...this.#thinking.keys()];
    await Promise.all([...this.#games].map((gameId) => this.leave(gameId)));
    await Promise.all(threads.map((thread) => thread.terminate()));
  }

  async #ask<K extends keyof Answers>(kind: K, game: GoGame): Promise<Answers[K]> {
    if (this.#isClosed) throw new PlayerError('LEFT', 'the player is closed');
    if (!this.#games.has(game.id) && this.#games.size >= this.maxGames) {
      throw new PlayerError('TOO_MANY_GAMES', `no more than ${this.maxGames} games`);
    }
    const board = boardOfGame(game);
    this.#games.add(game.id);
    const { moves, next, komi, scoring, forbidden, isDisputed, time } = game;
    const { level, seed, longestMs } = this.#options;
    const limitMs = time ? Math.min(longestMs, thinkingMs(time, board.points.length, moves.length)) : longestMs;
    const position = { board, colour: next, komi, scoring, forbidden, isDisputed, last: moves.at(-1)?.point };
    const settings = { level, seed: `${seed} ${game.id} ${moves.length}`, limitMs };
    return new Promise<Answers[K]>((resolve, reject) => {
      const asked: Waiting = {
        gameId: game.id,
        untilMs: performance.now() + limitMs,
        question: { kind, position, settings },
        resolve: (answer) => resolve(answer as Answers[K]),
        reject,
      };
      this.#waiting.push(asked);
      this.#think();
    });
  }

  /** Hands what waits longest to a thread, if one is free. */
  #think(): void {
    if (this.#thinking.size >= this.#options.threads) return;
    const asked = this.#waiting.shift();
    if (!asked) return;
    const thread = this.#idle.pop() ?? this.#startThread();
    this.#thinking.set(thread, asked);
    const { question, untilMs } = asked;
    const limitMs = Math.max(LEAST_MS, untilMs - performance.now());
    thread.postMessage({ ...question, settings: { ...question.settings, limitMs } } satisfies Question);
  }

  #startThread(): Worker {
    const thread = new Worker(new URL('./engine-thread.ts', import.meta.url));
    thread.on('message', (answer: Answers[keyof Answers]) => {
      this.#thinking.get(thread)?.resolve(answer);
      this.#thinking.delete(thread);
      this.#idle.push(thread);
      this.#think();
    });
    thread.on('error', (error: Error) => {
      this.#thinking.get(thread)?.reject(new PlayerError('CRASHED', error.message));
      this.#thinking.delete(thread);
      this.#think();
    });
    return thread;
  }
}
