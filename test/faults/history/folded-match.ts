import { games } from '../../../services/match/games/catalogue.ts';
import type { AnyGame, Viewer } from '../../../services/match/games/game.ts';
import type { ShownEntry } from '../../../services/match/room/codec.ts';
import { projectSteps, viewOf } from '../../../services/match/room/projection.ts';
import { fold, gameOf, gameTag, seatOf, type RoomState, type Step } from '../../../services/match/room/state.ts';
import { eventMessages, snapshotMessage, streamCodec } from '../../../services/match/wire/stream-codec.ts';
import type { MatchEvent, Snapshot } from '../../../gen/playmesh/match/v1/play.ts';
import type { LogEntry } from './history.ts';

const byTag = new Map(games.map((game) => [gameTag(game), game]));

/** A match as its log tells it, folded with the real rules: what everything that clients saw is compared with. */
export class FoldedMatch {
  readonly matchId: string;
  readonly game: AnyGame;
  readonly log: readonly LogEntry[];
  /** By entry: its events, each with the state right after it. */
  readonly steps: readonly (readonly Step[])[];
  readonly #entryOfCommand = new Map<string, number>();
  readonly #eventsBytes = new Map<string, Uint8Array>();

  /** @throws Error when the log has a gap, or holds what these rules do not know. */
  constructor(matchId: string, log: readonly LogEntry[]) {
    if (!log[0]) throw new Error('The log is empty.');
    this.matchId = matchId;
    this.game = gameOf(log[0], byTag);
    this.log = log;
    let state: RoomState | undefined;
    this.steps = log.map((entry) => {
      const steps = fold(this.game, state, entry);
      state = steps.at(-1)!.state;
      return steps;
    });
    for (const { actor, commandId, seq } of log) this.#entryOfCommand.set(actor + commandId, seq);
  }

  get head(): number {
    return this.log.length;
  }

  /** The state after an entry; after the last one where none is named. */
  state(seq = this.head): RoomState {
    return this.steps[seq - 1]!.at(-1)!.state;
  }

  /** The entry that a command made; the last one, should there be several. */
  entryOf(userId: string, commandId: string): number | undefined {
    return this.#entryOfCommand.get(userId + commandId);
  }

  /** All whose eyes a user may have seen this match with: their seats, and none while they had none. */
  viewersOf(userId: string): ReadonlySet<Viewer> {
    return new Set(this.log.map(({ seq }) => seatOf(this.state(seq), userId)));
  }

  /** What the entries (from, to] show to a viewer. */
  shown(viewer: Viewer, from: number, to: number): ShownEntry[] {
    return this.log.slice(from, to).map(({ seq, at }) => {
      return { seq, at, events: projectSteps(this.game, this.steps[seq - 1]!, viewer) };
    });
  }

  /** The same as the wire has it. */
  eventsBytes(viewer: Viewer, from: number, to: number): Uint8Array {
    const key = `${viewer}/${from}/${to}`;
    let bytes = this.#eventsBytes.get(key);
    if (!bytes) {
      bytes = streamCodec.events(this.game.name, from, to, this.shown(viewer, from, to));
      this.#eventsBytes.set(key, bytes);
    }
    return bytes;
  }

  /** Everything that a viewer sees of it, event by event. */
  eventMessages(viewer: Viewer): MatchEvent[] {
    return eventMessages(this.game.name, this.shown(viewer, 0, this.head));
  }

  snapshotBytes(viewer: Viewer, seq: number, timeMs: number): Uint8Array {
    return streamCodec.snapshot(this.matchId, viewOf(this.game, this.state(seq), viewer), timeMs);
  }

  snapshotMessage(viewer: Viewer, seq: number): Snapshot {
    return snapshotMessage(this.matchId, viewOf(this.game, this.state(seq), viewer), 0);
  }
}
