import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DrawnGame } from '../../../../services/match/games/go/drawn-game.ts';
import { go } from '../../../../services/match/games/go/go.ts';
import { propose } from '../../../../services/match/games/go/propose.ts';
import type { GoCommand, GoConfig } from '../../../../services/match/games/go/wire.ts';
import { Code, GoRequest, MatchState, PlaymeshError, RefusedError, Visibility } from '../../../sdk/src/index.ts';
import type { GameCommand, MatchEvent, MatchSession, MatchUpdate, PlayState } from '../../../sdk/src/index.ts';
import { Adviser } from '../adviser.ts';
import { EngineDesk } from '../engine-desk.ts';
import { playGo } from './play.ts';
import type { GoAnswer, GoGame, Player } from '../player.ts';

const BOT = 0;
const OTHER = 1;
const USERS = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];

/** A match that is decided by the service's own rules, and the bot's session of it. Seat 0 is the bot's, and has Black. */
class LocalMatch {
  readonly drawn: DrawnGame;
  readonly log: MatchEvent[] = [];
  readonly said: string[] = [];
  /** What the bot has sent that was refused. */
  readonly refused: string[] = [];
  hasLeft = false;
  visibility: Visibility = Visibility.PRIVATE;
  readonly #ending = Promise.withResolvers<void>();
  #listener: ((update: MatchUpdate) => void) | undefined;

  constructor(config: Partial<GoConfig> = {}, drawing?: string) {
    this.drawn = new DrawnGame(config, drawing);
    this.#note([{ $case: 'playerJoined', value: { seat: BOT, userId: USERS[BOT]! } }]);
    this.#note([
      { $case: 'go', value: { event: { $case: 'started', value: { blackSeat: 0, toMove: 1, untilTimeMs: 0 } } } },
    ]);
  }

  readonly session = ((match: LocalMatch) => ({
    matchId: new Uint8Array(16).fill(7),
    ended: match.#ending.promise,
    get state(): PlayState {
      return match.state;
    },
    subscribe(listener: (update: MatchUpdate) => void) {
      match.#listener = listener;
      return () => (match.#listener = undefined);
    },
    serverNow: () => match.drawn.now,
    async send({ value }: GameCommand & { $case: 'go' }, position: number) {
      const refusal = match.act(BOT, value.command as GoCommand, position);
      if (refusal === undefined) return;
      match.refused.push(refusal);
      throw new RefusedError(refusal);
    },
    async say(text: string) {
      match.said.push(text);
    },
    async leave() {
      match.hasLeft = true;
      match.end();
    },
  }))(this) as unknown as MatchSession;

  get state(): PlayState {
    return {
      seq: this.log.length,
      ownSeat: BOT,
      match: {
        state: MatchState.RUNNING,
        visibility: this.visibility,
        players: USERS.map((userId, seat) => ({ seat, userId })),
        config: { config: { $case: 'go', value: this.drawn.state.config } },
      },
      view: { $case: 'go', value: go.view(this.drawn.state, undefined) },
    } as unknown as PlayState;
  }

  /** A command of a seat, for the game as it is unless it names another step. @returns why it was refused, if it was */
  act(seat: number, command: GoCommand, step = this.drawn.state.step): string | undefined {
    const before = this.drawn.state;
    const refusal = this.drawn.do(command, seat, step);
    if (refusal === undefined) this.#tell(before);
    return refusal;
  }

  /** The service says what it takes for dead. */
  propose(dead: readonly number[]): void {
    const before = this.drawn.state;
    const decision = propose(before, dead, this.drawn.now);
    if ('refusal' in decision) throw new Error(decision.refusal);
    this.drawn.events = decision.events;
    this.drawn.state = decision.events.reduce(go.evolve, before);
    this.#tell(before);
  }

  end(): void {
    this.#ending.resolve();
  }

  #tell(before: DrawnGame['state']): void {
    let state = before;
    const told = this.drawn.events.flatMap((event) => {
      state = go.evolve(state, event);
      const shown = go.project(event, state, undefined);
      return shown ? [{ $case: 'go' as const, value: { event: shown } }] : [];
    });
    this.#note(told);
    if (state.phase === 'finished') this.end();
  }

  #note(events: readonly NonNullable<MatchEvent['event']>[]): void {
    const seq = (this.log.at(-1)?.seq ?? 0) + 1;
    for (const event of events) {
      const entry = { seq, timeMs: 0, event };
      this.log.push(entry);
      this.#listener?.({ kind: 'event', event: entry, state: this.state });
    }
  }
}

