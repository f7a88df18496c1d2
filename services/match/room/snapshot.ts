import type { AnyGame } from '../games/game.ts';
import { AcceptedCommands, type AcceptedEntries } from './accepted-commands.ts';
import type { StoredSnapshot } from './ports.ts';
import type { RoomState } from './state.ts';

/** A match of fewer entries never has a snapshot; folding it is as quick. */
export const SNAPSHOT_EVERY = 200;

/** Raised whenever what is stored changes its shape; a snapshot of another format is ignored. */
const FORMAT = 3;

/** A folded match with the ids of its accepted commands, so that a repeat is still known after a load. */
export function encodeSnapshot(state: RoomState, accepted: AcceptedCommands): StoredSnapshot {
  const body = Buffer.from(JSON.stringify({ state, accepted: accepted.entries() }));
  return { seq: state.seq, game: state.game, format: FORMAT, body };
}

/** Undefined for none, and for one that this code cannot continue: the log is folded from its start then. */
export function decodeSnapshot(
  snapshot: StoredSnapshot | undefined,
  games: ReadonlyMap<string, AnyGame>,
): { game: AnyGame; state: RoomState; accepted: AcceptedCommands } | undefined {
  const game = snapshot && games.get(snapshot.game);
  if (!snapshot || !game || snapshot.format !== FORMAT) return undefined;
  const { state, accepted } = JSON.parse(snapshot.body.toString()) as {
    state: RoomState;
    accepted: AcceptedEntries;
  };
  return { game, state, accepted: new AcceptedCommands(accepted) };
}
