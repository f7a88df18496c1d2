import type { EndedSessions } from '../../harness/auth/ended-sessions.ts';
import type { Clock } from '../../harness/clock.ts';
import type { Codec } from '../room/codec.ts';
import type { MatchStream } from './match-stream.ts';

const SPREAD_MS = 3_000;
const LAST_MS = 1_000;

/** The streams that are open at this replica, so that they can be ended with their session or before a stop. */
export class LiveStreams {
  readonly #bySession = new Map<string, Set<MatchStream>>();
  readonly #codec: Codec;
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor(codec: Codec, clock: Clock, random: () => number, endedSessions: EndedSessions) {
    this.#codec = codec;
    this.#clock = clock;
    this.#random = random;
    endedSessions.onEnded((sessionId) => {
      for (const stream of [...(this.#bySession.get(sessionId) ?? [])]) stream.end('sessionEnded', stream.cursor);
    });
  }

  /** Keeps a stream until it closes. */
  add(stream: MatchStream): void {
    const streams = this.#bySession.get(stream.sessionId) ?? new Set();
    this.#bySession.set(stream.sessionId, streams.add(stream));
    stream.onClose(() => {
      streams.delete(stream);
      if (streams.size === 0) this.#bySession.delete(stream.sessionId);
    });
  }

  /** Asks every client to go elsewhere, each at a moment of its own, and then ends what is left. */
  async drain(): Promise<void> {
    for (const stream of this.#all()) stream.send(this.#codec.draining(Math.round(this.#random() * SPREAD_MS)));
    const until = this.#clock.monotonic() + SPREAD_MS + LAST_MS;
    while (this.#bySession.size > 0 && this.#clock.monotonic() < until) {
      await new Promise<void>((resolve) => this.#clock.after(50, resolve));
    }
    for (const stream of [...this.#all()]) stream.end('draining', stream.cursor);
  }

  *#all(): Iterable<MatchStream> {
    for (const streams of this.#bySession.values()) yield* streams;
  }
}
