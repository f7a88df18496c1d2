import { ApiError, Code } from '../../harness/errors.ts';
import type { ServerStream } from '../../harness/grpc/stream.ts';
import { newId } from '../../harness/ids.ts';
import type { Caller } from '../../harness/auth/caller.ts';
import type { Viewer } from '../games/game.ts';
import type { ClientConnection } from '../room/arrival.ts';
import type { Codec, EndCode } from '../room/codec.ts';
import type { Room } from '../room/room.ts';
import type { ViewerStream } from '../room/viewer-stream.ts';

/** A Play or Watch stream that is attached to a match. */
export class MatchStream implements ViewerStream {
  readonly userId: string;
  readonly sessionId: string;
  readonly seat: Viewer;
  readonly connection = newId();
  readonly client: ClientConnection | undefined;
  readonly room: Room;
  readonly #stream: ServerStream<unknown>;
  readonly #codec: Codec;
  #unanswered = 0;
  #ending: { code: EndCode; resumeAfter: number } | undefined;

  constructor(
    stream: ServerStream<unknown>,
    caller: Caller,
    room: Room,
    seat: Viewer,
    codec: Codec,
    client: ClientConnection | undefined,
  ) {
    this.#stream = stream;
    this.userId = caller.userId;
    this.sessionId = caller.sessionId;
    this.room = room;
    this.seat = seat;
    this.#codec = codec;
    this.client = client;
  }

  get closed(): boolean {
    return this.#stream.closed;
  }

  /** The last entry that this stream has covered. */
  get cursor(): number {
    return this.room.viewers.cursorOf(this);
  }

  onClose(listener: () => void): void {
    this.#stream.onClose(listener);
  }

  send(bytes: Uint8Array): void {
    if (this.#stream.closed || this.#stream.outbox.send(bytes)) return;
    // Full: the client is slower than the match. It is told by the status, since no message fits any more.
    this.#stream.cut(
      new ApiError(
        Code.RESOURCE_EXHAUSTED,
        'OVERLOADED',
        'The stream could not be kept up with; resume after what you have.',
        {
          metadata: { resume_after: String(this.cursor) },
          retryAfterMs: 0,
        },
      ),
    );
  }

  /** A command of this stream is under way; the stream's end waits for its answer. */
  began(): number {
    return (this.#unanswered += 1);
  }

  /** A command's answer goes out. */
  answer(bytes: Uint8Array): number {
    this.#unanswered -= 1;
    this.send(bytes);
    this.#endWhenAnswered();
    return this.#unanswered;
  }

  end(code: EndCode, resumeAfter: number): void {
    this.#ending ??= { code, resumeAfter };
    this.#endWhenAnswered();
  }

  #endWhenAnswered(): void {
    if (!this.#ending || this.#unanswered > 0 || this.#stream.closed) return;
    // Entries may have gone out since the end was decided on.
    this.send(this.#codec.end(this.#ending.code, Math.max(this.#ending.resumeAfter, this.cursor)));
    this.#stream.end();
  }
}
