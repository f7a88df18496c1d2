import { decodeEvents, type Entry, type RoomEvent } from '../../services/match/room/entry.ts';
import type { GivenAnswer, TriviaLogEvent } from '../../services/match/games/trivia/state.ts';
import { formatId, type Id } from '../../clients/sdk/src/index.ts';
import type { TestMesh } from './mesh.ts';

/** An entry of the log as it is stored, with its events read. */
export type StoredEntry = Entry & { readonly events: readonly RoomEvent[] };

interface Row extends Record<string, unknown> {
  match_id: string;
  seq: number;
  entry_id: string;
  actor: string;
  command_id: string;
  at: Date;
  body: Buffer;
}

/** Reads the logs of matches past every service; by match id, empty for a match that has none. */
export async function readLogs(mesh: TestMesh, matchIds: readonly string[]): Promise<Map<string, StoredEntry[]>> {
  const rows = await mesh.sql<Row>(
    `select match_id, seq, entry_id, actor, command_id, at, body from match.log where match_id = any($1::uuid[])
     order by match_id, seq`,
    [matchIds],
  );
  const logs = new Map<string, StoredEntry[]>(matchIds.map((matchId) => [matchId, []]));
  for (const { match_id: matchId, seq, entry_id: entryId, actor, command_id: commandId, at, body } of rows) {
    const text = body.toString();
    const entry = { matchId, seq, entryId, actor, commandId, at: at.getTime(), body: text, events: decodeEvents(text) };
    logs.get(matchId)!.push(entry);
  }
  return logs;
}

/** Reads a match's log past every service. */
export async function readLog(mesh: TestMesh, matchId: Id): Promise<StoredEntry[]> {
  const text = typeof matchId === 'string' ? matchId : formatId(matchId);
  return (await readLogs(mesh, [text])).get(text)!;
}

/** The duel's own events in a log, each with its entry's number. */
export function triviaEvents(log: readonly StoredEntry[]): { seq: number; at: number; event: TriviaLogEvent }[] {
  return log.flatMap(({ seq, at, events }) =>
    events.flatMap((event) => (event.kind === 'game' ? [{ seq, at, event: event.event as TriviaLogEvent }] : [])),
  );
}

/** The answers in a log, in order. */
export function storedAnswers(
  log: readonly StoredEntry[],
): ({ seq: number; seat: number; number: number } & GivenAnswer)[] {
  return triviaEvents(log).flatMap(({ seq, event }) =>
    event.kind === 'answered' ? [{ seq, seat: event.seat, number: event.number, ...event.answer }] : [],
  );
}
