import type { AnyGame, Viewer } from '../games/game.ts';
import { isOlder, type Arrival } from './arrival.ts';
import { Audience, type Attached } from './audience.ts';
import type { Codec, EndCode } from './codec.ts';
import { projectSteps, viewOf } from './projection.ts';
import type { RecentEntries } from './recent-entries.ts';
import type { RoomState, Step } from './state.ts';
import type { ViewerStream } from './viewer-stream.ts';

/**
 * The streams that show one match at this replica. Each gets the projection for its audience of every entry, in order
 * and once; the bytes are made once per audience.
 */
export class Viewers {
  readonly #matchId: string;
  readonly #game: AnyGame;
  readonly #codec: Codec;
  readonly #audiences = new Map<Viewer, Audience>();
  readonly #recent: RecentEntries;
  #closedWith: EndCode | undefined;
  /** What was shown last is not in the log: whoever comes back must begin anew. */
  #isLost = false;

  /** @param recent entries up to the newest one that was folded, which whoever folds the next one adds to */
  constructor(matchId: string, game: AnyGame, codec: Codec, recent: RecentEntries) {
    this.#matchId = matchId;
    this.#game = game;
    this.#codec = codec;
    this.#recent = recent;
  }

  get count(): number {
    let count = 0;
    for (const audience of this.#audiences.values()) count += audience.size;
    return count;
  }

  /** How many streams have no seat. */
  get watchers(): number {
    return this.#audiences.get(undefined)?.size ?? 0;
  }

  *streams(): Iterable<[ViewerStream, Attached]> {
    for (const audience of this.#audiences.values()) yield* audience.streams();
  }

  has(stream: ViewerStream): boolean {
    return this.#audiences.get(stream.seat)?.get(stream) !== undefined;
  }

  /** The last entry that a stream has covered, and may go on from. */
  cursorOf(stream: ViewerStream): number {
    if (this.#isLost) return 0;
    return this.#audiences.get(stream.seat)?.get(stream)?.cursor ?? 0;
  }

  /** Attaches a stream that has covered `afterSeq`: it is sent what it missed, or a snapshot where that is shorter. */
  attach(stream: ViewerStream, state: RoomState, afterSeq: number, now: number): void {
    let audience = this.#audiences.get(stream.seat);
    if (!audience) this.#audiences.set(stream.seat, (audience = new Audience()));
    audience.add(stream, state.seq, now);
    stream.send(this.#catchUp(stream.seat, state, afterSeq, now));
    if (this.#closedWith) stream.end(this.#closedWith, this.cursorOf(stream));
    else if (state.status === 'finished') stream.end('finished', state.seq);
  }

  detach(stream: ViewerStream): void {
    this.#audiences.get(stream.seat)?.delete(stream);
  }

  /** Sends the newest entry, which led to `state`, to everyone; the last one of a match ends the streams. */
  deliver(state: RoomState, steps: readonly Step[], now: number): void {
    const { seq, at } = state;
    const end = state.status === 'finished' ? 'finished' : undefined;
    for (const [viewer, audience] of this.#audiences) {
      if (audience.size === 0) continue;
      const events = projectSteps(this.#game, steps, viewer);
      const bytes = this.#codec.events(this.#game.name, seq - 1, seq, [{ seq, at, events }]);
      audience.deliver({ seq, bytes, end }, now);
    }
  }

  /** Sends what is no part of the log. */
  broadcast(bytes: Uint8Array): void {
    for (const [stream] of this.streams()) stream.send(bytes);
  }

  /**
   * Ends all streams, and whatever is attached later as soon as it has caught up.
   * @param isLost true when what they were shown last is not in the log: they are told to come back for a snapshot
   */
  close(code: EndCode, isLost: boolean): void {
    this.#closedWith = code;
    this.#isLost = isLost;
    for (const [stream] of [...this.streams()]) stream.end(code, this.cursorOf(stream));
  }

  /** Ends the streams of a seat that came before the one which has it now. */
  replace(seat: number, by: Arrival & { readonly connection: string }): void {
    for (const [stream, { cursor, arrival }] of this.ofSeat(seat)) {
      if (stream.connection !== by.connection && !isOlder(by, arrival)) stream.end('replaced', cursor);
    }
  }

  /** Ends the streams of a seat whose player has left it. */
  endSeat(seat: number): void {
    for (const [stream, { cursor }] of this.ofSeat(seat)) stream.end('left', cursor);
  }

  /** Whether a connection is one of a seat's. */
  hasConnection(seat: number, connection: string): boolean {
    for (const [stream] of this.#audiences.get(seat)?.streams() ?? []) {
      if (stream.connection === connection) return true;
    }
    return false;
  }

  /** The streams of a seat's player, oldest first. */
  ofSeat(seat: number): readonly [ViewerStream, Attached][] {
    return [...(this.#audiences.get(seat)?.streams() ?? [])];
  }

  /** When a stream came, or undefined where it is not attached. */
  arrivalOf(stream: ViewerStream): Arrival | undefined {
    return this.#audiences.get(stream.seat)?.get(stream)?.arrival;
  }

  sendPongs(now: number): void {
    let bytes: Uint8Array | undefined;
    for (const audience of this.#audiences.values()) {
      audience.sendPongs(now, () => (bytes ??= this.#codec.pong(0, now)));
    }
  }

  #catchUp(viewer: Viewer, state: RoomState, afterSeq: number, now: number): Uint8Array {
    const missed = afterSeq === 0 || afterSeq > state.seq ? undefined : this.#recent.after(afterSeq);
    if (!missed) return this.#codec.snapshot(this.#matchId, viewOf(this.#game, state, viewer), now);
    const shown = missed.map(({ seq, at, steps }) => ({ seq, at, events: projectSteps(this.#game, steps, viewer) }));
    return this.#codec.events(this.#game.name, afterSeq, state.seq, shown);
  }
}
