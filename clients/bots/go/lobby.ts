import { setTimeout as sleep } from 'node:timers/promises';
import { formatId, PlaymeshError, Visibility } from '../../sdk/src/index.ts';
import type { FoundMatch, Match, MatchSession } from '../../sdk/src/index.ts';
import type { GoBot } from './bot.ts';
import { isPlayable } from './match/settings.ts';

/** How long a bot waits for its opponent's offer of a rematch. */
const REMATCH_MS = 15_000;
/** How long it waits before it tries again what could not be done. */
const AGAIN_MS = 5_000;
/** How often it looks for open challenges, and how long people have them to themselves. */
const LOOK_MS = 5_000;
const FOR_PEOPLE_MS = 15_000;
/** How many of the newest challenges it looks at. */
const CHALLENGES = 100;

/** What a bot looks for. */
export interface Wanted {
  readonly modes: readonly string[];
  /** Games at once. More are played only where several are found in one moment, or were begun before. */
  readonly games: number;
  /** Whether it offers open challenges, and takes those of people, besides waiting in queues. */
  readonly isOpen: boolean;
}

interface PlayOptions {
  /** How long the bot waits for the opponent's offer of a rematch. */
  readonly patienceMs?: number;
  /** Whether it is known that nobody is rated by the match. */
  readonly isCasual?: boolean;
  /** The one that follows it, where there is one. */
  readonly session?: MatchSession;
}

/** Finds a bot its games, and sees that it has not too many of them. */
export class Lobby {
  readonly #bot: GoBot;
  readonly #wanted: Wanted;
  readonly #say: (sentence: string) => void;
  readonly #signal: AbortSignal;
  /** By match. */
  readonly #playing = new Map<string, Promise<void>>();
  /** Aborted while there are as many games as are wanted. */
  #full = new AbortController();
  #freed = Promise.withResolvers<void>();

  constructor(bot: GoBot, wanted: Wanted, say: (sentence: string) => void, signal: AbortSignal) {
    this.#bot = bot;
    this.#wanted = wanted;
    this.#say = say;
    this.#signal = signal;
  }

  /** Takes up the games that were begun before. @returns how many there are */
  async resume(patienceMs = REMATCH_MS): Promise<number> {
    for (const match of await this.#bot.ownGames()) {
      if (match.players.length === match.seats) void this.play(match, { patienceMs });
      // Nobody looks after a challenge of before any more.
      else if (match.visibility === Visibility.OPEN) await this.#bot.withdraw(match).catch(() => {});
    }
    return this.#playing.size;
  }

  /** Plays a match and its rematches, unless it does already. A failure is told, and ends no other game. */
  play(
    match: Match | FoundMatch,
    { patienceMs = REMATCH_MS, isCasual = false, session }: PlayOptions = {},
  ): Promise<void> {
    const name = formatId(match.matchId);
    const known = this.#playing.get(name);
    if (known) return known;
    const playing = this.#play(name, session ?? this.#bot.follow(match), patienceMs, isCasual);
    this.#playing.set(name, playing);
    if (this.#playing.size >= this.#wanted.games) this.#full.abort();
    return playing;
  }

  /** Resolves when all games are over that there are now. */
  async done(): Promise<void> {
    await Promise.all(this.#playing.values());
  }

  /** Looks for games in all the ways that are wanted, on and on. Rejects once aborted, or by a fault of the bot's own. */
  async seek(): Promise<void> {
    const { modes, isOpen } = this.#wanted;
    const ways = modes.map((mode) => this.#onAndOn(() => this.#queue(mode)));
    if (isOpen) ways.push(...modes.map((mode) => this.#onAndOn(() => this.#challenge(mode))));
    if (isOpen) ways.push(this.#onAndOn(() => this.#takeChallenge()));
    await Promise.all(ways);
  }

  async #play(name: string, session: MatchSession, patienceMs: number, isCasual: boolean): Promise<void> {
    try {
      await this.#bot.playOn(session, patienceMs, isCasual);
    } catch (error) {
      if (this.#signal.aborted) return;
      if (!(error instanceof PlaymeshError)) throw error;
      this.#say(`${name}: ${error.message}`);
    } finally {
      this.#playing.delete(name);
      if (this.#full.signal.aborted && this.#playing.size < this.#wanted.games) {
        this.#full = new AbortController();
        this.#freed.resolve();
        this.#freed = Promise.withResolvers();
      }
    }
  }

  async #onAndOn(look: () => Promise<void>): Promise<never> {
    for (;;) {
      this.#signal.throwIfAborted();
      const full = this.#full.signal;
      if (full.aborted) {
        await this.#freed.promise;
        continue;
      }
      try {
        await look();
      } catch (error) {
        this.#signal.throwIfAborted();
        if (full.aborted) continue;
        if (!(error instanceof PlaymeshError)) throw error;
        this.#say(`${error.message} Trying again.`);
        await sleep(AGAIN_MS, undefined, { signal: this.#signal });
      }
    }
  }

  async #queue(mode: string): Promise<void> {
    this.#say(`${this.#bot.name} waits in the queue of ${mode}`);
    const match = await this.#bot.find(mode, AbortSignal.any([this.#signal, this.#full.signal]));
    void this.play(match);
  }

  /** Puts a challenge up until somebody takes it or there are games enough. */
  async #challenge(mode: string): Promise<void> {
    const full = this.#full.signal;
    const match = await this.#bot.challenge(mode);
    this.#say(`${this.#bot.name} offers an open game of ${mode}`);
    const session = this.#bot.follow(match);
    const isTaken = (): boolean => session.state?.match.players.length === match.seats;
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => (isTaken() || full.aborted ? resolve() : undefined);
    const unsubscribe = session.subscribe(look);
    full.addEventListener('abort', look, { once: true });
    look();
    await Promise.race([promise, session.ended]);
    unsubscribe();
    full.removeEventListener('abort', look);
    if (isTaken()) void this.play(match, { session, isCasual: true });
    else {
      session.close();
      await this.#bot.withdraw(match).catch(() => {}); // it is over, then
    }
  }

  /** Joins a person who has found nobody else, where the settings can be played. */
  async #takeChallenge(): Promise<void> {
    let looked = 0;
    for await (const match of this.#bot.waiting()) {
      if ((looked += 1) > CHALLENGES || this.#full.signal.aborted) break;
      if (!this.#isForBots(match) || (await this.#bot.isBot(match.players[0]!.userId))) continue;
      const joined = await this.#joinIfThere(match).catch((error: unknown) => {
        if (error instanceof PlaymeshError) return undefined; // somebody was quicker
        throw error;
      });
      if (joined) void this.play(joined, { isCasual: true });
    }
    await sleep(LOOK_MS, undefined, { signal: this.#signal });
  }

  /** Lists do not tell who is connected, and nobody plays with somebody who has gone away. */
  async #joinIfThere(match: Match): Promise<Match | undefined> {
    const { players } = await this.#bot.look(match);
    return players.length === 1 && players[0]!.connected ? this.#bot.join(match) : undefined;
  }

  #isForBots({ mode, config, players, seats, visibility, createTime }: Match): boolean {
    const settings = config?.config?.$case === 'go' ? config.config.value : undefined;
    const isAlone = players.length === seats - 1 && visibility === Visibility.OPEN;
    if (!settings || !isAlone || !this.#wanted.modes.includes(mode)) return false;
    return isPlayable(settings) && Date.now() - Number(createTime ?? 0) >= FOR_PEOPLE_MS;
  }
}
