import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { GoCommand } from '../../../../services/match/games/go/wire.ts';
import { Code, GoRequest, PlaymeshError, Visibility } from '../../../sdk/src/index.ts';
import { BOT, LocalMatch, OTHER } from '../../test-support/local-match.ts';
import { playedBy, ScriptedPlayer, settle } from '../../test-support/scripted-player.ts';
import type { PlayedWith } from '../../test-support/scripted-player.ts';
import type { GoAnswer } from '../player.ts';

let player: ScriptedPlayer;
let match: LocalMatch;
let playing: Promise<void> | undefined;
const told: string[] = [];

beforeEach(() => {
  player = new ScriptedPlayer();
  told.length = 0;
});
afterEach(async () => {
  match.end();
  await playing;
  playing = undefined;
});

function start(options: PlayedWith = {}): void {
  playing = playedBy(player, match, (sentence) => told.push(sentence), options);
}

const place = (point: number): GoCommand => ({ $case: 'place', value: { point } });
const ask = (request: GoRequest): GoCommand => ({ $case: 'ask', value: { request } });
const pointsPlayed = (): (number | null)[] => match.drawn.state.moves.map(({ point }) => point);

test('a bot moves when it is its turn, and is told the game as far as it is', async () => {
  match = new LocalMatch();
  player.answers(40, 41);
  start();
  await settle();
  expect(pointsPlayed()).toEqual([40]);
  match.act(OTHER, place(20));
  await settle();
  expect(pointsPlayed()).toEqual([40, 20, 41]);
  const moves = [
    { colour: 1, point: 40 },
    { colour: 2, point: 20 },
  ];
  expect(player.games.map((game) => game.moves)).toEqual([[], moves]);
  expect(player.games[1]).toMatchObject({ size: 9, komi: 13, scoring: 'territory', next: 1, isDisputed: false });
});

test('a bot that comes back in the middle of a game knows its moves, but for those taken back', async () => {
  match = new LocalMatch();
  for (const [index, point] of [40, 20, 50, 60].entries()) match.act(index % 2, place(point));
  match.act(OTHER, ask(GoRequest.UNDO));
  match.act(BOT, { $case: 'answer', value: { request: GoRequest.UNDO, isGranted: true } });
  match.act(OTHER, place(61));
  player.answers(70);
  start();
  await settle();
  expect(player.games[0]!.moves.map(({ point }) => point)).toEqual([40, 20, 50, 61]);
  expect(pointsPlayed()).toEqual([40, 20, 50, 61, 70]);
  expect(match.said).toEqual([]); // it has played already, so it has greeted
});

test('a bot greets once, before its first move', async () => {
  match = new LocalMatch();
  player.answers(40, 41);
  start();
  await settle();
  match.act(OTHER, place(20));
  await settle();
  expect(match.said).toEqual(['hello']);
});

test('what the rules forbid is not tried again: the engine is asked anew', async () => {
  match = new LocalMatch({ ko: 2 });
  match.act(BOT, place(40));
  match.act(OTHER, place(41));
  player.answers(41, 42);
  start();
  await settle();
  expect([match.refused, pointsPlayed()]).toEqual([['OCCUPIED'], [40, 41, 42]]);
  expect(player.games.map(({ forbidden }) => forbidden)).toEqual([[], [41]]);
});

test('where a game has become too long for more stones, a bot passes', async () => {
  match = new LocalMatch();
  const act = match.act.bind(match);
  match.act = (seat, command, step) => (command.$case === 'place' ? 'TOO_LONG' : act(seat, command, step));
  player.answers(40);
  start();
  await settle();
  expect([match.refused, pointsPlayed()]).toEqual([['TOO_LONG'], [null]]);
});

test('a bot places handicap stones where they are wanted, then waits', async () => {
  match = new LocalMatch({ handicap: 2, freeHandicap: true });
  start();
  await settle();
  expect(pointsPlayed()).toEqual([20, 24]);
});

test('a hopeless game is given up', async () => {
  match = new LocalMatch();
  player.answers('resign');
  start();
  await playing;
  expect(match.hasLeft).toBe(true);
});

test('a move that is taken back while the bot thinks is granted at once, and what it thought of is not played', async () => {
  match = new LocalMatch();
  match.act(BOT, place(40));
  match.act(OTHER, place(20));
  const thought = Promise.withResolvers<GoAnswer>();
  player.move = () => thought.promise;
  start();
  await settle();
  match.act(OTHER, ask(GoRequest.UNDO));
  await settle();
  expect(pointsPlayed()).toEqual([40]);
  thought.resolve(50);
  await settle();
  expect([pointsPlayed(), match.refused]).toEqual([[40], []]);
});

test.each<[string, GoRequest, { isCasual?: boolean; isOpponentBot?: boolean }, Visibility, boolean]>([
  ['an undo of a person, where nobody is rated', GoRequest.UNDO, {}, Visibility.PRIVATE, true],
  ['an undo, where players are rated', GoRequest.UNDO, {}, Visibility.OPEN, false],
  ['an undo, where it is known that nobody is rated', GoRequest.UNDO, { isCasual: true }, Visibility.OPEN, true],
  ['an undo of a bot', GoRequest.UNDO, { isOpponentBot: true }, Visibility.PRIVATE, false],
  ['a draw', GoRequest.DRAW, {}, Visibility.PRIVATE, false],
  ['an annulment at the start', GoRequest.ANNUL, {}, Visibility.OPEN, true],
])('%s is answered', async (_, request, options, visibility, isGranted) => {
  match = new LocalMatch();
  match.visibility = visibility;
  player.answers(40);
  start(options);
  await settle();
  match.act(OTHER, place(20));
  player.move = () => new Promise(() => {});
  await settle();
  const before = match.drawn.state.step;
  match.act(OTHER, ask(request));
  await settle();
  expect(match.drawn.state.asked).toBeNull();
  expect(match.drawn.state.phase === 'finished' || match.drawn.state.step > before).toBe(isGranted);
});

test('an annulment is refused once the game has begun in earnest', async () => {
  match = new LocalMatch();
  for (let move = 0; move < 10; move++) match.act(move % 2, place(move * 3));
  player.move = () => new Promise(() => {});
  start();
  await settle();
  match.act(OTHER, ask(GoRequest.ANNUL));
  await settle();
  expect([match.drawn.state.asked, match.drawn.state.phase]).toEqual([null, 'play']);
});

test('events that cannot be read are read again', async () => {
  match = new LocalMatch();
  player.answers(40);
  let tries = 0;
  start({
    events: async function* () {
      tries += 1;
      if (tries === 1) throw new PlaymeshError(Code.UNAVAILABLE, 'Nobody is there.');
      yield* [...match.log];
    },
  });
  while (pointsPlayed().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect([tries, told]).toEqual([2, ['Nobody is there.']]);
});
