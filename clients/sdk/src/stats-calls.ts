import type { StatsServiceClient } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import type { CallSettings } from './calls.ts';
import { parseId } from './ids.ts';
import type { Id } from './ids.ts';
import type { Leader, ModeStats, PlayerMatch } from './messages.ts';
import { everyItem } from './pages.ts';
import type { SignedCalls } from './signed-calls.ts';

/** What was played, counted; a second or two behind the matches. */
export class StatsCalls {
  readonly #stats: StatsServiceClient;
  readonly #calls: SignedCalls;

  constructor(stats: StatsServiceClient, calls: SignedCalls) {
    this.#stats = stats;
    this.#calls = calls;
  }

  /** A player's sums by mode. @param userId the player who is signed in, if left out. */
  async player(userId?: Id, { signal }: CallSettings = {}): Promise<ModeStats[]> {
    const request = userId ? { userId: parseId(userId) } : {};
    const { modes } = await this.#calls.signed((options) => this.#stats.getPlayerStats(request, options), signal);
    return modes;
  }

  /**
   * Who has won most of a mode, by place: the best, or those around a player.
   * @param around the player; none who has not played the mode
   * @param atMost 20 if left out, 100 at most
   */
  async leaders(
    mode: string,
    { around, atMost = 0, signal }: CallSettings & { readonly around?: Id; readonly atMost?: number } = {},
  ): Promise<Leader[]> {
    const request = { mode, pageSize: atMost, aroundUserId: around ? parseId(around) : new Uint8Array() };
    const { leaders } = await this.#calls.signed((options) => this.#stats.listLeaders(request, options), signal);
    return leaders;
  }

  /** A player's finished matches, latest first. @param userId the player who is signed in, if left out. */
  playerMatches(
    userId?: Id,
    { signal, mode = '' }: CallSettings & { readonly mode?: string } = {},
  ): AsyncGenerator<PlayerMatch, void> {
    const player = userId ? { userId: parseId(userId) } : {};
    return everyItem(async (pageToken) => {
      const page = await this.#calls.signed(
        (options) => this.#stats.listPlayerMatches({ ...player, mode, pageToken }, options),
        signal,
      );
      return { items: page.matches, next: page.nextPageToken };
    });
  }
}
