import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BLACK, opponentOf, pointName, pointNamed, WHITE } from '../../../sdk/src/games/go-board.ts';
import { GTP_DEFAULTS, GtpPlayer } from './gtp.ts';
import type { GtpOptions } from './gtp.ts';
import { PlayerError } from '../player.ts';
import type { GoAnswer, GoGame, GoMove, PlayerFault } from '../player.ts';

const SCRIPT = fileURLToPath(new URL('./test-support/scripted-engine.mjs', import.meta.url));
const at = (name: string): number => pointNamed(9, name)!;

let folder: string;
let players: GtpPlayer[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playmesh-gtp-'));
  players = [];
});
afterEach(async () => {
  await Promise.all(players.map((player) => player.close()));
  await rm(folder, { recursive: true });
});

function playerWith(behaviour: string, options: Partial<GtpOptions> = {}): GtpPlayer {
  const command = ({ id }: GoGame): string[] => [process.execPath, SCRIPT, join(folder, id), behaviour];
  const player = new GtpPlayer({ ...GTP_DEFAULTS, command, ...options });
  players.push(player);
  return player;
}

/** A game in which these moves were made, black first. */
function gameAfter(names: string, change: Partial<GoGame> = {}): GoGame {
  const points = names.split(' ').filter((name) => name !== '');
  const moves = points.map((name, index): GoMove => ({
    colour: index % 2 === 0 ? BLACK : WHITE,
    point: name === 'pass' ? name : at(name),
  }));
  const next = moves.length === 0 ? BLACK : opponentOf(moves.at(-1)!.colour);
  const rules = { size: 9, komi: 13, scoring: 'area', isDisputed: false } as const;
  return { id: 'game', ...rules, handicap: [], moves, next, forbidden: [], ...change };
}

const named = (answer: GoAnswer): string => (typeof answer === 'number' ? pointName(9, answer) : answer);

/** What the engines of a game were sent, without their set-up; `start` for each that was started. */
async function sent(id = 'game'): Promise<string[]> {
  const lines = (await readFile(join(folder, id), 'utf8')).trim().split('\n');
  return lines
    .filter((line) => !/^(list_commands|boardsize|komi)/.test(line))
    .map((line) => line.replace(/^start .*/, 'start'));
}

async function pidsOf(id = 'game'): Promise<number[]> {
  return Array.from((await readFile(join(folder, id), 'utf8')).matchAll(/^start (\d+)/gm), ([, pid]) => Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The fault that a question ends with. */
async function faultOf(question: Promise<unknown>): Promise<{ fault: PlayerFault; message: string }> {
  const error: unknown = await question.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlayerError)) throw new Error(`no fault of a player: ${String(error)}`);
  return { fault: error.fault, message: error.message };
}

