import { decodeEvents, type RoomEvent } from '../../services/match/room/entry.ts';
import type { GivenAnswer, TriviaLogEvent } from '../../services/match/games/trivia/state.ts';
import { formatId, type Id } from '../../clients/sdk/src/index.ts';
import type { TestMesh } from './mesh.ts';

/** An entry of the log, as it is stored. */
export type StoredEntry = {
  readonly seq: number;
  readonly actor: string;
  readonly commandId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly events: readonly RoomEvent[];
};

/** Reads a match's log past every service. */
export async function readLog(mesh: TestMesh, matchId: Id): Promise<StoredEntry[]> {
  const text = typeof matchId === 'string' ? matchId : formatId(matchId);
  const rows = await mesh.sql<{ seq: number; actor: string; command_id: string; at: Date; body: Buffer }>(
    'select seq, actor, command_id, at, body from match.log where match_id = $1 order by seq',
    [text],
  );
  return rows.map(({ seq, actor, command_id: commandId, at, body }) => ({
    seq,
    actor,
    commandId,
    at: at.getTime(),
    events: decodeEvents(body),
  }));
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
