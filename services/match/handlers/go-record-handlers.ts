import type { GoRecordServiceDefinition } from '../../../gen/playmesh/match/v1/go_record_service.ts';
import type { Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code, invalidArgument } from '../../harness/errors.ts';
import { requireCaller, type Handlers } from '../../harness/grpc/service.ts';
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
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import type { Step } from '../room/state.ts';
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

  /** A match of Go, with all that has happened in it. */
  const matchOf = async (matchId: Uint8Array, caller: Caller): Promise<{ room: Room; steps: readonly Step[] }> => {
    const { room } = await openMatch(rooms, matchId, caller);
    if (room.game.name !== go.name) {
      throw new ApiError(Code.FAILED_PRECONDITION, 'NOT_GO', 'The match is one of another game.');
    }
    return { room, steps: (await orUnavailable(rooms.history(room.matchId))).steps.flat() };
  };

  const replayOf = async ({ matchId, reviewId }: Source, caller: Caller): Promise<Replay> => {
    if (reviewId.length === 0) return replayOfMatch((await matchOf(matchId, caller)).steps);
    const { sgf } = await findReview(reviews, reviewId);
    const read = readSgf(sgf);
    const replay = 'record' in read ? replayOfRecord(read.record) : undefined;
    if (!replay || 'problem' in replay) throw new Error('A stored record cannot be read any more.');
    return replay;
  };

  return {
    async getRecord(request, call) {
      const caller = requireCaller(call);
      if (request.reviewId.length > 0) {
        const { reviewId, sgf } = await findReview(reviews, request.reviewId);
        return { sgf, fileName: `${reviewId}.sgf` };
      }
      const { room, steps } = await matchOf(request.matchId, caller);
      const { state } = steps.at(-1)!;
      const players = await Promise.all(
        state.seats.map(({ userId }) => (userId === undefined ? Promise.resolve('') : names.of(userId))),
      );
      const events = steps.flatMap(({ event }) => (event.kind === 'game' ? [event.event as GoLogEvent] : []));
      const ratings = state.seats.map(({ rating }) => rating);
      const about = { players, ratings, beganAt: state.createdAt };
      const record = recordOfMatch(state.gameState as GoState, events, about);
      return { sgf: writeSgf(record), fileName: `${dateOf(state.createdAt)}-${room.matchId}.sgf` };
    },

    async getPosition(request, call) {
      const replay = await replayOf(request, requireCaller(call));
      const { state, seq, comment } = positionAfter(replay, request.moves, 'moves');
      return { view: viewOf(state), seq, comment, config: configFrom(state) };
    },

    async getReplay(request, call) {
      const replay = await replayOf(request, requireCaller(call));
      const { state, comment } = positionAfter(replay, request.fromMove, 'from_move');
      return {
        start: viewOf(state),
        startComment: comment,
        moves: replay.positions
          .slice(request.fromMove + 1)
          .map(({ move, comment: said }) => ({ ...move!, comment: said })),
        end: viewOf(replay.end),
        seq: replay.seq,
      };
    },
  };
}

const viewOf = (state: GoState): GoView => go.view(state, undefined);

/** @throws ApiError INVALID_ARGUMENT that names the field */
function positionAfter({ positions }: Replay, moves: number, field: string): Position {
  const position = positions[moves];
  if (!position)
    throw invalidArgument([{ field, description: `must be at most ${positions.length - 1}, the moves made` }]);
  return position;
}

const dateOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