describe('an engine', () => {
  test('is told the game before it is asked, and then only what is new', async () => {
    const player = playerWith('fine');
    expect(named(await player.move(gameAfter('E5 pass C3')))).toBe('D1');
    expect(named(await player.move(gameAfter('E5 pass C3 D1 G7')))).toBe('F1');
    const told = ['play black E5', 'play white pass', 'play black C3', 'genmove white'];
    expect(await sent()).toEqual(['start', 'clear_board', ...told, 'play black G7', 'genmove white']);
    const lines = (await readFile(join(folder, 'game'), 'utf8')).split('\n');
    expect(lines.slice(1, 5)).toEqual(['list_commands', 'boardsize 9', 'clear_board', 'komi 6.5']);
  });

  test('takes back what was taken back, by a few undos or from the start', async () => {
    const player = playerWith('fine');
    await player.move(gameAfter('E5'));
    await player.move(gameAfter('C3')); // two back: E5 and its answer
    expect((await sent()).slice(4)).toEqual(['undo', 'undo', 'play black C3', 'genmove white']);
    await player.move(gameAfter('C3 B1 D3 E3 F3'));
    await player.move(gameAfter('C3'));
    expect((await sent()).slice(-3)).toEqual(['clear_board', 'play black C3', 'genmove white']);
    const plain = playerWith('plain');
    await plain.move(gameAfter('E5', { id: 'plain' }));
    await plain.move(gameAfter('C3', { id: 'plain' }));
    expect((await sent('plain')).slice(-3)).toEqual(['clear_board', 'play black C3', 'genmove white']);
  });

  test('gets handicap stones and its time in the words that it knows', async () => {
    const settings = { kind: 'byoyomi', mainMs: 600_000, periodMs: 30_000, periods: 5 } as const;
    const time = { settings, mainMs: 61_500, periodMs: 30_000, left: 5 };
    const game = gameAfter('', { handicap: [at('C3'), at('G7')], next: WHITE, time });
    await playerWith('fine').move(game);
    expect(await sent()).toEqual([
      'start',
      'clear_board',
      'time_settings 720 30 1',
      'set_free_handicap C3 G7',
      'time_left white 181 0',
      'genmove white',
    ]);
    await playerWith('plain').move({ ...game, id: 'plain' });
    expect(await sent('plain')).toEqual(['start', 'clear_board', 'play black C3', 'play black G7', 'genmove white']);
  });

  test('is told by which rules is counted, where it knows a word for that', async () => {
    await playerWith('kata').move(gameAfter('E5'));
    await playerWith('kata').move(gameAfter('E5', { id: 'other', scoring: 'territory' }));
    expect([(await sent())[1], (await sent('other'))[1]]).toEqual([
      'kata-set-rules chinese',
      'kata-set-rules japanese',
    ]);
  });

  test('chooses handicap stones, or they are on the usual points where it cannot', async () => {
    const game = gameAfter('');
    expect(await playerWith('fine').handicap(game, 2)).toEqual([at('D4'), at('F6')]);
    expect(await playerWith('plain').handicap({ ...game, id: 'plain' }, 2)).toEqual([at('C3'), at('G7')]);
    expect(await faultOf(playerWith('unreadable').handicap({ ...game, id: 'bad' }, 2))).toMatchObject({
      fault: 'UNREADABLE',
    });
  });

  test('says what is dead, and cleans up where players do not agree', async () => {
    const player = playerWith('fine');
    expect(await player.dead(gameAfter('E5 C3 pass pass'))).toEqual([at('E5'), at('C3')]);
    await faultOf(player.move(gameAfter('E5 C3 pass pass', { isDisputed: true })));
    expect((await sent()).at(-1)).toBe('kgs-genmove_cleanup black');
    expect(await faultOf(playerWith('unreadable').dead(gameAfter('E5', { id: 'other' })))).toMatchObject({
      fault: 'UNREADABLE',
    });
  });

  test('may resign, and go on when it is asked again', async () => {
    const player = playerWith('resigns');
    expect(await player.move(gameAfter('E5'))).toBe('resign');
    expect(await player.move(gameAfter('E5'))).toBe('resign');
  });

  test('may be slow to start, if it is quick then', async () => {
    const time = { settings: { kind: 'absolute', mainMs: 600_000 }, mainMs: 10_000, periodMs: 0, left: 0 } as const;
    expect(named(await playerWith('slow').move(gameAfter('E5', { time })))).toBe('B1');
    expect(await faultOf(playerWith('slow', { startMs: 100 }).move(gameAfter('E5', { id: 'late' })))).toMatchObject({
      fault: 'TIMED_OUT',
    });
  });

  test('may print what it likes around its answers', async () => {
    const player = playerWith('noisy');
    expect(named(await player.move(gameAfter('E5')))).toBe('B1');
    expect(named(await player.move(gameAfter('E5 B1 G7')))).toBe('D1');
  });
});

