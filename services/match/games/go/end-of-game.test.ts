import { beforeEach, describe, expect, test } from '@jest/globals';
import { drawn, DrawnGame } from './drawn-game.ts';
import { go } from './go.ts';
import { BLACK, WHITE, type Colour } from './point.ts';
import { GoDecision, GoRuleset, type GoConfig } from './wire.ts';

/** Black has the top, White the bottom, with a black stone in it that cannot live. */
const BOARD = `
  . . . . .
  X X X X X
  . . . . .
  O O O O O
  . . X . .`;
const STRAY = 22;

const accept = (game: DrawnGame, seat: number): string | undefined => game.do({ $case: 'accept', value: {} }, seat);
const mark = (game: DrawnGame, seat: number, point: number, isDead: boolean): string | undefined =>
  game.do({ $case: 'mark', value: { point, isDead } }, seat);
const resume = (game: DrawnGame, seat: number): string | undefined => game.do({ $case: 'resume', value: {} }, seat);

/** A game whose players have passed until it is scored. */
function scoredGame(config: Partial<GoConfig> = {}, drawing = BOARD): DrawnGame {
  const game = new DrawnGame({ komi: { halfPoints: 0 }, ...config }, drawing);
  while (game.state.phase === 'play') expect(game.pass()).toBeUndefined();
  return game;
}

describe('the end of play', () => {
  test.each<[GoRuleset, Colour, number]>([
    [GoRuleset.JAPANESE, BLACK, 2],
    [GoRuleset.JAPANESE, WHITE, 2],
    [GoRuleset.AGA, BLACK, 2],
    [GoRuleset.AGA, WHITE, 3], // Black would have passed last
    [GoRuleset.NEW_ZEALAND, WHITE, 2],
  ])('by ruleset %i, when %i passes first, comes with the pass number %i', (ruleset, toMove, passes) => {
    const game = new DrawnGame({ ruleset }, BOARD, toMove);
    for (let made = 1; made < passes; made += 1) {
      game.pass();
      expect(game.state.phase).toBe('play');
    }
    game.pass();
    expect(game.state).toMatchObject({ phase: 'scoring', passes, asked: null, sinceMs: 0 });
  });

  test('needs as many passes as are set', () => {
    const game = new DrawnGame({ passes: 4 }, BOARD);
    for (const phase of ['play', 'play', 'play', 'scoring']) {
      game.pass();
      expect(game.state.phase).toBe(phase);
    }
  });
});

describe('marking dead stones', () => {
  let game: DrawnGame;
  beforeEach(() => {
    game = scoredGame();
  });

  test('counts them as prisoners, and their points', () => {
    expect(game.drawing()).toBe(
      drawn('b b b b b / X X X X X / . . . . . / O O O O O / . . X . .'.replaceAll(' / ', '\n')),
    );
    expect(mark(game, 1, STRAY, true)).toBeUndefined();
    expect(game.drawing()).toBe(
      drawn('b b b b b / X X X X X / . . . . . / O O O O O / w w x w w'.replaceAll(' / ', '\n')),
    );
    const { black, white } = go.view(game.state, undefined);
    expect(black).toMatchObject({ stones: 0, territory: 5, prisoners: 0, totalHalfPoints: 10 });
    expect(white).toMatchObject({ stones: 0, territory: 5, prisoners: 1, totalHalfPoints: 12 });
  });

  test('is for both players, by any stone of a chain, and can be taken back', () => {
    mark(game, 0, 5, true);
    expect(game.state.dead).toEqual([5, 6, 7, 8, 9]);
    expect(mark(game, 1, 9, true)).toBe('ALREADY_MARKED');
    expect(mark(game, 1, 9, false)).toBeUndefined();
    expect(game.state.dead).toEqual([]);
    expect(mark(game, 1, 9, false)).toBe('ALREADY_MARKED');
    mark(game, 0, STRAY, true);
    mark(game, 0, 17, true);
    mark(game, 1, 17, false);
    expect(game.state.dead).toEqual([STRAY]);
  });

  test.each([
    [0, 'NO_STONE'],
    [-1, 'INVALID_POINT'],
    [25, 'INVALID_POINT'],
    [0.5, 'INVALID_POINT'],
  ])('of point %d is refused with %s', (point, reason) => {
    expect(mark(game, 0, point, true)).toBe(reason);
  });

  test('belongs to the scoring, and moves do not', () => {
    expect(game.place(0)).toBe('NOT_IN_PLAY');
    expect(game.pass()).toBe('NOT_IN_PLAY');
    const playing = new DrawnGame({}, BOARD);
    expect(mark(playing, 0, STRAY, true)).toBe('NOT_IN_SCORING');
    expect(accept(playing, 0)).toBe('NOT_IN_SCORING');
    expect(resume(playing, 0)).toBe('NOT_IN_SCORING');
  });

  test('takes back what was accepted, and gives its time anew', () => {
    expect(accept(game, 0)).toBeUndefined();
    expect(accept(game, 0)).toBe('ALREADY_ACCEPTED');
    game.now += 60_000;
    mark(game, 1, STRAY, true);
    expect(game.state).toMatchObject({ accepted: [], untilMs: game.now + game.state.config.scoringMs });
    expect(accept(game, 1)).toBeUndefined();
    expect(go.outcome(game.state)).toBeUndefined();
    expect(accept(game, 0)).toBeUndefined();
    expect(go.outcome(game.state)).toEqual({ reason: 'completed', winnerSeats: [1], scores: [10, 12] });
  });

  test('what was meant for other marks is not accepted', () => {
    const { step } = game.state;
    mark(game, 1, STRAY, true);
    expect(game.do({ $case: 'accept', value: {} }, 0, step)).toBe('WRONG_STEP');
  });

  test('what stands when the time is over is the result', () => {
    mark(game, 1, STRAY, true);
    expect(game.put({ kind: 'tick' })).toBe('NOT_DUE');
    game.now = go.deadline(game.state)!;
    expect(game.put({ kind: 'tick' })).toBeUndefined();
    expect(game.state.result).toEqual({ winner: WHITE, decision: GoDecision.SCORE, marginHalfPoints: 2 });
  });
});

