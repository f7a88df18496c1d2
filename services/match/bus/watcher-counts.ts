import type { Redis } from 'ioredis';
import type { Clock } from '../../harness/clock.ts';
import type { Codec } from '../room/codec.ts';
import type { Heartbeat } from '../room/heartbeat.ts';
import type { Room } from '../room/room.ts';

const TURN_MS = 2_000;
const KEPT_MS = 3 * TURN_MS;

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

  async #turn(): Promise<void> {
    const watched = [...this.#rooms()].filter(({ viewers }) => viewers.count > 0);
    const totals = await Promise.all(watched.map((room) => this.#total(room)));
    watched.forEach((room, index) => {
      const total = totals[index]!;
      const told = this.#told.get(room) ?? { total: 0, viewers: 0 };
      const { count } = room.viewers;
      // Whoever came since then has not been told yet.
      if (told.total !== total || (total > 0 && told.viewers !== count))
        room.viewers.broadcast(this.#codec.presence(total));
      this.#told.set(room, { total, viewers: count });
    });
  }

  async #total(room: Room): Promise<number> {
    const own = room.viewers.watchers;
    const key = (replicaId: string): string => `watchers:${room.matchId}:${replicaId}`;
    const others = [...this.#heartbeat.alive].filter((replicaId) => replicaId !== this.#replicaId);
    try {
      if (own > 0) await this.#redis.set(key(this.#replicaId), own, 'PX', KEPT_MS);
      if (others.length === 0) return own;
      const counts = await this.#redis.mget(others.map(key));
      return counts.reduce((sum, count) => sum + Number(count ?? 0), own);
    } catch {
      return own;
    }
  }
}
