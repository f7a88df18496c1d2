import { setTimeout as sleep } from 'node:timers/promises';
import {
  EndReason,
  formatId,
  Visibility,
  type MatchSettings,
  type Match,
  type MatchSession,
  type PlayOptions,
} from '../../../clients/sdk/src/index.ts';
import { Players, type Player } from '../../support/players.ts';
import type { TestMesh, TestMeshOptions } from '../../support/mesh.ts';
import type { Random } from '../nemesis/fault.ts';
import { randomOf } from '../nemesis/random.ts';
import { relayBot, triviaBot, type Bot } from './bots.ts';
import type { History, PlayerStatistics } from './history.ts';
import { Recorder } from './recorder.ts';
import { repeatCommands } from './repetition.ts';

/** What a mesh must be started with to bear the load. */
export const LOAD_MESH: Pick<TestMeshOptions, 'environment' | 'streamStartsPerSecond'> = {
  environment: { match: { PLAYMESH_BENCH_MODES: 'true' }, user: { PLAYMESH_GUEST_LIMIT: '100000/100000' } },
  streamStartsPerSecond: 100_000,
};

/** What is played, and how. Shares are from 0 to 1. */
export type Mix = {
  /** Relays played at one time, each by a pair of its own: pass upon pass, as fast as they are answered. */
  readonly relays: number;
  /** Least and most passes of a relay. */
  readonly passes: readonly [number, number];
  /** Duels played at one time, for secrets, deadlines, and answers that race. */
  readonly duels: number;
  /** Questions of a duel. */
  readonly questions: number;
  /** Share of clients that play by Watch and Act over grpc-web; the others by Play. */
  readonly web: number;
  /** Share of matches that somebody without a seat watches. */
  readonly watched: number;
  /** Share of commands that go out twice. */
  readonly repeated: number;
};

export const MIX: Mix = {
  relays: 40,
  passes: [20, 60],
  duels: 4,
  questions: 3,
  web: 0.25,
  watched: 0.2,
  repeated: 0.1,
};

/** A running load. */
export type Load = {
  readonly history: History;
  /** Commands sent and not answered yet: what a fault must find to land in the middle of things. */
  readonly inFlight: number;
  /** The replica that serves each relay player's session now, by user id; who has none is left out. */
  attached(): ReadonlyMap<string, string>;
  /** How a relay player's newest session stands, in words, for looking into why it waits. */
  whereabouts(userId: string): string;
  /**
   * Begins no new match, waits until those that are played are over, reads everybody's statistics once all are counted,
   * and closes all. From then on the history stands.
   * @param patienceMs how long it waits at most, for the matches and again for the counting
   * @param quietMs after how long without a word from the service it waits for the matches no more
   */
  finish(patienceMs?: number, quietMs?: number): Promise<void>;
};

const SIGN_INS_AT_ONCE = 20;
/** Between tries to begin a match while the mesh is away. Milliseconds. */
const AGAIN_MS = 250;
/** So many keys that both replicas have some. */
const ROUTES = 8;
/** How many tables one client watches. */
const TABLES_WATCHED = 8;

/**
 * Loads a running mesh that was started with `LOAD_MESH`: pairs of players who play one match after another by the SDK,
 * each client on a connection of its own, led to any replica. Resolves when everyone is signed in and plays.
 * @param options.seed all choices follow from it
 */
