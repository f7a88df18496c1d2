import { EndCode, formatId, PlaymeshClient } from '../../sdk/src/index.ts';
import type { MatchRef, Transport } from '../../sdk/src/index.ts';
import { randomFrom } from '../random.ts';
import { rematchOf } from '../rematch.ts';
import type { Book } from './book.ts';
import { playTrivia } from './play.ts';
import type { Level, Mind } from './skill.ts';

const MODE = 'trivia_duel';
/** What bots are called, by level; everybody is told that they are bots. */
const NAMES: Readonly<Record<Level, string>> = { 1: 'Pip', 2: 'Nell', 3: 'Otto', 4: 'Vera', 5: 'Sage' };

/** What a bot is told to be. */
export interface BotOptions {
  readonly level: Level;
  readonly book: Book;
  /** Decides which share of the book it knows. */
  readonly seed: string;
}

/** A guest that plays trivia duels as any player does: over the public API, with a name that says it is a bot. */
export class TriviaBot {
  readonly name: string;
  readonly #client: PlaymeshClient;
  readonly #mind: Mind;
  readonly #stopping = new AbortController();
  #signedIn: Promise<unknown> | undefined;

  constructor(transport: Transport, { level, book, seed }: BotOptions) {
    this.name = `${NAMES[level]} (bot, level ${level})`;
    this.#client = new PlaymeshClient(transport); // keeps no tokens: the guest lasts as long as the bot
    this.#mind = { level, seed, book, random: randomFrom(seed) };
  }

  /** Takes the free seat of a friend's match. */
  async join(inviteCode: string): Promise<MatchRef> {
    await this.#signIn();
    return this.#client.joinMatch({ inviteCode }, { signal: this.#stopping.signal });
  }

  /** Waits in the queue for an opponent. */
  async find(): Promise<MatchRef> {
    await this.#signIn();
    return this.#client.findMatch(MODE, { signal: this.#stopping.signal });
  }

  /**
   * Plays a match, and as many rematches of it as are offered.
   * @param patienceMs how long it waits for one to be offered
   */
  async playOn(first: MatchRef, patienceMs: number): Promise<void> {
    let match: MatchRef | undefined = first;
    while (match) {
      const session = this.#client.play(match);
      await playTrivia(session, this.#mind);
      const { code } = await session.ended;
      const isOver = code === EndCode.FINISHED;
      match = isOver ? await rematchOf(this.#client, session.matchId, patienceMs, this.#stopping.signal) : undefined;
    }
  }

  /** Ends everything; what it was doing rejects or resolves. A seat that it has is kept until it is forfeited. */
  stop(): void {
    this.#stopping.abort();
    this.#client.close();
  }

  async #signIn(): Promise<void> {
    const { signal } = this.#stopping;
    this.#signedIn ??= this.#client.guest({ displayName: this.name }, { signal }).catch((error: unknown) => {
      this.#signedIn = undefined;
      throw error;
    });
    await this.#signedIn;
  }
}

/** A seed that makes a bot unlike all others. */
export const newSeed = (): string => formatId(crypto.getRandomValues(new Uint8Array(16)));
