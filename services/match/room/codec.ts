import type { PublicEvent, PublicView } from './projection.ts';

/** Why a stream is ended, as EndCode of the proto. */
export type EndCode = 'finished' | 'left' | 'replaced' | 'sessionEnded' | 'resume' | 'draining';

/** What of one entry an audience sees. */
export interface ShownEntry {
  readonly seq: number;
  readonly at: number;
  readonly events: readonly PublicEvent[];
}

/** Makes the bytes of stream messages, from public types only. The same bytes serve Play and Watch. */
export interface Codec {
  events(game: string, after: number, seq: number, entries: readonly ShownEntry[]): Uint8Array;
  snapshot(matchId: string, view: PublicView, now: number): Uint8Array;
  end(code: EndCode, resumeAfter: number): Uint8Array;
  draining(reconnectAfterMs: number): Uint8Array;
  pong(nonce: number, now: number): Uint8Array;
  presence(watchers: number): Uint8Array;
}
