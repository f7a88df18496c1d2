import { newId } from '../../../harness/ids.ts';
import type { Viewer } from '../../games/game.ts';
import type { ClientConnection } from '../arrival.ts';
import type { Codec, EndCode, ShownEntry } from '../codec.ts';
import type { PublicView } from '../projection.ts';
import type { ViewerStream } from '../viewer-stream.ts';

export type SimulatedMessage =
  | { readonly kind: 'events'; readonly after: number; readonly seq: number; readonly entries: readonly ShownEntry[] }
  | { readonly kind: 'snapshot'; readonly view: PublicView }
  | { readonly kind: 'pong' }
  | { readonly kind: 'presence'; readonly watchers: number }
  | { readonly kind: 'draining' };

const encode = (message: SimulatedMessage): Uint8Array => Buffer.from(JSON.stringify(message));

/** Messages as JSON, so that a test reads what went out. */
export const simulatedCodec: Codec = {
  events: (_game, after, seq, entries) => encode({ kind: 'events', after, seq, entries }),
  snapshot: (_matchId, view) => encode({ kind: 'snapshot', view }),
  end: () => encode({ kind: 'draining' }),
  draining: () => encode({ kind: 'draining' }),
  pong: () => encode({ kind: 'pong' }),
  presence: (watchers) => encode({ kind: 'presence', watchers }),
};

/** A client's stream, which keeps what it was sent, and what is wrong with it: a gap, a repeat, a word after its end. */
export class SimulatedStream implements ViewerStream {
  readonly userId: string;
  readonly seat: Viewer;
  readonly connection = newId();
  readonly client: ClientConnection | undefined;
  readonly messages: SimulatedMessage[] = [];
  ended: { readonly code: EndCode; readonly resumeAfter: number } | undefined;
  /** What this client has covered: given to the next stream, it goes on from there. */
  cursor: number;
  readonly entries: ShownEntry[] = [];
  readonly problems: string[] = [];
  onEnd: () => void = () => {};
  onMessage: (message: SimulatedMessage) => void = () => {};

  constructor(userId: string, seat: Viewer, afterSeq = 0, client?: ClientConnection) {
    this.userId = userId;
    this.seat = seat;
    this.cursor = afterSeq;
    this.client = client;
  }

  send(bytes: Uint8Array): void {
    if (this.ended) this.problems.push('sent after its end');
    const message = JSON.parse(Buffer.from(bytes).toString()) as SimulatedMessage;
    this.messages.push(message);
    this.onMessage(message);
    if (message.kind === 'snapshot') this.cursor = message.view.seq;
    if (message.kind !== 'events') return;
    if (message.after !== this.cursor)
      this.problems.push(`after ${this.cursor} came (${message.after}, ${message.seq}]`);
    this.cursor = message.seq;
    this.entries.push(...message.entries);
  }

  end(code: EndCode, resumeAfter: number): void {
    if (this.ended) return;
    this.ended = { code, resumeAfter };
    this.cursor = Math.min(this.cursor, resumeAfter); // it is told to go back where something that it saw was lost
    this.onEnd();
  }
}
