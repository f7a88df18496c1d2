import { readLogs as readLogsOf, type StoredEntry } from '../../support/match-log.ts';
import type { TestMesh } from '../../support/mesh.ts';
import type { History } from './history.ts';

/** Read at a time, so that no answer of the database is too big to be held twice. */
const AT_ONCE = 50;

/** The log of every match of a history, read past every service. */
export async function readLogs(mesh: TestMesh, history: History): Promise<Map<string, StoredEntry[]>> {
  const matchIds = [...new Set(history.observers.map(({ matchId }) => matchId))];
  const logs = new Map<string, StoredEntry[]>();
  for (let first = 0; first < matchIds.length; first += AT_ONCE) {
    for (const [matchId, log] of await readLogsOf(mesh, matchIds.slice(first, first + AT_ONCE))) logs.set(matchId, log);
  }
  return logs;
}
