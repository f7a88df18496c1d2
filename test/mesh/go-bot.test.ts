/** `make bot GAME=go` as people run it: processes that find games, play them at once, die and go on. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Adviser } from '../../clients/bots/go/adviser.ts';
import { GoBot } from '../../clients/bots/go/bot.ts';
import { findGnugo } from '../../clients/bots/go/gtp/engine-command.ts';
import { EngineDesk } from '../../clients/bots/go/engine-desk.ts';
import { Lobby } from '../../clients/bots/go/lobby.ts';
import { boardOfGame } from '../../clients/bots/go/player.ts';
import type { GoAnswer, GoGame, Player } from '../../clients/bots/go/player.ts';
import { randomFrom } from '../../clients/bots/random.ts';
import { formatId, GoDecision, MatchState, type GoView, type Match } from '../../clients/sdk/src/index.ts';
import { playStone } from '../../clients/sdk/src/games/go-board.ts';
import { createNativeTransport } from '../../clients/sdk/src/native.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player as Guest } from '../support/players.ts';
import { startProcess, type TestProcess } from '../support/process.ts';
import { until } from '../support/until.ts';
import type { Witness } from '../support/witness.ts';

/** How long games may take on a busy machine. Milliseconds. */
const GAMES_MS = 50_000;

let mesh: TestMesh;
let players: Players;
let watcher: Guest;
let config: string;
const bots: TestProcess[] = [];

beforeAll(async () => {
  config = await mkdtemp(join(tmpdir(), 'playmesh-config-'));
  mesh = await startMesh();
  players = new Players(mesh.edge);
  watcher = await players.guest('native', 'Watcher');
}, 90_000);
afterAll(async () => {
  for (const { child } of bots) child.kill('SIGTERM');
  await Promise.all(bots.map(({ ended }) => ended));
  players.close();
  await mesh.stop();
  await rm(config, { recursive: true });
}, 60_000);

/** What `make bot GAME=go …` runs. */
function startBot(options: Readonly<Record<string, string>>): TestProcess {
  const bot = startProcess('local/bot.ts', {
    PATH: process.env['PATH']!,
    XDG_CONFIG_HOME: config,
    SERVER: `http://${mesh.edge}`,
    GAME: 'go',
    ...options,
  });
  bots.push(bot);
  return bot;
}

/** The process that plays, which the command keeps running. */
const playingPid = ({ child }: TestProcess): Promise<number> =>
  until('the process that plays', async () => {
    const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    return Number(children.trim().split(' ')[0]) || undefined;
  });

async function runningMatches(mode: string): Promise<Match[]> {
  const found: Match[] = [];
  for await (const match of watcher.client.listMatches({ state: MatchState.RUNNING, mode })) found.push(match);
  return found;
}

const viewOf = (witness: Witness): GoView => {
  const view = witness.state?.view;
  if (view?.$case !== 'go') throw new Error('no game of Go is seen');
  return view.value;
};

const decisionOf = (witness: Witness): GoDecision => viewOf(witness).result!.decision;

/** Plays anywhere for a while, then passes; takes nothing for dead, and never gives up. */
class AimlessPlayer implements Player {
  readonly maxGames = 8;

  async move(game: GoGame): Promise<GoAnswer> {
    const { next, moves, forbidden, id } = game;
    if (moves.length > 36) return 'pass';
    const board = boardOfGame(game);
    const random = randomFrom(`${id} ${moves.length}`);
    const isLegal = (point: number): boolean => !forbidden.includes(point) && 'board' in playStone(board, point, next);
    const legal = board.points.map((_, point) => point).filter(isLegal);
    return legal[Math.floor(random() * legal.length)] ?? 'pass';
  }

  async dead(): Promise<readonly number[]> {
    return [];
  }

  async handicap(): Promise<readonly number[]> {
    return [];
  }

  async leave(): Promise<void> {}

  async close(): Promise<void> {}
}

test(
  'a bot plays two games at once; it is killed, is the same player again by itself, and finishes both',
  () =>
    mesh.explain(async () => {
      const mode = 'go_9x9_blitz';
      const stop = new AbortController();
      const aimless = new AimlessPlayer();
      const other = new GoBot(
        createNativeTransport(`http://${mesh.edge}`),
        { name: 'Aimless (bot)', adviser: new Adviser(new EngineDesk(aimless), aimless, () => {}), say: () => {} },
        () => {},
      );
      await other.signIn();
      const lobby = new Lobby(other, { modes: [mode], games: 2, isOpen: false }, () => {}, stop.signal);
      const seeking = lobby.seek().catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
      const bot = startBot({ LEVEL: '2', MODE: mode, GAMES: '2' });
      await bot.said('waits in the queue');

      const matches = await until('two games', async () => {
        const running = await runningMatches(mode);
        return running.length === 2 && running;
      });
      const games = matches.map((match) => watcher.follow(match));
      await Promise.all(games.map((game) => game.until('some moves', () => !!game.state && viewOf(game).moves >= 12)));
      process.kill(await playingPid(bot), 'SIGKILL');
      await bot.said('the bot ended (SIGKILL)');
      const before = games.map((game) => viewOf(game).moves);

      const ends = await Promise.all(games.map((game) => game.finish(GAMES_MS)));
      expect(games.map(decisionOf)).toEqual([GoDecision.SCORE, GoDecision.SCORE]);
      for (const [index, game] of games.entries()) {
        const view = viewOf(game);
        expect(view.moves).toBeGreaterThan(before[index]! + 10);
        expect(view.acceptedSeats.toSorted()).toEqual([0, 1]);
        const { outcome, players: seats } = ends[index]!.match;
        const names = await Promise.all(seats.map(({ userId }) => watcher.client.getProfile(userId)));
        const seat = names.findIndex(({ displayName }) => displayName === 'Momo (bot, level 2)');
        expect(outcome!.winnerSeats).toEqual([seat]); // against somebody who plays anywhere
      }
      expect(
        new Set(
          ends.map(({ match }) =>
            match.players
              .map(({ userId }) => formatId(userId))
              .sort()
              .join(),
          ),
        ),
      ).toHaveProperty('size', 1);
      stop.abort();
      other.stop();
      await seeking;
    }, 85_000),
  90_000,
);

const gnugo = await findGnugo();
// A test that is skipped fails the run, so where there is no GNU Go this one is not there at all.
if (gnugo) testGnugo();
else process.stdout.write('GNU Go is not installed: no game is played with it here.\n');

function testGnugo(): void {
  test(
    'GNU Go and the built-in engine play a game',
    () =>
      mesh.explain(async () => {
        const mode = 'go_9x9_rapid';
        const engines = [{ ENGINE: 'gnugo --mode gtp --level 1' }, { LEVEL: '1' }];
        for (const engine of engines) startBot({ ...engine, MODE: mode, GAMES: '1' });
        const match = await until('a game', async () => (await runningMatches(mode))[0]);
        const game = watcher.follow(match);
        await game.finish(GAMES_MS);
        expect([GoDecision.SCORE, GoDecision.RESIGNATION]).toContain(decisionOf(game));
        expect(viewOf(game).moves).toBeGreaterThan(20);
        const names = await Promise.all(match.players.map(({ userId }) => watcher.client.getProfile(userId)));
        expect(names.map(({ displayName }) => displayName).sort()).toEqual(['Ume (bot, level 1)', 'gnugo (bot)']);
      }, 85_000),
    90_000,
  );
}
