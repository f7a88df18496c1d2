import { Code, EndCode, formatId, MatchState, PlaymeshClient, PlaymeshError, Visibility } from '../../sdk/src/index.ts';
import type { FoundMatch, Match, MatchRef, MatchSession, TokenStorage, Transport } from '../../sdk/src/index.ts';
import { rematchOf } from '../rematch.ts';
import type { Adviser } from './adviser.ts';
import type { Level } from './engine/engine.ts';
import { playGo } from './match/play.ts';

/** How a bot's name says that it is one; other bots know it by that. */
const BOT = /\(bot\b/;
/** What bots of the built-in engine are called, by level; everybody is told that they are bots. */
const NAMES: Readonly<Record<Level, string>> = { 1: 'Ume', 2: 'Momo', 3: 'Sugi', 4: 'Kashi', 5: 'Matsu' };

/** What a bot of the built-in engine is called. */
export const builtInName = (level: Level): string => `${NAMES[level]} (bot, level ${level})`;

const GREETING = 'Hello, I am a bot. I let you take back moves where nobody is rated, and agree to no draws. Have fun!';

/** What a bot is told to be. */
export interface GoBotOptions {
  /** With "(bot" in it. */
  readonly name: string;
  readonly adviser: Adviser;
  /** Where its account is kept, so that it is the same player when it is started again. */
  readonly storage?: TokenStorage;
  /** Told what happens, a sentence at a time. */
  say(sentence: string): void;
}

/** A guest that plays Go as any player does: over the public API, in any number of games at once. */
export class GoBot {
  readonly name: string;
  readonly #client: PlaymeshClient;
  readonly #options: GoBotOptions;
  readonly #stopping = new AbortController();
  #isSignedIn = false;
  /** By user id. */
  readonly #bots = new Map<string, boolean>();

  /** @param onSignedOut told when its account is not its own any more */
  constructor(transport: Transport, options: GoBotOptions, onSignedOut: () => void) {
    const { name, storage } = options;
    this.name = name;
    this.#options = options;
    const signedOut = (): void => (this.#isSignedIn ? onSignedOut() : undefined);
    this.#client = new PlaymeshClient(transport, { ...(storage && { storage }), onSignedOut: signedOut });
  }

  /** Signs in as who it was, or else as a new guest. */
  async signIn(): Promise<void> {
    const { signal } = this.#stopping;
    if (!(await this.#isBack())) await this.#client.guest({ displayName: this.name }, { signal });
    this.#isSignedIn = true;
  }

  /** Whether it is who it was; an account that the service does not know any more is as good as none. */
  async #isBack(): Promise<boolean> {
    const { signal } = this.#stopping;
    if (!(await this.#client.restore())) return false;
    try {
      const { profile } = await this.#client.getUser({ signal });
      if (profile?.displayName !== this.name) await this.#client.updateProfile({ displayName: this.name }, { signal });
      return true;
    } catch (error) {
      if (!(error instanceof PlaymeshError) || error.code !== Code.UNAUTHENTICATED) throw error;
      return false;
    }
  }

  /** Its games that are not over, challenges that nobody has taken up among them. */
  async ownGames(): Promise<Match[]> {
    const own: Match[] = [];
    for (const state of [MatchState.RUNNING, MatchState.WAITING]) {
      const { signal } = this.#stopping;
      for await (const match of this.#client.listMatches({ own: true, state, signal })) {
        if (match.config?.config?.$case === 'go') own.push(match);
      }
    }
    return own;
  }

  /** Takes the free seat of a friend's match. */
  async join(match: MatchRef | { readonly inviteCode: string }): Promise<Match> {
    return this.#client.joinMatch(match, { signal: this.#stopping.signal });
  }

  /** Waits in a mode's queue for an opponent. */
  async find(mode: string, signal: AbortSignal): Promise<FoundMatch> {
    return this.#client.findMatch(mode, { signal: AbortSignal.any([signal, this.#stopping.signal]) });
  }

  /** Makes a match that anybody may join. */
  async challenge(mode: string): Promise<Match> {
    return this.#client.createMatch(mode, Visibility.OPEN, { signal: this.#stopping.signal });
  }

  /** Matches that wait for somebody, newest first. */
  waiting(): AsyncIterable<Match> {
    return this.#client.listMatches({ state: MatchState.WAITING, signal: this.#stopping.signal });
  }

  /** A match as it is now. */
  async look(match: MatchRef): Promise<Match> {
    return (await this.#client.getMatch(match, { signal: this.#stopping.signal })).match!;
  }

  follow(match: MatchRef): MatchSession {
    return this.#client.play(match);
  }

  /** Gives a seat up before anybody else has taken one. */
  async withdraw(match: MatchRef): Promise<void> {
    await this.#client.leaveMatch(match, { signal: this.#stopping.signal });
  }

  /** Whether a player's name says that it is a bot. */
  async isBot(userId: Uint8Array): Promise<boolean> {
    const id = formatId(userId);
    const known = this.#bots.get(id);
    if (known !== undefined) return known;
    const { displayName } = await this.#client.getProfile(id, { signal: this.#stopping.signal });
    this.#bots.set(id, BOT.test(displayName));
    return BOT.test(displayName);
  }

  /**
   * Plays a match, and as many rematches of it as are offered.
   * @param patienceMs how long it waits for one to be offered
   * @param isCasual whether it is known that nobody is rated by it
   */
  async playOn(first: MatchSession, patienceMs: number, isCasual: boolean): Promise<void> {
    const { adviser, say } = this.#options;
    let session: MatchSession | undefined = first;
    while (session) {
      const { matchId }: MatchSession = session;
      const name = formatId(matchId);
      say(`${this.name} plays ${name}`);
      await playGo(session, {
        adviser,
        events: () => this.#client.listMatchEvents(matchId, { signal: this.#stopping.signal }),
        isCasual,
        isBot: (userId) => this.isBot(userId),
        greeting: GREETING,
        say: (sentence) => say(`${name}: ${sentence}`),
      });
      const isOver: boolean = (await session.ended).code === EndCode.FINISHED;
      if (isOver) say(`${name} is over`);
      const next: Match | undefined = isOver
        ? await rematchOf(this.#client, matchId, patienceMs, this.#stopping.signal)
        : undefined;
      session = next && this.follow(next);
    }
  }

  /** Ends everything; what it was doing rejects or resolves. Seats that it has it keeps. */
  stop(): void {
    this.#stopping.abort();
    this.#client.close();
  }
}
