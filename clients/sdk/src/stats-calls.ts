import { LeaderOrder } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import type { StatsServiceClient } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import type { CallSettings } from './calls.ts';
import { parseId } from './ids.ts';
import type { Id } from './ids.ts';
import type { Leader, ModeStats, PlayerMatch, PlayerRating } from './messages.ts';
import { everyItem } from './pages.ts';
import type { SignedCalls } from './signed-calls.ts';

/** Which part of a list of leaders. */
export interface LeaderSettings extends CallSettings {
  /** Those around this player, and nobody where they are not in the list; the best, if left out. */
  readonly around?: Id;
  /** 20 if left out, 100 at most. */
  readonly atMost?: number;
}

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

  /** What a player is rated in, and how strong they are: of Go by speed, with ranks. @param userId as for `player` */
  async ratings(userId?: Id, { signal }: CallSettings = {}): Promise<PlayerRating[]> {
    const request = userId ? { userId: parseId(userId) } : {};
    const { ratings } = await this.#calls.signed((options) => this.#stats.getPlayerStats(request, options), signal);
    return ratings;
  }

  /** Who has won most of a mode, by place: the best, or those around a player. */
  leaders(mode: string, settings: LeaderSettings = {}): Promise<Leader[]> {
    return this.#leaders(mode, LeaderOrder.WINS, settings);
  }

  /**
   * Who is strongest, by place, without those of whom that is hardly known: the best, or those around a player.
   * @param ratedAs a mode, or what several share, such as "go_blitz"
   */
  strongest(ratedAs: string, settings: LeaderSettings = {}): Promise<Leader[]> {
    return this.#leaders(ratedAs, LeaderOrder.RATING, settings);
  }

  async #leaders(mode: string, order: LeaderOrder, { around, atMost = 0, signal }: LeaderSettings): Promise<Leader[]> {
    const request = { mode, order, pageSize: atMost, aroundUserId: around ? parseId(around) : new Uint8Array() };
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
