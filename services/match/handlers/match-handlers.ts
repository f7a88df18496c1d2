import type { MatchServiceDefinition } from '../../../gen/playmesh/match/v1/match_service.ts';
import type { Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code, invalidArgument, outcomeUnknown } from '../../harness/errors.ts';
import { requireCaller, type Handlers } from '../../harness/grpc/service.ts';
import { idFromBytes, idToBytes, newId } from '../../harness/ids.ts';
import { ID_PATTERN, pageSize, readPageToken, writePageToken } from '../../harness/page-token.ts';
import type { Clock } from '../../harness/clock.ts';
import type { WatcherCounts } from '../bus/watcher-counts.ts';
import type { MatchMaker } from '../matchmaking/new-match.ts';
import { Rematches } from '../matchmaking/rematch.ts';
import { TooFewQuestions } from '../questions/draw.ts';
import { viewOf } from '../room/projection.ts';
import type { Answer, Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import { seatOf } from '../room/state.ts';
import type { Matches } from '../store/matches.ts';
import { commandSubmission, leaveSubmission } from '../wire/commands.ts';
import { ForgedError, type Delays } from '../wire/delays.ts';
import { listedMatchMessage, matchMessage, stateName, visibilityName } from '../wire/matches.ts';
import { eventMessages, snapshotMessage } from '../wire/stream-codec.ts';
import { matchNotFound, openMatch, orUnavailable } from './visible-match.ts';

const COUNT_PATTERN = /^\d{1,9}$/;
const RETRY_MS = 500;

type UnaryMethod =
  | 'createMatch'
  | 'joinMatch'
  | 'leaveMatch'
  | 'offerRematch'
  | 'getMatch'
  | 'listMatches'
  | 'listMatchEvents'
  | 'act'
  | 'measureDelay';

/** MatchService's unary methods. */
export function matchHandlers(parts: {
  rooms: Rooms;
  matches: Matches;
  maker: MatchMaker;
  watchers: Pick<WatcherCounts, 'of'>;
  delays: Delays;
  clock: Clock;
}): Pick<Handlers<MatchServiceDefinition>, UnaryMethod> {
  const { rooms, matches, maker, watchers, delays, clock } = parts;
  const rematches = new Rematches(rooms, matches, maker);

  /** The match as the caller sees it, with its invite code for players of a private match that waits. */
  const matchFor = async (room: Room, caller: Caller) => {
    const seat = seatOf(room.state, caller.userId);
    const message = matchMessage(room.matchId, viewOf(room.game, room.state, seat));
    if (room.state.status === 'finished' && seat !== undefined) {
      const rematch = await orUnavailable(rematches.find(room.matchId));
      return { ...message, rematchId: rematch ? idToBytes(rematch.matchId) : message.rematchId };
    }
    if (seat === undefined || room.state.visibility !== 'private' || room.state.status !== 'waiting') return message;
    return { ...message, inviteCode: (await orUnavailable(matches.find(room.matchId)))?.inviteCode ?? '' };
  };

  return {
    async createMatch(request, call) {
      const caller = requireCaller(call);
      const mode = maker.mode(request.mode);
      if (!mode)
        throw invalidArgument([{ field: 'mode', description: 'must be one of the modes that the service offers' }]);
      const requested = request.config?.config;
      if (requested && requested.$case !== mode.game.name) {
        throw invalidArgument([
          { field: 'config', description: `must be of the game ${mode.game.name}, which ${mode.name} plays` },
        ]);
      }
      const matchId = await orUnavailable(
        maker
          .make({
            mode,
            config: { ...requested?.value },
            visibility: visibilityName(request.visibility),
            userIds: [caller.userId],
            isRated: false,
            request: { createdBy: caller.userId, requestId: idFromBytes(request.requestId) },
          })
          .then((match) => matches.create(match))
          .catch((error: unknown) => {
            throw error instanceof TooFewQuestions ? badLocale() : error;
          }),
      );
      return { match: await matchFor(await orUnavailable(rooms.get(matchId)), caller) };
    },

    async joinMatch(request, call) {
      const caller = requireCaller(call);
      const code = request.inviteCode.toUpperCase();
      const byCode = request.matchId.length === 0;
      const row = await orUnavailable(
        byCode ? matches.findByInviteCode(code) : matches.find(idFromBytes(request.matchId)),
      );
      if (!row) throw byCode ? badInviteCode() : matchNotFound();
      const room = await orUnavailable(rooms.get(row.matchId));
      const seated = seatOf(room.state, caller.userId) !== undefined;
      if (!seated && row.visibility === 'private' && code !== row.inviteCode)
        throw code ? badInviteCode() : matchNotFound();
      const command = { kind: 'join', userId: caller.userId } as const;
      const answer = await room.submit({ actor: caller.userId, commandId: newId(), command });
      // NOTHING_TO_DO: the caller has a seat, which is what was asked for.
      if (!(answer.kind === 'refused' && answer.reason === 'NOTHING_TO_DO')) requireAccepted(answer);
      return { match: await matchFor(room, caller) };
    },

    async leaveMatch(request, call) {
      const caller = requireCaller(call);
      const { room } = await openMatch(rooms, request.matchId, caller);
      requireAccepted(await room.submit(leaveSubmission(caller.userId, newId())));
      return {};
    },

    async offerRematch(request, call) {
      const caller = requireCaller(call);
      const { room, seat } = await openMatch(rooms, request.matchId, caller);
      if (seat === undefined) throw new ApiError(Code.FAILED_PRECONDITION, ...REFUSALS.NOT_SEATED);
      return { match: await matchFor(await orUnavailable(rematches.offer(room)), caller) };
    },

    async getMatch(request, call) {
      const caller = requireCaller(call);
      const { room, seat } = await openMatch(rooms, request.matchId, caller);
      if (room.state.seq < request.atLeastSeq) await orUnavailable(room.catchUp());
      const snapshot = snapshotMessage(room.matchId, viewOf(room.game, room.state, seat), clock.now());
      return { snapshot: { ...snapshot, match: await matchFor(room, caller) } };
    },

    async listMatches(request, call) {
      const size = pageSize(request.pageSize, 20, 100);
      const rows = await orUnavailable(
        matches.list({
          userId: requireCaller(call).userId,
          own: request.own,
          state: stateName(request.state),
          mode: request.mode || undefined,
          beforeMatchId: readPageToken(request.pageToken, ID_PATTERN)?.[0],
          limit: size + 1,
        }),
      );
      const page = rows.slice(0, size);
      const counts = await watchers.of(page.map(({ matchId }) => matchId));
      return {
        matches: page.map((row, index) => listedMatchMessage(row, counts?.[index])),
        nextPageToken: rows.length > size ? writePageToken(page.at(-1)!.matchId) : '',
      };
    },

    async listMatchEvents(request, call) {
      const { room, seat } = await openMatch(rooms, request.matchId, requireCaller(call));
      const after = Number(readPageToken(request.pageToken, COUNT_PATTERN)?.[0] ?? 0);
      const entries = await orUnavailable(rooms.replay(room.matchId, seat));
      const size = pageSize(request.pageSize, 100, 1_000);
      const page = entries.slice(after, after + size);
      return {
        events: eventMessages(room.game.name, page),
        nextPageToken: entries.length > after + size ? writePageToken(String(after + size)) : '',
      };
    },

    async act(request, call) {
      const caller = requireCaller(call);
      const submission = commandSubmission(request.command!, caller.userId, 'command', delays);
      const { room } = await openMatch(rooms, request.matchId, caller);
      const answer = await room.submit({ ...submission, abandoned: () => call.signal.aborted });
      const { commandId } = request.command!;
      if (answer.kind === 'accepted') return { result: { $case: 'accepted', value: { commandId, seq: answer.seq } } };
      if (answer.kind === 'refused')
        return { result: { $case: 'refusal', value: { commandId, reason: answer.reason } } };
      throw answerError(answer);
    },

    measureDelay({ probe }, call) {
      const { userId } = requireCaller(call);
      try {
        const measured = probe.length > 0 ? delays.measure(probe, userId) : undefined;
        return Promise.resolve({
          probe: delays.probe(userId),
          delay: measured?.sealed ?? new Uint8Array(),
          delayMs: measured?.delayMs ?? 0,
        });
      } catch (error) {
        if (!(error instanceof ForgedError)) throw error;
        throw invalidArgument([{ field: 'probe', description: 'must be that of the last answer to this player' }]);
      }
    },
  };
}

const badLocale = (): ApiError =>
  invalidArgument([
    { field: 'config.trivia.locale', description: 'must be a language in which the bank holds enough questions' },
  ]);

const badInviteCode = (): ApiError =>
  new ApiError(
    Code.PERMISSION_DENIED,
    'BAD_INVITE_CODE',
    'The invite code is not that of a match that waits for players.',
  );

function requireAccepted(answer: Answer): void {
  if (answer.kind !== 'accepted') throw answerError(answer);
}

const REFUSALS = {
  MATCH_FULL: ['MATCH_FULL', 'Every seat of this match is taken.'],
  MATCH_FINISHED: ['MATCH_FINISHED', 'This match is over.'],
  NOT_SEATED: ['NOT_SEATED', 'You have no seat in this match.'],
} as const;

function answerError(answer: Exclude<Answer, { kind: 'accepted' }>): ApiError {
  if (answer.kind === 'unknown') return outcomeUnknown(RETRY_MS);
  if (answer.kind === 'overloaded') {
    return new ApiError(Code.RESOURCE_EXHAUSTED, 'OVERLOADED', 'Too much waits here; try again.', {
      retryAfterMs: RETRY_MS,
    });
  }
  const known = (REFUSALS as Readonly<Record<string, (typeof REFUSALS)[keyof typeof REFUSALS]>>)[answer.reason];
  if (known) return new ApiError(Code.FAILED_PRECONDITION, known[0], known[1]);
  throw new Error(`The room refused: ${answer.reason}`);
}
