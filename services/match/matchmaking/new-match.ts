import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../../harness/clock.ts';
import { newId, NOBODY } from '../../harness/ids.ts';
import type { AnyGame } from '../games/game.ts';
import type { Mode } from '../games/catalogue.ts';
import { createEvents } from '../room/decide.ts';
import { encodeEvents, type Visibility } from '../room/entry.ts';
import { gameTag } from '../room/state.ts';
import type { NewMatch } from '../store/matches.ts';

/** Without letters and digits that look alike. */
const INVITE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const INVITE_LENGTH = 8;

/** Draws what a game is played with, such as its questions; games that need nothing have none. */
export type Materials = Readonly<Record<string, (config: never) => Promise<unknown>>>;

/** Makes matches ready to be stored: settings filled in, material drawn, first entry written. */
export class MatchMaker {
  readonly #modes: ReadonlyMap<string, Mode>;
  readonly #materials: Materials;
  readonly #clock: Clock;

  constructor(modes: readonly Mode[], materials: Materials, clock: Clock) {
    this.#modes = new Map(modes.map((mode) => [mode.name, mode]));
    this.#materials = materials;
    this.#clock = clock;
  }

  mode(name: string): Mode | undefined {
    return this.#modes.get(name);
  }

  /** @throws what the material's source throws. */
  async make(match: {
    readonly mode: Mode;
    readonly config?: Readonly<Record<string, unknown>>;
    readonly visibility: Visibility;
    readonly userIds: readonly string[];
    readonly isRated: boolean;
    /** Whose request it is, and its id: one request makes one match. Left out, it is one of its own by the first player. */
    readonly request?: { readonly createdBy: string; readonly requestId: string };
  }): Promise<NewMatch> {
    const { mode, visibility, userIds, isRated } = match;
    const game: AnyGame = mode.game;
    // In a request 0, and what is left out, means the default, which is the mode's before it is the game's.
    const asked = Object.entries(match.config ?? {}).filter(([, value]) => value !== 0 && value !== undefined);
    const config = game.configure({ ...mode.config, ...Object.fromEntries(asked) }) as unknown;
    const material = await this.#materials[game.name]?.(config as never);
    const seed = randomBytes(32).toString('hex');
    const events = createEvents(game, { mode: mode.name, config, visibility, userIds }, seed, material);
    const matchId = newId();
    return {
      matchId,
      mode: mode.name,
      game: gameTag(game),
      config,
      visibility,
      inviteCode: visibility === 'private' ? inviteCode() : null,
      ...(match.request ?? { createdBy: userIds[0]!, requestId: matchId }),
      isRated,
      userIds: Array.from({ length: game.seats }, (_, seat) => userIds[seat] ?? NOBODY),
      entryId: newId(),
      at: this.#clock.now(),
      body: encodeEvents(events),
    };
  }
}

const inviteCode = (): string =>
  Array.from({ length: INVITE_LENGTH }, () => INVITE_ALPHABET[randomInt(INVITE_ALPHABET.length)]).join('');
