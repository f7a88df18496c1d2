import {
  PlaymeshClient,
  type MatchRef,
  type MatchSession,
  type PlayOptions,
  type StoredTokens,
  type Transport,
} from '../../clients/sdk/src/index.ts';
import { createNativeTransport } from '../../clients/sdk/src/native.ts';
import { createWebTransport } from '../../clients/sdk/src/web.ts';
import { Recorder } from '../faults/history/recorder.ts';
import { Witness } from './witness.ts';

const openers = { native: createNativeTransport, web: createWebTransport } as const;
type TransportName = keyof typeof openers;

/** Somebody signed in at a mesh, with the SDK as an app would use it. */
export type Player = {
  readonly name: string;
  readonly client: PlaymeshClient;
  /** UUID text. */
  readonly userId: string;
  /** The tokens as they are now, for calls past the SDK. */
  readonly tokens: StoredTokens;
  /** Follows a match, and plays it where there is a seat. */
  play(match: MatchRef, options?: PlayOptions): MatchSession;
  /** The same, with somebody who waits for what is to be seen. */
  follow(match: MatchRef, options?: PlayOptions): Witness;
};

/** Everyone who plays in a run; closed together, since an open channel would keep the process alive. */
export class Players {
  /** What they all sent and saw. */
  readonly recorder: Recorder;
  readonly #address: string;
  readonly #wrap: (transport: Transport) => Transport;
  readonly #clients: PlaymeshClient[] = [];

  /**
   * @param edge host:port of the mesh's edge.
   * @param wrap comes between the SDK and what is recorded, so as to send more than the SDK would.
   */
  constructor(edge: string, recorder = new Recorder(), wrap = (transport: Transport) => transport) {
    this.#address = `http://${edge}`;
    this.recorder = recorder;
    this.#wrap = wrap;
  }

  /** Signs a new guest in. */
  async guest(transport: TransportName = 'native', name = 'Guest'): Promise<Player> {
    const player = this.#open(transport, name, undefined);
    await player.client.guest({ displayName: name });
    return player;
  }

  /** The same player on another device. */
  async secondDevice({ name, tokens }: Player, transport: TransportName): Promise<Player> {
    const player = this.#open(transport, `${name}'s second device`, tokens);
    await player.client.restore();
    return player;
  }

  #open(transport: TransportName, name: string, tokens: StoredTokens | undefined): Player {
    const storage = { load: () => tokens, save: (saved: StoredTokens | undefined) => void (tokens = saved) };
    const recording = this.recorder.client(`${name} on ${transport}`, () => client.userId!);
    const recorded = recording.transport(openers[transport](this.#address));
    const client = new PlaymeshClient(this.#wrap(recorded), { storage });
    this.#clients.push(client);
    const play = (match: MatchRef, options?: PlayOptions): MatchSession => {
      const session = client.play(match, options);
      recording.follow(session);
      return session;
    };
    return {
      name,
      client,
      get userId() {
        return client.userId!;
      },
      get tokens() {
        return tokens!;
      },
      play,
      follow: (match, options) => new Witness(name, play(match, options)),
    };
  }

  /** Two guests. */
  async pair(): Promise<[Player, Player]> {
    return [await this.guest('native', 'Ada'), await this.guest('native', 'Ben')];
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}
