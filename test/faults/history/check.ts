import { checkAcknowledged, checkRealTime, checkRefused } from './invariants/commands.ts';
import { checkDecisions, checkOrder } from './invariants/log.ts';
import { checkSecrets } from './invariants/secrets.ts';
import { checkEnds, checkTold } from './invariants/sessions.ts';
import { checkStatistics } from './invariants/statistics.ts';
import { checkCoverage, checkProjections } from './invariants/streams.ts';
import { Findings } from './findings.ts';
import { FoldedMatch } from './folded-match.ts';
import type { History, LogEntry, Violation } from './history.ts';

/**
 * Judges what clients saw by what the logs say, as Jepsen does: every violation of DESIGN.md section 3 that shows, as
 * sentences with match, entry and observer; none when all holds. Pure.
 * @param logs by match id, whole; read after the history's end, and at least those of every match that was observed
 */
export function check(history: History, logs: ReadonlyMap<string, readonly LogEntry[]>): Violation[] {
  const violations: Violation[] = [];
  const folded: FoldedMatch[] = [];
  const ofMatch = byMatch(history);
  const matchIds = new Set([...logs.keys(), ...history.observers.map((observer) => observer.matchId)]);
  for (const matchId of matchIds) {
    const findings = new Findings(matchId);
    const log = logs.get(matchId) ?? [];
    const dialogue = ofMatch(matchId);
    const { sent, seen, sessions } = dialogue;
    checkOrder(log, findings);
    checkCoverage(seen, findings);
    if (history.unfinished.includes(matchId)) findings.add('play goes on', {}, 'it has not come to its end in time');
    const match = tryFold(matchId, log, findings);
    if (match) {
      folded.push(match);
      const sentById = new Map(sent.map((one) => [one.observer.userId + one.commandId, one]));
      checkDecisions(match, sentById, findings);
      checkAcknowledged(match, dialogue, findings);
      checkRefused(match, dialogue, findings);
      checkRealTime(match, dialogue, findings);
      checkProjections(match, seen, findings);
      checkTold(match, sessions, findings);
      checkEnds(match, sessions, findings);
      checkSecrets(match, seen, findings);
    }
    violations.push(...findings.violations);
  }
  const isWhole = folded.length === matchIds.size; // what cannot be folded cannot be counted
  return isWhole ? [...violations, ...checkStatistics(folded, history.statistics)] : violations;
}

/** A log that cannot be folded is reported, and nothing else can be said of what was seen of it. */
function tryFold(matchId: string, log: readonly LogEntry[], findings: Findings): FoldedMatch | undefined {
  try {
    return new FoldedMatch(matchId, log);
  } catch (error) {
    findings.add('log is dense', {}, `it cannot be folded: ${(error as Error).message}`);
    return undefined;
  }
}

/** The parts of a history that concern one match. */
function byMatch(history: History) {
  const group = <T extends { readonly observer: { readonly matchId: string } }>(list: readonly T[]) =>
    Map.groupBy(list, ({ observer }) => observer.matchId);
  const sent = group(history.sent);
  const acknowledged = group(history.acknowledged);
  const refused = group(history.refused);
  const seen = group(history.seen);
  const sessions = group(history.sessions);
  return (matchId: string) => ({
    sent: sent.get(matchId) ?? [],
    acknowledged: acknowledged.get(matchId) ?? [],
    refused: refused.get(matchId) ?? [],
    seen: seen.get(matchId) ?? [],
    sessions: sessions.get(matchId) ?? [],
  });
}
