import { Adviser } from '../../bots/go/adviser.ts';
import { builtInName, GoBot } from '../../bots/go/bot.ts';
import { EngineDesk } from '../../bots/go/engine-desk.ts';
import type { Level } from '../../bots/go/engine/engine.ts';
import { ENGINE_DEFAULTS, EnginePlayer } from '../../bots/go/engine/engine-player.ts';
import type { Match, Transport } from '../../sdk/src/index.ts';

/** A game that is over may still be put away while its rematch begins. */
const MAX_GAMES = 2;

/** A bot that plays Go with the player of this terminal. Its engine thinks in a thread of its own. */
export class GoOpponent {
  readonly #bot: GoBot;
  readonly #engine: EnginePlayer;

  constructor(transport: Transport, level: Level) {
    const seed = crypto.randomUUID();
    this.#engine = new EnginePlayer({ ...ENGINE_DEFAULTS, level, seed, maxGames: MAX_GAMES, threads: 1 });
    const adviser = new Adviser(new EngineDesk(this.#engine), this.#engine, () => {});
    this.#bot = new GoBot(transport, { name: builtInName(level), adviser, say: () => {} }, () => this.stop());
  }

  /** Takes the free seat of the player's match. */
  async join(inviteCode: string): Promise<Match> {
    await this.#bot.signIn();
    return this.#bot.join({ inviteCode });
  }

  /** As TriviaBot.playOn. */
  async playOn(first: Match, patienceMs: number): Promise<void> {
    await this.#bot.playOn(this.#bot.follow(first), patienceMs, true);
  }

  /** Ends everything, the thread of the engine too. A seat that it has is kept until its time is up. */
  stop(): void {
    this.#bot.stop();
    void this.#engine.close();
  }
}