export async function startLoad(mesh: TestMesh, options: { seed: number; mix?: Partial<Mix> }): Promise<Load> {
  const { seed } = options;
  const mix = { ...MIX, ...options.mix };
  const recorder = new Recorder(seed);
  const repeating = randomOf(seed, 'repeated');
  const players = new Players(mesh.edge, recorder, (transport) =>
    repeatCommands(transport, () => repeating() < mix.repeated),
  );
  const run = new Run(seed, mix);
  const games = [
    ...Array.from({ length: mix.relays }, (_, number) => ({ game: relayGame(mix), name: `relay ${number}` })),
    ...Array.from({ length: mix.duels }, (_, number) => ({ game: duelGame(mix), name: `duel ${number}` })),
  ];
  const tables = await signIn(players, games, seed, mix).catch((error: unknown) => {
    players.close();
    throw error;
  });
  const over = Promise.all(tables.map((table) => run.playOn(table)));

  return {
    history: recorder.history,
    get inFlight() {
      return recorder.inFlight;
    },
    attached: () => run.attached(),
    whereabouts: (userId) => run.whereabouts(userId),
    async finish(patienceMs = 30_000, quietMs = patienceMs) {
      run.stop();
      try {
        const isOver = await comesToItsEnd(over, recorder.history, patienceMs, quietMs);
        run.abandon();
        const counting = isOver ? patienceMs : 0;
        const statistics = await readStatistics(tables, run.counted, performance.now() + counting);
        recorder.stop(statistics, run.unfinished());
      } finally {
        players.close();
      }
    },
  };
}

/** Whether what is awaited comes, before the time is up and before clients have heard nothing for too long. */
async function comesToItsEnd(
  over: Promise<unknown>,
  { seen, acknowledged }: History,
  patienceMs: number,
  quietMs: number,
): Promise<boolean> {
  const limit = performance.now() + patienceMs;
  let heard = 0;
  let heardAt = performance.now();
  for (;;) {
    if (await Promise.race([over.then(() => true), sleep(50).then(() => false)])) return true;
    const now = performance.now();
    if (seen.length + acknowledged.length !== heard) heardAt = now;
    heard = seen.length + acknowledged.length;
    if (now > limit || now > heardAt + quietMs) return false;
  }
}

/** A kind of match that is played. */
type Game = {
  readonly mode: string;
  readonly bot: Bot;
  config(random: Random): MatchSettings;
};

const relayGame = ({ passes: [least, most] }: Mix): Game => ({
  mode: 'relay',
  bot: relayBot,
  config: (random) => {
    const passes = least + Math.floor(random() * (most - least + 1));
    return { $case: 'relay', value: { passes, passMs: 0 } };
  },
});

const duelGame = ({ questions }: Mix): Game => ({
  mode: 'trivia_duel',
  bot: triviaBot,
  config: () => ({ $case: 'trivia', value: { questions, answerMs: 1_000, pauseMs: 100 } }),
});

/** Two players who play one match after another, and who may watch them. */
type Table = {
  readonly name: string;
  readonly game: Game;
  readonly seats: readonly [Player, Player];
  readonly watcher: Player;
};

async function signIn(
  players: Players,
  games: readonly Pick<Table, 'name' | 'game'>[],
  seed: number,
  { web }: Mix,
): Promise<Table[]> {
  const guest = (name: string): Promise<Player> => players.guest(randomOf(seed, name)() < web ? 'web' : 'native', name);
  const watchers = await Promise.all(
    Array.from({ length: Math.ceil(games.length / TABLES_WATCHED) }, (_, number) => guest(`watcher ${number}`)),
  );
  const tables: Table[] = [];
  for (let first = 0; first < games.length; first += SIGN_INS_AT_ONCE) {
    const seated = games.slice(first, first + SIGN_INS_AT_ONCE).map(async ({ game, name }, index): Promise<Table> => {
      const watcher = watchers[(first + index) % watchers.length]!;
      return { name, game, seats: [await guest(`${name} seat 0`), await guest(`${name} seat 1`)], watcher };
    });
    tables.push(...(await Promise.all(seated)));
  }
  return tables;
}

/** The matches of a load. */
class Run {
  readonly #seed: number;
  readonly #mix: Mix;
  readonly #stopping = new AbortController();
  readonly #abandoned = new AbortController();
  /** Sessions of players by the match that they play now. */
  readonly #playing = new Map<string, readonly MatchSession[]>();
  readonly #relayPlayers = new Map<string, MatchSession>();
  /** How many matches of each player are over and count. */
  readonly counted = new Map<string, number>();

  constructor(seed: number, mix: Mix) {
    this.#seed = seed;
    this.#mix = mix;
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Waits for no match any more. */
  abandon(): void {
    this.#abandoned.abort();
  }

  unfinished(): string[] {
    return [...this.#playing.keys()];
  }

  attached(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#relayPlayers].flatMap(([userId, session]) =>
        session.connection.state === 'live' && session.replica ? [[userId, session.replica]] : [],
      ),
    );
  }

