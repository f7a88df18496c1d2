import type { MatchServiceDefinition } from '../../../gen/playmesh/match/v1/match_service.ts';
import type { Join, PlayRequest } from '../../../gen/playmesh/match/v1/play.ts';
import type { Caller } from '../../harness/auth/caller.ts';
import type { Clock } from '../../harness/clock.ts';
import { invalidArgument } from '../../harness/errors.ts';
import { requireCaller, type Handlers } from '../../harness/grpc/service.ts';
import type { ServerStream } from '../../harness/grpc/stream.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { Codec } from '../room/codec.ts';
import type { Presence } from '../room/presence.ts';
import type { Submission } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import { commandSubmission, leaveSubmission } from '../wire/commands.ts';
import type { Delays } from '../wire/delays.ts';
import { answerCodec } from '../wire/stream-codec.ts';
import type { LiveStreams } from './live-streams.ts';
import { MatchStream } from './match-stream.ts';
import { openMatch, orUnavailable } from './visible-match.ts';

const ID_BYTES = 16;
const JOIN_WITHIN_MS = 10_000;
const MAX_UNANSWERED = 64;
const RETRY_MS = 500;

interface Parts {
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly streams: LiveStreams;
  readonly codec: Codec;
  readonly delays: Delays;
  readonly clock: Clock;
}

/** MatchService's streams: Play, and Watch, which is the half of it that listens. */
export function streamHandlers(parts: Parts): Pick<Handlers<MatchServiceDefinition>, 'play' | 'watch'> {
  const { rooms, presence, streams, codec, delays, clock } = parts;

  const attach = async (
    stream: ServerStream<unknown>,
    caller: Caller,
    { matchId, afterSeq, connection }: Join,
  ): Promise<MatchStream | undefined> => {
    const client = connection && { id: idFromBytes(connection.clientId), number: connection.number };
    const { room, seat } = await openMatch(rooms, matchId, caller);
    // A client that comes from another replica may have seen more than has been heard here.
    if (afterSeq > room.state.seq) await orUnavailable(room.catchUp());
    if (stream.closed) return undefined;
    const attached = new MatchStream(stream, caller, room, seat, codec, client);
    attached.onClose(() => room.viewers.detach(attached));
    streams.add(attached);
    room.viewers.attach(attached, room.state, afterSeq, clock.now());
    if (seat !== undefined && room.state.status !== 'finished') void presence.connect(room, attached);
    return attached;
  };

  return {
    play(stream, call) {
      const caller = requireCaller(call);
      new PlaySession(stream, caller, codec, delays, clock, (join) => attach(stream, caller, join)).start();
    },
    async watch(request, stream, call) {
      await attach(stream, requireCaller(call), request);
    },
  };
}

/** What a client says on one Play stream. */
class PlaySession {
  readonly #stream: ServerStream<PlayRequest>;
  readonly #caller: Caller;
  readonly #codec: Codec;
  readonly #delays: Delays;
  readonly #clock: Clock;
  readonly #attach: (join: Join) => Promise<MatchStream | undefined>;
  #attached: MatchStream | undefined;
  #joining = false;

  constructor(
    stream: ServerStream<PlayRequest>,
    caller: Caller,
    codec: Codec,
    delays: Delays,
    clock: Clock,
    attach: (join: Join) => Promise<MatchStream | undefined>,
  ) {
    this.#stream = stream;
    this.#caller = caller;
    this.#codec = codec;
    this.#delays = delays;
    this.#clock = clock;
    this.#attach = attach;
  }

  start(): void {
    const cancel = this.#clock.after(JOIN_WITHIN_MS, () => {
      if (!this.#joining) this.#fail([{ field: 'join', description: `must come within ${JOIN_WITHIN_MS / 1000} s` }]);
    });
    this.#stream.onClose(cancel);
    this.#stream.listen({
      message: (request) => this.#guard(() => this.#handle(request.message)),
      malformed: () => this.#fail([{ field: '', description: 'the bytes are not a PlayRequest' }]),
      ended: () => {
        // A client that only listens on may close its half; one that never joined has nothing to wait for.
        if (!this.#attached && !this.#joining)
          this.#fail([{ field: 'join', description: 'must be the first message' }]);
      },
    });
  }

  #handle(message: PlayRequest['message']): void {
    if (message?.$case === 'join') return this.#join(message.value);
    const attached = this.#attached;
    if (!attached) throw invalidArgument([{ field: 'join', description: 'must be the first message' }]);
    switch (message?.$case) {
      case 'command':
        return this.#submit(
          attached,
          message.value.commandId,
          commandSubmission(message.value, this.#caller.userId, 'command', this.#delays),
        );
      case 'leave': {
        const { commandId } = message.value;
        if (commandId.length !== ID_BYTES)
          throw invalidArgument([{ field: 'leave.command_id', description: 'must be 16 bytes' }]);
        return this.#submit(attached, commandId, leaveSubmission(this.#caller.userId, idFromBytes(commandId)));
      }
      case 'ping':
        return attached.send(this.#codec.pong(message.value.nonce, this.#clock.now()));
      case undefined:
        throw invalidArgument([{ field: 'message', description: 'must be set' }]);
    }
  }

  #join(join: Join): void {
    if (this.#joining) throw invalidArgument([{ field: 'join', description: 'must be sent once' }]);
    if (join.matchId.length !== ID_BYTES)
      throw invalidArgument([{ field: 'join.match_id', description: 'must be 16 bytes' }]);
    if (join.connection && join.connection.clientId.length !== ID_BYTES)
      throw invalidArgument([{ field: 'join.connection.client_id', description: 'must be 16 bytes' }]);
    this.#joining = true;
    this.#stream.pause(); // what comes right behind the join waits until there is a match to take it
    this.#attach(join).then(
      (attached) => {
        this.#attached = attached;
        this.#stream.resume();
      },
      (error: unknown) => this.#stream.cut(error),
    );
  }

  #submit(attached: MatchStream, commandId: Uint8Array, submission: Submission): void {
    if (attached.began() >= MAX_UNANSWERED) this.#stream.pause();
    void attached.room.submit({ ...submission, abandoned: () => attached.closed }).then((answer) => {
      const left = attached.answer(
        answer.kind === 'accepted'
          ? answerCodec.accepted(commandId, answer.seq)
          : answer.kind === 'refused'
            ? answerCodec.refusal(commandId, answer.reason)
            : answerCodec.unknown(commandId, RETRY_MS),
      );
      if (left === MAX_UNANSWERED - 1) this.#stream.resume();
    });
  }

  #guard(handle: () => void): void {
    try {
      handle();
    } catch (error) {
      this.#stream.cut(error);
    }
  }

  #fail(violations: Parameters<typeof invalidArgument>[0]): void {
    this.#stream.cut(invalidArgument(violations));
  }
}
