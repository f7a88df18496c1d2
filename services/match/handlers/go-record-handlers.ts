import type { GoRecordServiceDefinition } from '../../../gen/playmesh/match/v1/go_record_service.ts';
import { ApiError, Code, invalidArgument } from '../../harness/errors.ts';
import { requireCaller, type Handlers } from '../../harness/grpc/service.ts';
import { go } from '../games/go/go.ts';
import type { GoLogEvent, GoState } from '../games/go/state.ts';
import type { UserReader } from '../mesh/user-reader.ts';
import { recordOfMatch } from '../records/match-record.ts';
import { writeSgf } from '../records/write-sgf.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import type { Step } from '../room/state.ts';
import { openMatch, orUnavailable } from './visible-match.ts';

/** GoRecordService. */
export function goRecordHandlers(parts: {
  rooms: Rooms;
  names: UserReader<string>;
}): Handlers<GoRecordServiceDefinition> {
  const { rooms, names } = parts;

  /** What has happened in a game of Go, entry by entry. */
  const historyOf = async ({ matchId, game }: Room): Promise<readonly (readonly Step[])[]> => {
    if (game.name !== go.name) {
      throw new ApiError(Code.FAILED_PRECONDITION, 'NOT_GO', 'The match is one of another game.');
    }
    return (await orUnavailable(rooms.history(matchId))).steps;
  };

  return {
    async getRecord(request, call) {
      const { room } = await openMatch(rooms, request.matchId, requireCaller(call));
      const steps = (await historyOf(room)).flat();
      const { state } = steps.at(-1)!;
      const players = await Promise.all(
        state.seats.map(({ userId }) => (userId === undefined ? Promise.resolve('') : names.of(userId))),
      );
      const events = steps.flatMap(({ event }) => (event.kind === 'game' ? [event.event as GoLogEvent] : []));
      const record = recordOfMatch(state.gameState as GoState, events, { players, beganAt: state.createdAt });
      return { sgf: writeSgf(record), fileName: `${dateOf(state.createdAt)}-${room.matchId}.sgf` };
    },

    async getPosition(request, call) {
      const { room } = await openMatch(rooms, request.matchId, requireCaller(call));
      const history = await historyOf(room);
      const states = history.map((steps) => steps.at(-1)!.state);
      const movesOf = (index: number): number => (states[index]!.gameState as GoState | undefined)?.moves.length ?? 0;
      if (request.moves > movesOf(states.length - 1)) {
        throw invalidArgument([{ field: 'moves', description: 'must be at most the moves of the game' }]);
      }
      // Where moves were taken back the last time counts; of what is not a move after it, such as talk, nothing.
      const last = states.findLastIndex((_, index) => movesOf(index) === request.moves);
      const since = states.findLastIndex((_, index) => index < last && movesOf(index) !== request.moves);
      const state = states[since + 1]!;
      return { view: go.view(state.gameState as GoState, undefined), seq: state.seq };
    },
  };
}

const dateOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