/** Answers what it is told to, and writes down what it is asked. */
class ScriptedPlayer implements Player {
  readonly maxGames = 1;
  readonly games: GoGame[] = [];
  move: (game: GoGame) => Promise<GoAnswer> = async () => 'pass';
  deadStones: readonly number[] = [];
  answers(...answers: readonly GoAnswer[]): void {
    const left = [...answers];
    this.move = async (game) => {
      this.games.push(game);
      return left.shift() ?? 'pass';
    };
  }
  async dead(): Promise<readonly number[]> {
    return this.deadStones;
  }
  async handicap(): Promise<readonly number[]> {
    return [20, 24];
  }
  async leave(): Promise<void> {}
  async close(): Promise<void> {}
}

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

function start(
  options: { events?: () => AsyncIterable<MatchEvent>; isOpponentBot?: boolean; isCasual?: boolean } = {},
) {
  playing = playGo(match.session, {
    adviser: new Adviser(new EngineDesk(player), player, (sentence) => told.push(sentence)),
    events:
      options.events ??
      async function* () {
        yield* [...match.log];
      },
    isCasual: options.isCasual ?? false,
    isBot: async () => options.isOpponentBot ?? false,
    greeting: 'hello',
    say: (sentence) => told.push(sentence),
  });
}

/** Lets everything happen that needs no time. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};
const place = (point: number): GoCommand => ({ $case: 'place', value: { point } });
const PASS: GoCommand = { $case: 'pass', value: {} };
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

/** All live but White's stone on B5, by which Black wins: 13 points to 12. */
const FINAL = `
  . X . X O . O . O
  X X . X O O O O O
  . X X X O . O . O
  X X . X O O O O O
  . O X X O . . . O
  X X . X O O O O O
  . X X X O . . . O
  X X . X O O O O O
  . X . X O . O . O`;

const B5 = 37;
const isMarked = (point: number): boolean => match.drawn.state.dead.includes(point);

/** A game that is to be scored: Black's stones are the bot's. @param dead what the bot takes for dead */
async function score(dead: readonly number[]): Promise<void> {
  match = new LocalMatch({ komi: { halfPoints: 1 } }, FINAL);
  player.deadStones = dead;
  player.answers();
  match.act(BOT, PASS);
  match.act(OTHER, PASS);
  start();
  await settle();
}

test('what the service proposes is agreed to where the bot thinks so too', async () => {
  await score([B5]);
  expect(match.drawn.state.accepted).toEqual([]); // it waits for the proposal
  match.propose([B5]);
  await settle();
  expect(match.drawn.state.accepted).toEqual([BOT]);
  match.act(OTHER, { $case: 'accept', value: {} });
  expect(match.drawn.state.phase).toBe('finished');
});

test('what the service takes for alive the bot marks as it thinks, and agrees', async () => {
  await score([B5]);
  match.propose([]);
  await settle();
  expect([isMarked(B5), match.drawn.state.accepted]).toEqual([true, [BOT]]);
});

test('where the opponent marks something else that decides nothing, the bot follows', async () => {
  await score([]);
  match.propose([]);
  await settle();
  match.act(OTHER, { $case: 'mark', value: { point: B5, isDead: true } });
  await settle();
  expect([isMarked(B5), match.drawn.state.accepted]).toEqual([true, [BOT]]);
});

test('living stones that are marked as dead are put right, then played on for, and in the end left: it comes to an end', async () => {
  await score([B5]);
  match.propose([]);
  await settle();
  let resumed = 0;
  for (let mark = 0; mark < 100; mark++) {
    const { state } = match.drawn;
    if (state.phase === 'play') {
      resumed += 1;
      while (match.drawn.state.phase === 'play') {
        match.act(OTHER, PASS);
        await settle();
      }
      match.propose([]);
      await settle();
    }
    if (!isMarked(3)) match.act(OTHER, { $case: 'mark', value: { point: 3, isDead: true } });
    await settle();
  }
  expect(resumed).toBe(3);
  expect([match.drawn.state.phase, isMarked(3), match.drawn.state.accepted]).toEqual(['scoring', true, []]);
  expect(player.games.at(-1)!.isDisputed).toBe(true);
});
