import { SYSTEM_ACTOR } from '../../../../services/harness/ids.ts';
import { decide, type RoomCommand } from '../../../../services/match/room/decide.ts';
import { decodeEvents, encodeEvents, type RoomEvent } from '../../../../services/match/room/entry.ts';
import type { RoomState } from '../../../../services/match/room/state.ts';
import { commandSubmission } from '../../../../services/match/wire/commands.ts';
import type { Findings } from '../findings.ts';
import type { FoldedMatch } from '../folded-match.ts';
import type { LogEntry, Sent } from '../history.ts';

/** What the log shows by itself, without being folded: no hole, no time that goes back, no command twice. */
export function checkOrder(log: readonly LogEntry[], findings: Findings): void {
  const entryOf = new Map<string, number>();
  log.forEach((entry, index) => {
    const { seq, at, actor, commandId } = entry;
    const before = log[index - 1];
    if (seq !== index + 1) findings.add('log is dense', { seq }, `it stands where entry ${index + 1} should`);
    if (before && at < before.at)
      findings.add('log is dense', { seq }, `its time is ${before.at - at} ms before that of the entry before it`);
    const first = entryOf.get(actor + commandId);
    if (first !== undefined)
      findings.add('effect at most once', { seq }, `command ${commandId} of ${actor} is in entry ${first} already`);
    entryOf.set(actor + commandId, seq);
  });
}

/**
 * Decides every command of the log anew, on the state that the entries before it fold to: what the log holds must be just
 * what follows. An entry that was decided on anything else (a state that was behind, or never was) is found by it; and
 * so is a deadline that took effect twice or early, since after the first time it is not due any more.
 */
export function checkDecisions(match: FoldedMatch, sent: ReadonlyMap<string, Sent>, findings: Findings): void {
  for (const entry of match.log.slice(1)) {
    const { seq } = entry;
    const before = match.state(seq - 1);
    const command = commandOf(entry, before, sent.get(entry.actor + entry.commandId));
    if (!command) continue; // of a client that was not recorded
    const decision = decide(match.game, before, command, entry.at);
    if ('events' in decision && encodeEvents(decision.events) === entry.body) continue;
    const instead = 'events' in decision ? `is ${encodeEvents(decision.events).toString()}` : decision.refusal;
    const what = `it holds ${entry.body}, but after entry ${seq - 1} the answer to ${command.kind} ${instead}`;
    findings.add(command.kind === 'tick' ? 'deadline once' : 'decided by the rules', { seq }, what);
  }
}

/** What was asked for when an entry was decided, as far as it can be known. */
function commandOf(entry: LogEntry, before: RoomState, sent: Sent | undefined): RoomCommand | undefined {
  const { actor } = entry;
  const [event] = decodeEvents(entry.body);
  if (sent) {
    const { command } = commandSubmission(sent.command, actor, 'command');
    // What was measured of the player's delay only the service could read; what it gave back of it stands in the entry.
    const delayMs = event?.kind === 'game' ? (event.event as { delayMs?: number }).delayMs : undefined;
    return command.kind === 'play' ? { ...command, delayMs } : command;
  }
  switch (event?.kind) {
    case 'playerJoined':
      return { kind: 'join', userId: actor };
    case 'playerLeft':
      return { kind: 'leave', userId: actor };
    case 'seatJoined': {
      const { connection, replica, attachedAt, client } = event;
      return { kind: 'connect', userId: actor, connection, replica, arrival: { attachedAt, client } };
    }
    case 'seatLeft':
      return { kind: 'disconnect', seat: event.seat, connection: before.seats[event.seat]?.connection ?? '' };
    case 'timeGivenBack':
      return { kind: 'giveBack', outageId: event.outageId, byMs: event.byMs };
    default:
      if (actor !== SYSTEM_ACTOR) return undefined;
      // What was found is no more than what the entry says; whether it was wanted is for the rules to say.
      return isDeadStones(event) ? { kind: 'errandDone', result: event.event.dead } : { kind: 'tick' };
  }
}

/** Dead stones in a game of Go that the service has proposed. */
const isDeadStones = (event: RoomEvent | undefined): event is RoomEvent & { event: { dead: readonly number[] } } =>
  event?.kind === 'game' && (event.event as { kind: string }).kind === 'scored';
