import { afterEach, expect, test } from '@jest/globals';
import { BLACK, WHITE } from '../../../sdk/src/games/go-board.ts';
import { boardOf } from '../../../sdk/test-support/go-diagram.ts';
import { chooseMove } from './engine.ts';
import { ENGINE_DEFAULTS, EnginePlayer } from './engine-player.ts';
import type { EnginePlayerOptions } from './engine-player.ts';
import { PlayerError } from '../player.ts';
import type { GoGame } from '../player.ts';

let player: EnginePlayer;
afterEach(() => player.close());

function playerWith(options: Partial<EnginePlayerOptions> = {}): EnginePlayer {
  player = new EnginePlayer({ ...ENGINE_DEFAULTS, level: 2, seed: 'seed', ...options });
  return player;
}

const gameOf = (id: string, change: Partial<GoGame> = {}): GoGame => ({
  id,
  size: 9,
  komi: 13,
  scoring: 'area',
  handicap: [],
  moves: [],
  next: BLACK,
  forbidden: [],
  isDisputed: false,
  ...change,
});

/** The game in which these stones were played in no order that matters. */
function gameOn(diagram: string): GoGame {
  const { size, points } = boardOf(diagram);
  const moves = points.flatMap((content, point) => (content === 0 ? [] : [{ colour: content as 1 | 2, point }]));
  return gameOf('game', { size, moves });
}

const faultOf = async (question: Promise<unknown>): Promise<string> =>
  question.then(
    () => 'none',
    (error: unknown) => (error instanceof PlayerError ? error.fault : String(error)),
  );

test('its moves are the engine’s, and follow from its seed, the game and how far it is', async () => {
  const moves = [{ colour: BLACK, point: 40 }] as const;
  const game = gameOf('game', { moves, next: WHITE });
  const board = { size: 9, points: Array.from({ length: 81 }, (_, point) => (point === 40 ? BLACK : 0)) };
  const position = { board, colour: WHITE, komi: 13, scoring: 'area', last: 40 } as const;
  const expected = chooseMove(position, { level: 2, seed: 'seed game 1', limitMs: Infinity });
  expect(await playerWith({ longestMs: 60_000 }).move(game)).toBe(expected);
});

test('it does not play what is forbidden', async () => {
  const forbidden = Array.from({ length: 80 }, (_, point) => point);
  expect(await playerWith().move(gameOf('game', { forbidden }))).toBe(80);
});

test('the caller is not held up while it thinks, in several games at once', async () => {
  playerWith({ level: 5, longestMs: 700, threads: 2 });
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 5);
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map((id) => player.move(gameOf(id, { size: 19 }))));
  clearInterval(ticking);
  expect(answers).toEqual(answers.map(() => expect.any(Number)));
  expect(turns).toBeGreaterThan(20); // a thought takes 700 ms: thinking here would leave a turn between two, at the most
});

test('a short time is kept', async () => {
  const settings = { kind: 'byoyomi', mainMs: 0, periodMs: 200, periods: 1 } as const;
  const time = { settings, mainMs: 0, periodMs: 200, left: 1 };
  playerWith({ level: 5, longestMs: 60_000 });
  await player.move(gameOf('game', { size: 5 })); // a thread is there
  const startMs = performance.now();
  await player.move(gameOf('game', { size: 19, time }));
  expect(performance.now() - startMs).toBeLessThan(2_000); // level 5 would think for several seconds
});

test('it says what is dead, and where handicap stones go', async () => {
  playerWith();
  const game = gameOn(`
    . X . X O . O
    X X X X O O O
    . O . X O . O
    X X X X O O O
    . X . X O . O
    X X X X O O O
    . X . X O . O`);
  expect(await player.dead(game)).toEqual([15]);
  expect(await player.handicap(gameOf('game'), 2)).toEqual([56, 24]);
});

test('it has so many games and no more, until it leaves one', async () => {
  playerWith({ level: 1, maxGames: 1 });
  await player.move(gameOf('one'));
  await player.move(gameOf('one'));
  expect(await faultOf(player.move(gameOf('two')))).toBe('TOO_MANY_GAMES');
  await player.leave('one');
  expect(await faultOf(player.move(gameOf('two')))).toBe('none');
});

test('what is not answered when a game is left or the player closed rejects, and others do not', async () => {
  playerWith({ level: 5, longestMs: 300, threads: 1 });
  const [thinking, waiting, other] = ['one', 'one', 'two'].map((id) => faultOf(player.move(gameOf(id))));
  await player.leave('one');
  expect(await Promise.all([thinking, waiting, other])).toEqual(['LEFT', 'LEFT', 'none']);
  const last = faultOf(player.move(gameOf('two')));
  await player.close();
  expect(await last).toBe('LEFT');
  expect(await faultOf(player.move(gameOf('two')))).toBe('LEFT');
});

test('a game that cannot be is told so', async () => {
  const moves = [
    { colour: BLACK, point: 3 },
    { colour: WHITE, point: 3 },
  ] as const;
  expect(await faultOf(playerWith().move(gameOf('game', { moves })))).toBe('ILLEGAL_GAME');
});
