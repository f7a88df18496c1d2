import { newSeed, TriviaBot } from '../../bots/trivia/bot.ts';
import { readBook } from '../../bots/trivia/book.ts';
import type { Book } from '../../bots/trivia/book.ts';
import type { Level } from '../../bots/trivia/skill.ts';
import type { Transport } from '../../sdk/src/index.ts';

/** The bots that play in this process. */
export class Bots {
  readonly #connect: () => Transport;
  #book: Promise<Book> | undefined;
  #bot: TriviaBot | undefined;

  /** @param connect opens a connection for a bot */
  constructor(connect: () => Transport) {
    this.#connect = connect;
  }

  /** A bot of a level; the one before it is sent home. */
  async ofLevel(level: Level): Promise<TriviaBot> {
    this.#book ??= readBook();
    const book = await this.#book;
    this.stop();
    this.#bot = new TriviaBot(this.#connect(), { level, book, seed: newSeed() });
    return this.#bot;
  }

  stop(): void {
    this.#bot?.stop();
    this.#bot = undefined;
  }
}
