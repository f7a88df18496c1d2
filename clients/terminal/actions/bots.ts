import { newSeed, TriviaBot } from '../../bots/trivia/bot.ts';
import { readBook } from '../../bots/trivia/book.ts';
import type { Book } from '../../bots/trivia/book.ts';
import { LEVELS } from '../../bots/trivia/skill.ts';
import { formatId, Visibility } from '../../sdk/src/index.ts';
import type { Match, PlaymeshClient, Transport } from '../../sdk/src/index.ts';
import type { Effect } from '../state/app-state.ts';
import { gameOf } from '../state/games.ts';
import { GoOpponent } from './go-opponent.ts';

/** How long a bot waits for its opponent to offer a rematch. */
const PATIENCE_MS = 5 * 60_000;

/** A bot of any game. */
interface Opponent {
  join(inviteCode: string): Promise<unknown>;
  playOn(first: Match, patienceMs: number): Promise<void>;
  stop(): void;
}

/** The bots that play in this process: one for each match with one, and its rematches. */
export class Bots {
  readonly #client: PlaymeshClient;
  readonly #connect: () => Transport;
  #book: Promise<Book> | undefined;
  /** By the match that each plays, or has played last. */
  readonly #playing = new Map<string, Opponent>();

  /** @param client the player's own @param connect opens a connection for a bot */
  constructor(client: PlaymeshClient, connect: () => Transport) {
    this.#client = client;
    this.#connect = connect;
  }

  /** Makes a private match for the player, whose other seat a new bot takes. */
  async play({ level, mode, config }: Extract<Effect, { kind: 'playBot' }>, signal: AbortSignal): Promise<Match> {
    const bot = await this.#opponent(level, mode);
    try {
      const settings = { ...(config ? { config } : {}), signal };
      const match = await this.#client.createMatch(mode, Visibility.PRIVATE, settings);
      await this.#seat(bot, match, signal);
      return match;
    } catch (error) {
      bot.stop();
      throw error;
    }
  }

  /** The match goes on with another one, which its bot will come to. */
  goesOn(matchId: string, rematchId: string): void {
    const bot = this.#playing.get(matchId);
    if (!bot) return;
    this.#playing.delete(matchId);
    this.#playing.set(rematchId, bot);
  }

  /** Sends the bot of a match home, if it had one. */
  dismiss(matchId: string): void {
    this.#playing.get(matchId)?.stop();
    this.#playing.delete(matchId);
  }

  /** Sends all bots home. */
  stop(): void {
    for (const matchId of [...this.#playing.keys()]) this.dismiss(matchId);
  }

  async #opponent(number: number, mode: string): Promise<Opponent> {
    const level = LEVELS.find((known) => known === number)!;
    if (gameOf(mode) === 'go') return new GoOpponent(this.#connect(), level);
    this.#book ??= readBook();
    return new TriviaBot(this.#connect(), { level, book: await this.#book, seed: newSeed() });
  }

  async #seat(bot: Opponent, match: Match, signal: AbortSignal): Promise<void> {
    const matchId = formatId(match.matchId);
    this.#playing.set(matchId, bot);
    try {
      signal.throwIfAborted();
      await bot.join(match.inviteCode);
    } catch (error) {
      this.#playing.delete(matchId);
      await this.#client.leaveMatch(match); // nobody is to come any more
      throw error;
    }
    const gone = bot.playOn(match, PATIENCE_MS).catch(() => {}); // it is away then, as any opponent may be
    void gone.then(() => this.#forget(bot));
  }

  #forget(bot: Opponent): void {
    bot.stop();
    for (const [matchId, known] of this.#playing) if (known === bot) this.#playing.delete(matchId);
  }
}
