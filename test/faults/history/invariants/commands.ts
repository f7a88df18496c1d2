import { decide } from '../../../../services/match/room/decide.ts';
import { commandSubmission } from '../../../../services/match/wire/commands.ts';
import type { Findings } from '../findings.ts';
import type { FoldedMatch } from '../folded-match.ts';
import type { Acknowledged, Refused, Seen, Sent } from '../history.ts';

/** What clients of one match were told about their commands, and when. */
export interface Dialogue {
  readonly sent: readonly Sent[];
  readonly acknowledged: readonly Acknowledged[];
  readonly refused: readonly Refused[];
  readonly seen: readonly Seen[];
}

/** Refusals that say nothing of the state. */
const OF_NO_STATE = ['INTERNAL'];
const A_DAY_MS = 86_400_000;

/** Every acknowledged command is in the log, in the entry that was named. */
export function checkAcknowledged(match: FoldedMatch, { acknowledged }: Dialogue, findings: Findings): void {
  for (const { observer, commandId, seq } of acknowledged) {
    const entry = match.entryOf(observer.userId, commandId);
    if (entry === seq) continue;
    const where = entry === undefined ? 'is nowhere in the log' : `is in entry ${entry}`;
    const what = `command ${commandId} was acknowledged and ${where}`;
    findings.add('acknowledged is in the log', { seq, observer }, what);
  }
}

/**
 * A refused command is not in the log; and the log had a state, not older than the command and not newer than the
 * refusal, on which the rules refuse it so.
 */
export function checkRefused(match: FoldedMatch, dialogue: Dialogue, findings: Findings): void {
  const sentById = new Map(dialogue.sent.map((sent) => [sent.observer.userId + sent.commandId, sent]));
  const known = knownBefore(dialogue);
  for (const { at, observer, commandId, reason } of dialogue.refused) {
    const entry = match.entryOf(observer.userId, commandId);
    if (entry !== undefined) {
      const what = `command ${commandId} was refused with ${reason} and is in the log`;
      findings.add('refusal leaves no trace', { seq: entry, observer }, what);
      continue;
    }
    const sent = sentById.get(observer.userId + commandId);
    if (!sent || OF_NO_STATE.includes(reason)) continue;
    const { command } = commandSubmission(sent.command, observer.userId, 'command');
    const least = Math.max(1, known(sent.at));
    const most = headAt(match, dialogue.sent, at);
    const isRight = match.log.slice(least - 1, most).some((_, index) => {
      const state = match.state(least + index);
      return [state.at, state.at + A_DAY_MS].some((now) => {
        const decision = decide(match.game, state, command, now);
        return 'refusal' in decision && decision.refusal === reason;
      });
    });
    if (isRight) continue;
    const what = `command ${commandId} was refused with ${reason}, which no state from entry ${least} to ${most} gives`;
    findings.add('refusal was right', { observer }, what);
  }
}

/**
 * What was acknowledged to, or shown to, any client before a command went out for the first time is before it in the
 * log: the order of the log is one that everybody could have watched.
 */
export function checkRealTime(match: FoldedMatch, dialogue: Dialogue, findings: Findings): void {
  const known = knownBefore(dialogue);
  for (const { at, observer, commandId } of dialogue.sent) {
    const seq = match.entryOf(observer.userId, commandId);
    if (seq === undefined) continue;
    const newest = known(at);
    if (seq > newest) continue;
    const what = `command ${commandId} was sent after entry ${newest} had been acknowledged or shown`;
    findings.add('real-time order', { seq, observer }, what);
  }
}

/** The newest entry that any client had been told of before a time. */
function knownBefore({ acknowledged, seen }: Dialogue): (at: number) => number {
  const tellings = [
    ...acknowledged.map(({ at, seq }) => ({ at, seq })),
    ...seen.map(({ at, to }) => ({ at, seq: to })),
  ].sort((a, b) => a.at - b.at);
  const times = tellings.map(({ at }) => at);
  let newest = 0;
  const newestUpTo = tellings.map(({ seq }) => (newest = Math.max(newest, seq)));
  return (at) => newestUpTo[countBelow(times, at) - 1] ?? 0;
}

/** The last entry that may have been there at a time: those of commands sent only later were not, nor what follows them. */
function headAt(match: FoldedMatch, sent: readonly Sent[], at: number): number {
  const later = sent.flatMap((one) => {
    const seq = one.at > at ? match.entryOf(one.observer.userId, one.commandId) : undefined;
    return seq === undefined ? [] : [seq];
  });
  return Math.min(match.head, ...later.map((seq) => seq - 1));
}

/** How many of sorted numbers are below a limit. */
function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
