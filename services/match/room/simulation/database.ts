import type { Entry, LinkedEntry } from '../entry.ts';
import type { Outage } from '../heart.ts';
import type { Beat } from '../heartbeat.ts';
import type { AppendOutcome, Head, StoredSnapshot, Tail } from '../ports.ts';
import type { RoomState } from '../state.ts';
import type { SimulatedTime } from './time.ts';

const MAX_BODY_BYTES = 262_144;

/** What PostgreSQL holds and does, with the same guard, keys and limits as the statements in store/. */
export class SimulatedDatabase {
  readonly time: SimulatedTime;
  away = false;
  /** Off, the fold alone must see to it that a command happens once. */
  uniqueCommands = true;
  /** Off, nothing but the primary key is in the way of a second opinion about what came before. */
  guarded = true;
  readonly snapshots = new Map<string, StoredSnapshot>();
  readonly index = new Map<string, RoomState>();
  readonly due = new Map<string, number>();
  readonly outages: Outage[] = [];
  /** When each entry was stored, by its id. */
  readonly storedAt = new Map<string, number>();
  readonly #logs = new Map<string, Entry[]>();
  readonly #heartbeats = new Map<string, number>();

  constructor(time: SimulatedTime) {
    this.time = time;
  }

  /** A match's first entry; its maker's store does this together with the row of the match. */
  create(entry: Entry): void {
    this.#logs.set(entry.matchId, [entry]);
    this.storedAt.set(entry.entryId, this.time.now);
    this.due.set(entry.matchId, this.time.now + 15_000);
  }

  log(matchId: string): readonly Entry[] {
    return this.#logs.get(matchId) ?? [];
  }

  /** Forgets the end of a log, as the promotion of a standby that lacked it does. Returns what was lost. */
  cut(matchId: string, afterSeq: number): readonly Entry[] {
    const log = this.log(matchId);
    this.#logs.set(matchId, log.slice(0, afterSeq));
    if ((this.snapshots.get(matchId)?.seq ?? 0) > afterSeq) this.snapshots.delete(matchId); // it was written later still
    return log.slice(afterSeq);
  }

  /** What is behind a head, or undefined when the head is the log's end. */
  tail({ matchId, seq, entryId }: Head): Tail | undefined {
    const log = this.log(matchId);
    const holdsHead = log[seq - 1]?.entryId === entryId;
    return holdsHead && log.length === seq ? undefined : { holdsHead, entries: log.slice(seq) };
  }

  append({ previousEntryId, ...entry }: LinkedEntry): AppendOutcome {
    const log = this.#logs.get(entry.matchId) ?? [];
    if (Buffer.byteLength(entry.body) > MAX_BODY_BYTES) return 'bad';
    if (log[entry.seq - 1] || entry.at > this.time.now + 250) return 'absent';
    if (this.guarded && log[entry.seq - 2]?.entryId !== previousEntryId) return 'absent';
    const isRepeated = log.some(({ actor, commandId }) => actor === entry.actor && commandId === entry.commandId);
    if (this.uniqueCommands && isRepeated) return 'absent';
    log[entry.seq - 1] = entry;
    this.storedAt.set(entry.entryId, this.time.now);
    return 'stored';
  }

  beat(replicaId: string, afterOutageId: number): Beat {
    const { now } = this.time;
    const latest = Math.max(...this.#heartbeats.values());
    if (this.#heartbeats.size > 0 && latest < now - 3_000)
      this.outages.push({ id: this.outages.length + 1, began: latest, ended: now });
    this.#heartbeats.set(replicaId, now);
    return {
      alive: new Set([...this.#heartbeats].filter(([, at]) => at > now - 5_000).map(([id]) => id)),
      outages: this.outages.filter(({ id }) => id > afterOutageId),
    };
  }

  takeDue(): string[] {
    const taken = [...this.due].filter(([, at]) => at < this.time.now).map(([matchId]) => matchId);
    for (const matchId of taken) this.due.set(matchId, this.time.now + 15_000);
    return taken;
  }
}
