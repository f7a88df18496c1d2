import type { GoRecordServiceDefinition } from '../../../gen/playmesh/match/v1/go_record_service.ts';
import type { Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code, invalidArgument } from '../../harness/errors.ts';
import { requireCaller, type Handlers } from '../../harness/grpc/service.ts';
import { idFromBytes } from '../../harness/ids.ts';
import { go } from '../games/go/go.ts';
import type { GoLogEvent, GoState } from '../games/go/state.ts';
import type { GoView } from '../games/go/wire.ts';
import type { UserReader } from '../mesh/user-reader.ts';
import { recordOfMatch } from '../records/match-record.ts';
import { replayOfMatch } from '../records/match-replay.ts';
import { readSgf } from '../records/read-sgf.ts';
import { replayOfRecord } from '../records/record-replay.ts';
import { configFrom, type Position, type Replay } from '../records/replay.ts';
import { writeSgf } from '../records/write-sgf.ts';
import type { Rooms } from '../room/rooms.ts';
import type { RoomState, Step } from '../room/state.ts';
import type { ReviewRow } from '../store/entities.ts';
import type { Reviews } from '../store/reviews.ts';
import { findReview } from './go-review-handlers.ts';
import { openMatch, orUnavailable } from './visible-match.ts';

/** Where a game is to be had: the one of these that is not empty. */
interface Source {
  readonly matchId: Uint8Array;
  readonly reviewId: Uint8Array;
}

/** GoRecordService. */
export function goRecordHandlers(parts: {
  rooms: Rooms;
  reviews: Reviews;
  names: UserReader<string>;
}): Handlers<GoRecordServiceDefinition> {
  const { rooms, reviews, names } = parts;

  /** A match of Go, and what is made of all that has happened in it. */
  const fromMatch = async <T>(
    matchId: Uint8Array,
    caller: Caller,
    make: (history: Iterable<readonly Step[]>) => T,
  ): Promise<T> => {
    const { room } = await openMatch(rooms, matchId, caller);
    if (room.game.name !== go.name) {
      throw new ApiError(Code.FAILED_PRECONDITION, 'NOT_GO', 'The match is one of another game.');
    }
    return orUnavailable(rooms.history(room.matchId).then(({ steps }) => make(steps)));
  };

  /** @throws ApiError INVALID_ARGUMENT that names the field, where there are not so many moves */
  const replayOf = async (
    { matchId, reviewId }: Source,
    caller: Caller,
    { from, field }: { readonly from: number; readonly field: string },
  ): Promise<Replay & { readonly start: Position }> => {
    const replay =
      reviewId.length === 0
        ? await fromMatch(matchId, caller, (history) => replayOfMatch(history, from))
        : replayOfReview(await findReview(reviews, reviewId), from);
    const { start, length } = replay;
    if (!start) throw invalidArgument([{ field, description: `must be at most ${length}, the moves made` }]);
    return { ...replay, start };
  };

  return {
    async getRecord({ matchId, reviewId }, call) {
      const caller = requireCaller(call);
      if (reviewId.length > 0) {
        const review = await findReview(reviews, reviewId);
        return { sgf: review.sgf, fileName: `${review.reviewId}.sgf` };
      }
      const { state, events } = await fromMatch(matchId, caller, gameEvents);
      const players = await Promise.all(
        state.seats.map(({ userId }) => (userId === undefined ? Promise.resolve('') : names.of(userId))),
      );
      const ratings = state.seats.map(({ rating }) => rating);
      const about = { players, ratings, beganAt: state.createdAt };
      const record = recordOfMatch(state.gameState as GoState, events, about);
      return { sgf: writeSgf(record), fileName: `${dateOf(state.createdAt)}-${idFromBytes(matchId)}.sgf` };
    },

    async getPosition(request, call) {
      const { start } = await replayOf(request, requireCaller(call), { from: request.moves, field: 'moves' });
      const { state, seq, comment } = start;
      return { view: viewOf(state), seq, comment, config: configFrom(state) };
    },

    async getReplay(request, call) {
      const asked = { from: request.fromMove, field: 'from_move' };
      const { start, moves, end, seq } = await replayOf(request, requireCaller(call), asked);
      return { start: viewOf(start.state), startComment: start.comment, moves: [...moves], end: viewOf(end), seq };
    },
  };
}

/** The last state of a match, and the events of its game. */
function gameEvents(history: Iterable<readonly Step[]>): { state: RoomState; events: readonly GoLogEvent[] } {
  let state: RoomState | undefined;
  const events: GoLogEvent[] = [];
  for (const steps of history) {
    for (const { event } of steps) if (event.kind === 'game') events.push(event.event as GoLogEvent);
    state = steps.at(-1)!.state;
  }
  return { state: state!, events };
}

function replayOfReview({ sgf }: ReviewRow, from: number): Replay {
  const read = readSgf(sgf);
  const replay = 'record' in read ? replayOfRecord(read.record, from) : undefined;
  if (!replay || 'problem' in replay) throw new Error('A stored record cannot be read any more.');
  return replay;
}

const viewOf = (state: GoState): GoView => go.view(state, undefined);

const dateOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
