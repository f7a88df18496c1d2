import { PlaymeshClient } from '../src/client.ts';
import { openPlay, openWatch, type Act } from '../src/connection.ts';
import { createNativeTransport } from '../src/native.ts';
import { MatchSession, PLAY_TIMINGS, WATCH_TIMINGS } from '../src/session.ts';
import type { MatchUpdate, SessionTimings } from '../src/session.ts';
import type { Transport } from '../src/transport.ts';
import { createWebTransport } from '../src/web.ts';
import { TcpEdge, WebEdge } from './edge.ts';
import { MATCH_ID } from './messages.ts';
import { ScriptedMesh } from './scripted-mesh.ts';
import { acceptGuests, tokens } from './sign-in.ts';

export const TRANSPORTS = ['native gRPC', 'grpc-web'] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/** A signed-in client of a scripted mesh, behind an edge whose connections can be cut. */
export class Player {
  readonly mesh: ScriptedMesh;
  readonly transport: Transport;
  readonly client: PlaymeshClient;
  /** Reasons why it was signed out. */
  readonly signedOut: string[] = [];
  /** Refresh tokens that the service was shown. */
  readonly traded: string[] = [];
  readonly #edge: TcpEdge | WebEdge;
  readonly #closing: (() => void)[] = [];

  private constructor(mesh: ScriptedMesh, edge: TcpEdge | WebEdge, transport: Transport) {
    this.mesh = mesh;
    this.#edge = edge;
    this.transport = transport;
    this.client = new PlaymeshClient(transport, { onSignedOut: ({ reason }) => this.signedOut.push(reason) });
  }

  static async start(transport: TransportName): Promise<Player> {
    const mesh = await ScriptedMesh.start();
    acceptGuests(mesh);
    const edge = transport === 'grpc-web' ? await WebEdge.start(mesh.address) : await TcpEdge.start(mesh.port);
    const open = transport === 'grpc-web' ? createWebTransport : createNativeTransport;
    const player = new Player(mesh, edge, open(edge.address));
    await player.client.guest();
    return player;
  }

  /** Lets the service renew tokens: number 2 for refresh token 1, and so on. */
  renewals(): void {
    this.mesh.users.refreshTokens = async ({ refreshToken }) => {
      this.traded.push(refreshToken);
      return { tokens: tokens(this.traded.length + 1) };
    };
  }

  /** Follows the match; `seen` is what its session has told so far, a short text each. */
  play(): { session: MatchSession; seen: () => string[] } {
    return this.#follow(this.client.play(MATCH_ID));
  }

  /** Follows the match by other times than those of the client. */
  playWith(timings: Partial<SessionTimings>): { session: MatchSession; seen: () => string[] } {
    const { matches, bidirectional } = this.transport;
    const act: Act = (command) => matches.act({ matchId: MATCH_ID, command });
    const session = new MatchSession(
      MATCH_ID,
      '',
      'together',
      {
        userId: () => this.client.userId,
        accessToken: async () => 'token',
        renew: async () => 'token',
        open: (opening, listener) =>
          bidirectional ? openPlay(matches, opening, listener) : openWatch(matches, opening, act, listener),
        act,
        measureDelay: () => Promise.reject(new Error('nobody measures here')),
        leave: async () => {},
        signedOut: () => {},
      },
      { ...(bidirectional ? PLAY_TIMINGS : WATCH_TIMINGS), ...timings },
    );
    this.#closing.push(() => session.close());
    return this.#follow(session);
  }

  #follow(session: MatchSession): { session: MatchSession; seen: () => string[] } {
    const told: string[] = [];
    void (async () => {
      try {
        for await (const update of session) told.push(describe(update));
      } catch (error) {
        told.push(`threw ${(error as Error).name}`);
      }
    })();
    return { session, seen: () => [...told] };
  }

  cut(): void {
    this.#edge.cut();
  }

  /** Lets nothing through any more on the connections that there are. */
  freeze(): void {
    this.#edge.freeze();
  }

  async stop(): Promise<void> {
    for (const close of this.#closing) close();
    this.client.close();
    await this.#edge.close();
    this.mesh.close();
  }
}

/** Waits until something is so, and what was told together with it has reached its reader too. */
export async function until(condition: () => boolean, limitMs = 20_000): Promise<void> {
  const limit = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > limit) throw new Error(`still not so after ${limitMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setImmediate(resolve));
}

function describe(update: MatchUpdate): string {
  switch (update.kind) {
    case 'snapshot':
      return `snapshot ${update.state.seq}`;
    case 'event':
      return `event ${update.event.seq}`;
    case 'presence':
      return `watchers ${update.watchers}`;
    case 'connection': {
      const { connection } = update;
      if (connection.state === 'reconnecting') return `reconnecting ${connection.attempt}`;
      if (connection.state === 'ended') return `ended ${connection.code ?? connection.error?.reason ?? ''}`.trim();
      return connection.state;
    }
  }
}
