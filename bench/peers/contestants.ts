/** Who is compared: servers, and ways for players to connect to them. */
import type { Setup } from './servers.ts';

/** A row of the table. */
export type Contestant = {
  readonly name: string;
  /** As it stands in the table. */
  readonly title: string;
  /** Where a match's state is when a move is answered. */
  readonly state: string;
  /** The stores it runs with, which are killed with it once. */
  readonly stores?: string;
  /** Streams that share a connection. */
  readonly perConnection: number;
  /** A peer's processes; or Playmesh, by Envoy's edge or straight to the replicas. */
  readonly setup: Setup | 'edge' | 'direct';
};

/** In memory, and gone with it. */
const memory = 'memory';

/** In the order of the table. */
export const contestants: readonly Contestant[] = [
  ...[50, 1].map((perConnection) => ({
    name: `grpc-relay-${perConnection}`,
    title: 'grpc-js alone, 2 processes',
    state: memory,
    perConnection,
    setup: { kind: 'grpc-relay', processes: 2, withRedis: false } as const,
  })),
  {
    name: 'colyseus-1',
    title: 'Colyseus, 1 process',
    state: memory,
    perConnection: 1,
    setup: { kind: 'colyseus', processes: 1, withRedis: false },
  },
  {
    name: 'colyseus-2',
    title: 'Colyseus, 2 processes',
    state: memory,
    stores: 'Redis',
    perConnection: 1,
    setup: { kind: 'colyseus', processes: 2, withRedis: true },
  },
  {
    name: 'socketio',
    title: 'socket.io, Redis adapter, 2 processes',
    state: "Redis's memory",
    stores: 'Redis',
    perConnection: 1,
    setup: { kind: 'socketio', processes: 2, withRedis: true },
  },
  ...(['direct', 'edge'] as const).flatMap((way) =>
    [50, 1].map((perConnection) => ({
      name: `playmesh-${way}-${perConnection}`,
      title: `Playmesh, 2 replicas, ${way === 'edge' ? 'through Envoy' : 'direct'}`,
      state: 'PostgreSQL, synced',
      stores: 'Redis, PostgreSQL',
      perConnection,
      setup: way,
    })),
  ),
];

/** Those whose matches are looked for after a kill: once each, since it makes no difference how players connect. */
export const killed: readonly Contestant[] = contestants.filter(({ name }) =>
  ['grpc-relay-50', 'colyseus-1', 'colyseus-2', 'socketio', 'playmesh-edge-1'].includes(name),
);
