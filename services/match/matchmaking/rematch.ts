import { ApiError, Code } from '../../harness/errors.ts';
import { SYSTEM_ACTOR } from '../../harness/ids.ts';
import { derivedId } from '../room/command-ids.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import type { MatchRow } from '../store/entities.ts';
import type { Matches } from '../store/matches.ts';
import type { MatchMaker } from './new-match.ts';

/** Matches that follow others, at most one each, whoever asks for it and however often. */
export class Rematches {
  readonly #rooms: Rooms;
  readonly #matches: Matches;
  readonly #maker: MatchMaker;

  constructor(rooms: Rooms, matches: Matches, maker: MatchMaker) {
    this.#rooms = rooms;
    this.#matches = matches;
    this.#maker = maker;
  }

  /** The match that follows another, where it has been offered; the last one, where some were offered and not played. */
  async find(matchId: string): Promise<MatchRow | undefined> {
    const { createdBy, requestId } = requestFor(matchId);
    const row = await this.#matches.findByRequest(createdBy, requestId);
    return row?.outcome?.reason === 'abandoned' ? ((await this.find(row.matchId)) ?? row) : row;
  }

  /**
   * Makes the match that follows one that is over, or finds it: its players, each a seat further, its settings, and rated
   * if it was; after one that was offered before and not played, another. @throws ApiError FAILED_PRECONDITION where it is not over
   */
  async offer(room: Room): Promise<Room> {
    if (room.state.status !== 'finished') await room.catchUp();
    const { state } = room;
    const mode = this.#maker.mode(state.mode);
    const userIds = state.seats.flatMap(({ userId }) => userId ?? []);
    if (state.status !== 'finished' || !mode || userIds.length < state.seats.length) {
      throw new ApiError(Code.FAILED_PRECONDITION, 'MATCH_NOT_FINISHED', 'There is no rematch of this match yet.');
    }
    const row = await this.#matches.find(room.matchId);
    const match = await this.#maker.make({
      mode,
      config: { ...(state.config as object), ...(room.game.rematch?.(state.gameState) as object) },
      visibility: state.visibility,
      userIds: [userIds.at(-1)!, ...userIds.slice(0, -1)],
      isRated: row?.isRated ?? false,
      request: requestFor(room.matchId),
    });
    const next = await this.#rooms.get(await this.#matches.create(match));
    return next.state.outcome?.reason === 'abandoned' ? this.offer(next) : next;
  }
}

const requestFor = (matchId: string): { readonly createdBy: string; readonly requestId: string } => ({
  createdBy: SYSTEM_ACTOR,
  requestId: derivedId(matchId, 'rematch'),
});
