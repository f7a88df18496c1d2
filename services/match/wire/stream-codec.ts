import { BinaryWriter } from '@bufbuild/protobuf/wire';
import {
  EndCode as WireEndCode,
  PlayResponse,
  type MatchEvent,
  type Snapshot,
} from '../../../gen/playmesh/match/v1/play.ts';
import { idToBytes } from '../../harness/ids.ts';
import type { Codec, EndCode, ShownEntry } from '../room/codec.ts';
import type { PublicEvent, PublicView } from '../room/projection.ts';
import { matchMessage, outcomeMessage } from './matches.ts';
import { reactionMessage } from './reactions.ts';

const END_CODES: Readonly<Record<EndCode, WireEndCode>> = {
  finished: WireEndCode.FINISHED,
  left: WireEndCode.LEFT,
  replaced: WireEndCode.REPLACED,
  sessionEnded: WireEndCode.SESSION_ENDED,
  resume: WireEndCode.RESUME,
  draining: WireEndCode.DRAINING,
};

// One for all messages: it keeps its buffer, and a new one for each would cost more than the encoding.
const writer = new BinaryWriter();

/** As a Buffer, which the transport would otherwise make of it for every stream. */
function encode(message: PlayResponse['message']): Buffer {
  try {
    return Buffer.from(PlayResponse.encode({ message }, writer).finish().buffer);
  } catch (error) {
    writer.finish(); // drops what was begun
    throw error;
  }
}

/** Stream messages as PlayResponse, whose bytes are those of WatchResponse too. */
export const streamCodec: Codec = {
  events: (game, after, seq, entries) =>
    encode({ $case: 'events', value: { after, seq, events: eventMessages(game, entries) } }),
  snapshot: (matchId, view, now) => encode({ $case: 'snapshot', value: snapshotMessage(matchId, view, now) }),
  end: (code, resumeAfter) => encode({ $case: 'end', value: { code: END_CODES[code], resumeAfter } }),
  draining: (reconnectAfterMs) => encode({ $case: 'draining', value: { reconnectAfterMs } }),
  pong: (nonce, now) => encode({ $case: 'pong', value: { nonce, timeMs: now } }),
  presence: (watchers) => encode({ $case: 'presence', value: { watchers } }),
};

/** Answers to commands, which only Play carries. */
export const answerCodec = {
  accepted: (commandId: Uint8Array, seq: number) => encode({ $case: 'accepted', value: { commandId, seq } }),
  refusal: (commandId: Uint8Array, reason: string) => encode({ $case: 'refusal', value: { commandId, reason } }),
  unknown: (commandId: Uint8Array, retryAfterMs: number) =>
    encode({ $case: 'unknown', value: { commandId, retryAfterMs } }),
};

export function snapshotMessage(matchId: string, view: PublicView, now: number): Snapshot {
  return {
    seq: view.seq,
    match: matchMessage(matchId, view),
    ownSeat: view.viewer,
    timeMs: now,
    view: { $case: view.game, value: view.view } as Snapshot['view'],
  };
}

/** The events of entries, as one viewer sees them. */
export function eventMessages(game: string, entries: readonly ShownEntry[]): MatchEvent[] {
  const messages: MatchEvent[] = [];
  for (const { seq, at, events } of entries) {
    for (const event of events) messages.push({ seq, timeMs: at, event: eventMessage(game, event, at) });
  }
  return messages;
}

function eventMessage(game: string, event: PublicEvent, at: number): MatchEvent['event'] {
  switch (event.kind) {
    case 'playerJoined':
      return { $case: 'playerJoined', value: { seat: event.seat, userId: idToBytes(event.userId) } };
    case 'playerLeft':
      return { $case: 'playerLeft', value: { seat: event.seat } };
    case 'seatJoined':
      return { $case: 'seatJoined', value: { seat: event.seat } };
    case 'seatLeft':
      return { $case: 'seatLeft', value: { seat: event.seat, forfeitTimeMs: event.forfeitTime ?? 0 } };
    case 'started':
      return { $case: 'matchStarted', value: {} };
    case 'finished':
      return { $case: 'matchFinished', value: { outcome: outcomeMessage(event.outcome, at) } };
    case 'timeGivenBack':
      return { $case: 'timeGivenBack', value: { byMs: event.byMs } };
    case 'said':
      return { $case: 'said', value: { userId: idToBytes(event.userId), seat: event.seat, text: event.text } };
    case 'reacted':
      return { $case: 'reacted', value: { seat: event.seat, reaction: reactionMessage(event.reaction) } };
    case 'game':
      // A game's public events are its proto messages, field for field; its own test holds the two together.
      return { $case: game, value: { event: event.event } } as MatchEvent['event'];
  }
}
