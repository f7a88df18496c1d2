import { PlaymeshClient, type MatchRef, type PlayOptions, type StoredTokens } from '../../clients/sdk/src/index.ts';
import { createNativeTransport } from '../../clients/sdk/src/native.ts';
import { createWebTransport } from '../../clients/sdk/src/web.ts';
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
  follow(match: MatchRef, options?: PlayOptions): Witness;
};

/** Everyone who plays in a test file; closed together, since an open channel would keep the process alive. */
export class Players {
  readonly #address: string;
  readonly #clients: PlaymeshClient[] = [];

  /** @param edge host:port of the mesh's edge. */
  constructor(edge: string) {
    this.#address = `http://${edge}`;
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
    const client = new PlaymeshClient(openers[transport](this.#address), { storage });
    this.#clients.push(client);
    return {
      name,
      client,
      get userId() {
        return client.userId!;
      },
      get tokens() {
        return tokens!;
      },
      follow: (match, options) => new Witness(name, client.play(match, options)),
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