  whereabouts(userId: string): string {
    const session = this.#relayPlayers.get(userId);
    if (!session) return `${userId} never played`;
    const { connection, state, replica } = session;
    const why = 'error' in connection && connection.error ? ` (${connection.error.message})` : '';
    const ending = connection.state === 'ended' ? ` with code ${connection.code}` : '';
    const where = replica === undefined ? '' : ` at ${replica}`;
    const match = `match ${formatId(session.matchId)}, entry ${state?.seq ?? 0}`;
    return `${userId} is ${connection.state}${ending}${where}${why} in ${match}`;
  }

  /** One match after another, until there shall be no more. A mesh that is away is tried again. */
  async playOn(table: Table): Promise<void> {
    for (let number = 1; !this.#stopping.signal.aborted; number++) {
      const random = randomOf(this.#seed, table.name, number);
      try {
        await this.#play(table, await this.#begin(table, random), random);
      } catch {
        await sleep(AGAIN_MS);
      }
    }
  }

  async #begin({ game, seats: [host, guest] }: Table, random: Random): Promise<Match> {
    const { signal } = this.#stopping;
    const config = game.config(random);
    const match = await host.client.createMatch(game.mode, Visibility.OPEN, { config, signal });
    return guest.client.joinMatch(match, { signal });
  }

  async #play({ game, seats, watcher }: Table, match: Match, random: Random): Promise<void> {
    const matchId = formatId(match.matchId);
    const isWatched = random() < this.#mix.watched;
    const sessions = seats.map((player) => {
      const session = player.play(match, { route: route(random) });
      game.bot(session, randomOf(this.#seed, streamWord(random)));
      if (game.mode === 'relay') this.#relayPlayers.set(player.userId, session);
      return session;
    });
    if (isWatched) sessions.push(watcher.play(match, { route: route(random) }));
    this.#playing.set(matchId, sessions);
    const abandoned = new Promise<never>((_, reject) => {
      this.#abandoned.signal.addEventListener('abort', () => reject(new Error('abandoned')), { once: true });
    });
    await Promise.race([Promise.all(sessions.map(({ ended }) => ended)), abandoned]);
    this.#playing.delete(matchId);
    const reason = sessions[0]!.state?.match.outcome?.reason;
    if (reason === undefined || reason === EndReason.ABANDONED) return;
    for (const { userId } of seats) this.counted.set(userId, (this.counted.get(userId) ?? 0) + 1);
  }
}

/** A word for a stream of choices of its own. */
const streamWord = (random: Random): number => Math.floor(random() * 2 ** 32);

/** Where a client is led: with the others of its match, to any replica, or to one by a key. */
function route(random: Random): NonNullable<PlayOptions['route']> {
  const kind = random();
  if (kind < 0.2) return 'together';
  if (kind < 0.4) return 'spread';
  return { key: `load-${Math.floor(random() * ROUTES)}` };
}

/** What the stats service says of every player who has a seat, once it has counted as much as there is. */
async function readStatistics(
  tables: readonly Table[],
  counted: ReadonlyMap<string, number>,
  until: number,
): Promise<PlayerStatistics[]> {
  const statistics: PlayerStatistics[] = [];
  for (const { seats } of tables) {
    statistics.push(...(await Promise.all(seats.map((player) => statisticsOf(player, counted, until)))));
  }
  return statistics;
}

async function statisticsOf(
  { client, userId }: Player,
  counted: ReadonlyMap<string, number>,
  until: number,
): Promise<PlayerStatistics> {
  for (;;) {
    const modes = await client.stats.player();
    const played = modes.reduce((sum, mode) => sum + mode.played, 0);
    if (played >= (counted.get(userId) ?? 0) || performance.now() > until) {
      const matches = [];
      for await (const match of client.stats.playerMatches()) matches.push(match);
      return { userId, modes, matches };
    }
    await sleep(100);
  }
}