describe('what the service proposes', () => {
  const propose = (game: DrawnGame, found: unknown): string | undefined => {
    const decision = go.errand!.done(game.state, found, game.now);
    if ('refusal' in decision) return decision.refusal;
    game.state = decision.events.reduce(go.evolve, game.state);
    return undefined;
  };

  test('is wanted once in a scoring, until a player says something', () => {
    const game = scoredGame();
    expect(go.errand!.wanted(game.state)).toEqual({ size: 5, points: game.state.board.points });
    expect(propose(game, [STRAY])).toBeUndefined();
    expect(game.state.dead).toEqual([STRAY]);
    expect(go.errand!.wanted(game.state)).toBeUndefined();
    expect(propose(game, [STRAY])).toBe('NOT_WANTED');

    const marked = scoredGame();
    mark(marked, 0, STRAY, true);
    expect(propose(marked, [])).toBe('NOT_WANTED');
    expect(marked.state.dead).toEqual([STRAY]);

    const accepted = scoredGame();
    accept(accepted, 1);
    expect(propose(accepted, [STRAY])).toBe('NOT_WANTED');
    expect(go.errand!.wanted(new DrawnGame().state)).toBeUndefined();
  });

  test('is wanted again when play has gone on', () => {
    const game = scoredGame();
    propose(game, []);
    resume(game, 0);
    game.pass();
    game.pass();
    expect(go.errand!.wanted(game.state)).toBeDefined();
  });

  test('marks chains of which most stones were found, and nothing that makes no sense', () => {
    const game = scoredGame();
    propose(game, [5, 6, 15, 16, 17, 0, -3, 'x', null]);
    expect(game.state.dead).toEqual([15, 16, 17, 18, 19]);
    const other = scoredGame();
    expect(propose(other, { not: 'a list' })).toBeUndefined();
    expect(other.state.dead).toEqual([]);
  });
});

describe('going back to play', () => {
  test.each([
    [GoRuleset.JAPANESE, 0, WHITE],
    [GoRuleset.JAPANESE, 1, BLACK],
    [GoRuleset.KOREAN, 0, WHITE],
    [GoRuleset.CHINESE, 0, BLACK],
    [GoRuleset.CHINESE, 1, BLACK],
    [GoRuleset.AGA, 1, BLACK],
  ])('by ruleset %i, when seat %i asks, colour %i moves first', (ruleset, seat, toMove) => {
    const game = scoredGame({ ruleset });
    expect(resume(game, seat)).toBeUndefined();
    expect(game.state).toMatchObject({ phase: 'play', toMove, passes: 0, count: null, dead: [], accepted: [] });
  });

  test('forgets marks, needs all passes anew, and starts the clock of who moves', () => {
    const game = scoredGame();
    mark(game, 0, STRAY, true);
    game.now += 50_000;
    resume(game, 0);
    expect(game.drawing()).toBe(drawn(BOARD));
    expect(go.view(game.state, undefined)).toMatchObject({ black: undefined, white: undefined, acceptedSeats: [] });
    expect(game.state.untilMs - game.now).toBe(game.state.clocks[1].mainMs);
    game.pass();
    expect(game.state.phase).toBe('play');
    game.pass();
    expect(game.state).toMatchObject({ phase: 'scoring', dead: [] });
  });

  test('is possible ten times', () => {
    const game = scoredGame();
    for (let times = 0; times < 10; times += 1) {
      expect(resume(game, 0)).toBeUndefined();
      game.pass();
      game.pass();
    }
    expect(resume(game, 0)).toBe('RESUMED_TOO_OFTEN');
    expect(accept(game, 0)).toBeUndefined();
  });
});

describe('the result', () => {
  test('5 against 5 is a draw, and with komi White wins', () => {
    const even = BOARD.replace('. . X . .', '. . . . .');
    const game = scoredGame({}, even);
    for (const seat of [0, 1]) accept(game, seat);
    expect(go.outcome(game.state)).toEqual({ reason: 'completed', winnerSeats: [], scores: [10, 10] });
    expect(game.state.result).toEqual({ winner: 0, decision: GoDecision.SCORE, marginHalfPoints: 0 });
    const withKomi = scoredGame({ komi: { halfPoints: 13 } }, even);
    for (const seat of [1, 0]) accept(withKomi, seat);
    expect(withKomi.state.result).toEqual({ winner: WHITE, decision: GoDecision.SCORE, marginHalfPoints: 13 });
  });

  test('an empty board is White’s, by komi', () => {
    const game = scoredGame({ komi: { halfPoints: 13 }, size: 9 }, '');
    for (const seat of [0, 1]) accept(game, seat);
    expect(go.outcome(game.state)).toMatchObject({ winnerSeats: [1], scores: [0, 13] });
  });

  test('resigning is possible in scoring too', () => {
    const game = scoredGame();
    expect(game.put({ kind: 'gone', seat: 1, reason: 'resigned' })).toBeUndefined();
    expect(go.outcome(game.state)).toMatchObject({ reason: 'resigned', winnerSeats: [0] });
    expect(accept(game, 0)).toBe('NOT_RUNNING');
  });
});