describe('an engine that fails', () => {
  test('and dies is started again, told the game and asked again', async () => {
    const player = playerWith('dies once');
    expect(named(await player.move(gameAfter('E5 C3 G7')))).toBe('D1');
    const told = ['start', 'clear_board', 'play black E5', 'play white C3', 'play black G7', 'genmove white'];
    expect(await sent()).toEqual([...told, ...told]);
  });

  test('and dies again is no help: the fault says what it wrote last', async () => {
    const player = playerWith('dies');
    const { fault, message } = await faultOf(player.move(gameAfter('E5')));
    expect([fault, message]).toEqual(['CRASHED', expect.stringContaining('exit code 139: segmentation fault')]);
    expect(await pidsOf()).toHaveLength(2);
  });

  test('and cannot be started is told from one that crashes', async () => {
    const { fault, message } = await faultOf(playerWith('broken').move(gameAfter('E5')));
    expect([fault, message]).toEqual(['NOT_STARTED', expect.stringContaining('exit code 3: no weights found')]);
    const absent = new GtpPlayer({ ...GTP_DEFAULTS, command: () => [join(folder, 'no-such-engine')] });
    expect(await faultOf(absent.move(gameAfter('E5')))).toMatchObject({ fault: 'NOT_STARTED' });
    await absent.close();
  });

  test('and hangs is killed when its time is over, and the next question finds another one', async () => {
    const player = playerWith('hangs once');
    const time = { settings: { kind: 'absolute', mainMs: 600_000 }, mainMs: 300, periodMs: 0, left: 0 } as const;
    const { fault, message } = await faultOf(player.move(gameAfter('E5', { time })));
    expect([fault, message]).toEqual(['TIMED_OUT', 'no answer to "genmove white" within 300 ms']);
    expect(named(await player.move(gameAfter('E5')))).toBe('B1');
    const [hung, other] = await pidsOf();
    expect([isRunning(hung!), isRunning(other!)]).toEqual([false, true]);
  });

  test.each([
    ['unreadable', 'UNREADABLE', 'not a move: "banana"', 'play black E5'],
    ['refuses', 'REFUSED', '"genmove white": cannot think', 'play black E5'],
    ['illegal', 'ILLEGAL_MOVE', 'white E5: OCCUPIED', 'undo'],
    ['endless', 'UNREADABLE', 'an answer without end', 'play black E5'],
  ])('(%s) is named, and knows the game again before the next question', async (behaviour, fault, message, told) => {
    const player = playerWith(behaviour);
    expect(await faultOf(player.move(gameAfter('E5')))).toEqual({ fault, message });
    await faultOf(player.move(gameAfter('E5')));
    expect((await sent()).slice(-2)).toEqual([told, 'genmove white']);
  });

  test('to take a move is told the whole game before the next question', async () => {
    const player = playerWith('picky once');
    await player.move(gameAfter('E5'));
    const question = player.move(gameAfter('E5 B1 C3'));
    expect(await faultOf(question)).toEqual({ fault: 'REFUSED', message: '"play black C3": illegal move' });
    expect(named(await player.move(gameAfter('E5 B1 C3')))).toBe('D1');
    const whole = ['clear_board', 'play black E5', 'play white B1', 'play black C3', 'genmove white'];
    expect((await sent()).slice(-5)).toEqual(whole);
  });

  test('to see what is forbidden is named, and so is a game that cannot be', async () => {
    const forbidden = playerWith('fine').move(gameAfter('E5', { forbidden: [at('B1')] }));
    expect(await faultOf(forbidden)).toEqual({ fault: 'ILLEGAL_MOVE', message: 'white B1: it repeats a position' });
    const illegal = playerWith('fine').move(gameAfter('E5 E5', { id: 'illegal' }));
    expect(await faultOf(illegal)).toMatchObject({ fault: 'ILLEGAL_GAME' });
  });
});

describe('several games', () => {
  test('have an engine each, and no more of them than there may be', async () => {
    const player = playerWith('fine', { maxGames: 2 });
    const answers = [gameAfter('E5', { id: 'one' }), gameAfter('E5 C3', { id: 'two' })].map((game) =>
      player.move(game),
    );
    expect((await Promise.all(answers)).map(named)).toEqual(['B1', 'C1']);
    expect(await faultOf(player.move(gameAfter('', { id: 'three' })))).toMatchObject({ fault: 'TOO_MANY_GAMES' });
    await player.leave('one');
    expect(named(await player.move(gameAfter('', { id: 'three' })))).toBe('A1');
    const [first] = await pidsOf('one');
    expect(isRunning(first!)).toBe(false);
  });

  test('of one player are asked about one question at a time', async () => {
    const player = playerWith('fine');
    const [one, two] = await Promise.all([player.move(gameAfter('E5')), player.move(gameAfter('E5 B1 G7'))]);
    expect([named(one), named(two)]).toEqual(['B1', 'D1']);
    expect((await sent()).filter((line) => line === 'start')).toHaveLength(1);
  });
});

describe('the end of an engine', () => {
  test('is its own, when it is asked to quit', async () => {
    const player = playerWith('fine');
    await player.move(gameAfter('E5'));
    await player.close();
    expect((await sent()).at(-1)).toBe('quit');
    expect((await pidsOf()).map(isRunning)).toEqual([false]);
    expect(await faultOf(player.move(gameAfter('E5')))).toMatchObject({ fault: 'LEFT' });
  });

  test.each([
    ['lingering', 'quit'],
    ['stubborn', 'SIGTERM'],
  ])('is brought about when it is %s', async (behaviour, lastHeard) => {
    const player = playerWith(behaviour, { grace: { quitMs: 500, termMs: 500 } });
    await player.move(gameAfter('E5'));
    await player.close();
    expect((await sent()).at(-1)).toBe(lastHeard);
    expect((await pidsOf()).map(isRunning)).toEqual([false]);
  });

  test('comes while it thinks, when the game is left', async () => {
    const player = playerWith('busy', { grace: { quitMs: 50, termMs: 500 } });
    const asked = faultOf(player.move(gameAfter('E5')));
    while (!(await sent().catch((): string[] => [])).includes('genmove white')) await new Promise(setImmediate);
    await player.leave('game');
    expect(await asked).toMatchObject({ fault: 'LEFT' });
    expect((await pidsOf()).map(isRunning)).toEqual([false]);
  });
});
