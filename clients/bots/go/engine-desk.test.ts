import { expect, test } from '@jest/globals';
import { Adviser } from './adviser.ts';
import { EngineDesk } from './engine-desk.ts';
import { PlayerError } from './player.ts';
import type { GoGame, Player } from './player.ts';

/** Answers when it is told to, and refuses more games than it can have. */
class SlowPlayer implements Player {
  readonly maxGames: number;
  readonly has = new Set<string>();
  readonly left: string[] = [];
  readonly #asked = new Map<string, PromiseWithResolvers<number>>();

  constructor(maxGames: number) {
    this.maxGames = maxGames;
  }
  async move({ id }: GoGame): Promise<number> {
    if (!this.has.has(id) && this.has.size >= this.maxGames) throw new PlayerError('TOO_MANY_GAMES', 'too many');
    this.has.add(id);
    const question = Promise.withResolvers<number>();
    this.#asked.set(id, question);
    return question.promise;
  }
  answer(id: string): void {
    this.#asked.get(id)!.resolve(1);
    this.#asked.delete(id);
  }
  get asked(): string[] {
    return [...this.#asked.keys()];
  }
  async dead(): Promise<readonly number[]> {
    return [];
  }
  async handicap(): Promise<readonly number[]> {
    return [3];
  }
  async leave(id: string): Promise<void> {
    await Promise.resolve();
    this.left.push(id);
    this.has.delete(id);
  }
  async close(): Promise<void> {}
}

const game = (id: string): GoGame => ({ id }) as GoGame;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('games beyond what an engine can have wait until another has its answer, which then gives up its place', async () => {
  const player = new SlowPlayer(2);
  const desk = new EngineDesk(player);
  const answers = ['a', 'b', 'c', 'd'].map((id) => desk.ask(id, (engine) => engine.move(game(id))));
  await settle();
  expect(player.asked).toEqual(['a', 'b']);
  player.answer('b');
  await settle();
  expect([player.asked, player.left]).toEqual([['a', 'c'], ['b']]);
  player.answer('a');
  player.answer('c');
  await settle();
  expect(player.asked).toEqual(['d']);
  player.answer('d');
  expect(await Promise.all(answers)).toEqual([1, 1, 1, 1]);
});

test('a game keeps its place while nobody needs it; the one asked about longest ago goes first', async () => {
  const player = new SlowPlayer(2);
  const desk = new EngineDesk(player);
  for (const id of ['a', 'b', 'a', 'c']) {
    const answer = desk.ask(id, (engine) => engine.move(game(id)));
    while (player.asked.length === 0) await settle();
    player.answer(id);
    await answer;
  }
  expect(player.left).toEqual(['b']);
});

test('a game that is over waits no more, and makes place', async () => {
  const player = new SlowPlayer(1);
  const desk = new EngineDesk(player);
  void desk.ask('a', (engine) => engine.move(game('a')));
  const waiting = desk.ask('b', (engine) => engine.move(game('b')));
  const other = desk.ask('c', (engine) => engine.move(game('c')));
  await settle();
  const gone = expect(waiting).rejects.toMatchObject({ fault: 'LEFT' });
  await desk.leave('b');
  await gone;
  await desk.leave('a');
  await settle();
  expect(player.asked).toContain('c');
  player.answer('c');
  expect(await other).toBe(1);
});

test('where the engine has no answer another player stands in, and it is said', async () => {
  const broken = { ...new SlowPlayer(1), maxGames: 1, leave: async () => {} } as unknown as Player;
  broken.move = async () => {
    throw new PlayerError('CRASHED', 'ended by SIGSEGV');
  };
  const standIn = { move: async () => 7 } as unknown as Player;
  const said: string[] = [];
  const adviser = new Adviser(new EngineDesk(broken), standIn, (sentence) => said.push(sentence));
  expect(
    await adviser.move({ id: 'a', size: 9, handicap: [], moves: [], next: 1, forbidden: [] } as unknown as GoGame),
  ).toBe(7);
  expect(said).toEqual(['The engine has no answer (ended by SIGSEGV): the built-in one stands in.']);
});

test('a position that was there twice is not made again', async () => {
  const at = (point: number, colour: number) => ({ colour, point });
  // A ko at 1 and 2 of the top row, and passes between.
  const round = [at(2, 1), { colour: 2, point: 'pass' }, { colour: 1, point: 'pass' }, at(1, 2)];
  const around = [at(0, 1), at(3, 2), at(6, 1), at(7, 2), { colour: 1, point: 'pass' }, at(1, 2)];
  const pass = [
    { colour: 1, point: 'pass' },
    { colour: 2, point: 'pass' },
  ];
  const moves = [...around, ...pass, ...round, ...pass, ...round, ...pass];
  const asked: (readonly number[])[] = [];
  const player = {
    maxGames: 1,
    move: async ({ forbidden }: GoGame) => (asked.push(forbidden), forbidden.includes(2) ? 12 : 2),
  } as unknown as Player;
  const adviser = new Adviser(new EngineDesk(player), player, () => {});
  const game = { id: 'a', size: 5, handicap: [], moves, next: 1, forbidden: [] } as unknown as GoGame;
  expect(await adviser.move(game)).toBe(12);
  expect(asked).toEqual([[], [2]]);
});
