import { isOperator, type Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code, outcomeUnknown } from '../../harness/errors.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { Viewer } from '../games/game.ts';
import { DivergedError, type Room } from '../room/room.ts';
import { MatchNotFoundError, TooManyLoadsError, type Rooms } from '../room/rooms.ts';
import { seatOf, UnknownGameError } from '../room/state.ts';
import { outcomeIsUnknown } from '../store/pool.ts';

/** A match, and as whom the caller sees it. */
export interface VisibleMatch {
  readonly room: Room;
  readonly seat: Viewer;
}

export const matchNotFound = (): ApiError => new ApiError(Code.NOT_FOUND, 'MATCH_NOT_FOUND', 'There is no such match.');

/** Runs what reads or writes matches, and says in the API's words what went wrong. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (error instanceof MatchNotFoundError) throw matchNotFound();
    if (error instanceof TooManyLoadsError) {
      throw new ApiError(Code.RESOURCE_EXHAUSTED, 'OVERLOADED', 'Too many matches are being read; try again.', {
        retryAfterMs: 1_000,
      });
    }
    if (error instanceof UnknownGameError) {
      throw new ApiError(
        Code.UNAVAILABLE,
        'WRONG_VERSION',
        'This replica does not know the version of that match; try again.',
        {
          retryAfterMs: 500,
        },
      );
    }
    throw outcomeIsUnknown(error) || error instanceof DivergedError ? outcomeUnknown() : error;
  }
}

/**
 * A match that the caller may see: an open one, or one of their own; operators see all. A private match of others is
 * answered like none, so that ids cannot be probed.
 * @throws ApiError NOT_FOUND, UNAVAILABLE, or RESOURCE_EXHAUSTED with the time to wait
 */
export async function openMatch(rooms: Rooms, matchId: Uint8Array, caller: Caller): Promise<VisibleMatch> {
  const room = await orUnavailable(rooms.get(idFromBytes(matchId)));
  // A seat that was taken at another replica a moment ago may not have been heard of here.
  const mayHaveSeat = seatOf(room.state, caller.userId) === undefined && room.state.status === 'waiting';
  if (mayHaveSeat) await orUnavailable(room.catchUp());
  const seat = seatOf(room.state, caller.userId);
  if (room.state.visibility === 'private' && seat === undefined && !isOperator(caller)) throw matchNotFound();
  return { room, seat };
}
