import type { Redis } from 'ioredis';
import type { Clock } from '../../harness/clock.ts';
import type { Codec } from '../room/codec.ts';
import type { Heartbeat } from '../room/heartbeat.ts';
import type { Room } from '../room/room.ts';

const TURN_MS = 2_000;
const KEPT_MS = 3 * TURN_MS;
/** Asked for by one command: few enough that neither Redis nor the loop is held up by it. */
const MATCHES_AT_ONCE = 1_000;

/**
 * How many watch a match, over all replicas: each says in Redis how many it has, for a few seconds, and adds up what the
 * living say. Only told, never stored; without Redis a replica tells of its own.
 */
export class WatcherCounts {
  readonly #redis: Redis;
  readonly #replicaId: string;
  readonly #heartbeat: Pick<Heartbeat, 'alive'>;
  readonly #rooms: () => Iterable<Room>;
  readonly #codec: Codec;
  readonly #clock: Clock;
  /** What the viewers of a match were told last, and how many they were. */
  readonly #told = new WeakMap<Room, { total: number; viewers: number }>();
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(parts: {
    redis: Redis;
    replicaId: string;
    heartbeat: Pick<Heartbeat, 'alive'>;
    rooms: () => Iterable<Room>;
    codec: Codec;
    clock: Clock;
  }) {
    this.#redis = parts.redis;
    this.#replicaId = parts.replicaId;
    this.#heartbeat = parts.heartbeat;
    this.#rooms = parts.rooms;
    this.#codec = parts.codec;
    this.#clock = parts.clock;
  }

  start(): void {
    const turn = async (): Promise<void> => {
      await this.#turn();
      if (!this.#stopped) this.#cancel = this.#clock.after(TURN_MS, () => void turn());
    };
    this.#cancel = this.#clock.after(TURN_MS, () => void turn());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** How many watch these matches, over all replicas, as of some seconds ago; undefined without Redis. */
  async of(matchIds: readonly string[]): Promise<readonly number[] | undefined> {
    const replicas = [...this.#heartbeat.alive];
    if (matchIds.length === 0 || replicas.length === 0) return matchIds.map(() => 0);
    try {
      const keys = matchIds.flatMap((matchId) => replicas.map((replicaId) => keyOf(matchId, replicaId)));
      return sums(await this.#redis.mget(keys), replicas.length);
    } catch {
      return undefined;
    }
  }

  async #turn(): Promise<void> {
    const watched = [...this.#rooms()].filter(({ viewers }) => viewers.count > 0);
    for (let from = 0; from < watched.length; from += MATCHES_AT_ONCE) {
      const some = watched.slice(from, from + MATCHES_AT_ONCE);
      const elsewhere = await this.#countElsewhere(some);
      some.forEach((room, index) => this.#tell(room, room.viewers.watchers + elsewhere[index]!));
    }
  }

  #tell(room: Room, total: number): void {
    const told = this.#told.get(room) ?? { total: 0, viewers: 0 };
    const { count } = room.viewers;
    // Whoever came since then has not been told yet.
    if (told.total !== total || (total > 0 && told.viewers !== count))
      room.viewers.broadcast(this.#codec.presence(total));
    this.#told.set(room, { total, viewers: count });
  }

  /** Says how many watch these matches here, and resolves to how many do at other replicas; to nobody without Redis. */
  async #countElsewhere(rooms: readonly Room[]): Promise<readonly number[]> {
    const others = [...this.#heartbeat.alive].filter((replicaId) => replicaId !== this.#replicaId);
    const nobody = rooms.map(() => 0);
    try {
      const own = rooms.filter(({ viewers }) => viewers.watchers > 0);
      await Promise.all(
        own.map(({ matchId, viewers }) =>
          this.#redis.set(keyOf(matchId, this.#replicaId), viewers.watchers, 'PX', KEPT_MS),
        ),
      );
      if (others.length === 0) return nobody;
      const keys = rooms.flatMap(({ matchId }) => others.map((replicaId) => keyOf(matchId, replicaId)));
      return sums(await this.#redis.mget(keys), others.length);
    } catch {
      return nobody;
    }
  }
}

const keyOf = (matchId: string, replicaId: string): string => `watchers:${matchId}:${replicaId}`;

/** The sum of every `size` counts in a row. */
const sums = (counts: readonly (string | null)[], size: number): number[] =>
  Array.from({ length: counts.length / size }, (_, index) =>
    counts.slice(index * size, (index + 1) * size).reduce((sum, count) => sum + Number(count ?? 0), 0),
  );
