import { describe, expect, test } from '@jest/globals';
import { DrawnGame } from './drawn-game.ts';
import { go } from './go.ts';
import { BLACK, WHITE } from './point.ts';
import { GoDecision, GoRequest, GoRuleset } from './wire.ts';

const ask = (game: DrawnGame, seat: number, request: GoRequest): string | undefined =>
  game.do({ $case: 'ask', value: { request } }, seat);
const answer = (game: DrawnGame, seat: number, request: GoRequest, isGranted: boolean): string | undefined =>
  game.do({ $case: 'answer', value: { request, isGranted } }, seat);
const withdraw = (game: DrawnGame, seat: number): string | undefined => game.do({ $case: 'withdraw', value: {} }, seat);

describe('what is asked', () => {
  test('can be asked by both, on anybody’s turn, one thing at a time', () => {
    const game = new DrawnGame();
    expect(ask(game, 1, GoRequest.DRAW)).toBeUndefined();
    expect(game.state.asked).toEqual({ seat: 1, request: GoRequest.DRAW });
    for (const seat of [0, 1]) expect(ask(game, seat, GoRequest.ANNUL)).toBe('REQUEST_PENDING');
  });

  test.each([0, -1, 4, NaN])('must be something that there is to ask for, which %s is not', (request) => {
    expect(ask(new DrawnGame(), 0, request as GoRequest)).toBe('INVALID_REQUEST');
  });

  test('is answered by the other alone, and as what it is', () => {
    const game = new DrawnGame();
    expect(answer(game, 1, GoRequest.DRAW, true)).toBe('NO_REQUEST');
    ask(game, 0, GoRequest.DRAW);
    expect(answer(game, 0, GoRequest.DRAW, true)).toBe('NO_REQUEST');
    expect(answer(game, 1, GoRequest.ANNUL, true)).toBe('NO_REQUEST');
    expect(answer(game, 1, GoRequest.DRAW, false)).toBeUndefined();
    expect(game.state).toMatchObject({ asked: null, phase: 'play' });
  });

  test('is withdrawn by who has asked', () => {
    const game = new DrawnGame();
    expect(withdraw(game, 0)).toBe('NO_REQUEST');
    ask(game, 0, GoRequest.DRAW);
    expect(withdraw(game, 1)).toBe('NO_REQUEST');
    expect(withdraw(game, 0)).toBeUndefined();
    expect(game.state.asked).toBeNull();
  });

  test('lapses with the next stone or pass, whoever’s', () => {
    const game = new DrawnGame();
    ask(game, 1, GoRequest.DRAW);
    game.placeAll([0]);
    expect(answer(game, 0, GoRequest.DRAW, true)).toBe('NO_REQUEST');
    ask(game, 1, GoRequest.DRAW);
    game.pass();
    expect(game.state.asked).toBeNull();
  });

  test('never stops play: clocks run, and the opponent may resign', () => {
    const game = new DrawnGame();
    const due = go.deadline(game.state);
    ask(game, 0, GoRequest.UNDO);
    ask(game, 0, GoRequest.DRAW);
    expect(go.deadline(game.state)).toBe(due);
    expect(game.put({ kind: 'gone', seat: 1, reason: 'resigned' })).toBeUndefined();
    expect(go.outcome(game.state)).toMatchObject({ reason: 'resigned', winnerSeats: [0] });
    expect(go.view(game.state, 0)).toMatchObject({ asked: undefined, result: { decision: GoDecision.RESIGNATION } });
  });
});

describe('a draw and an annulment', () => {
  test('end the game with no winner', () => {
    const game = new DrawnGame();
    ask(game, 1, GoRequest.DRAW);
    answer(game, 0, GoRequest.DRAW, true);
    expect(go.outcome(game.state)).toEqual({ reason: 'completed', winnerSeats: [], scores: [0, 0] });
    expect(game.state.result).toEqual({ winner: 0, decision: GoDecision.AGREEMENT, marginHalfPoints: 0 });
    expect(game.pass()).toBe('NOT_RUNNING');
  });

  test('an annulled game counts for nobody', () => {
    const game = new DrawnGame();
    ask(game, 0, GoRequest.ANNUL);
    answer(game, 1, GoRequest.ANNUL, true);
    expect(go.outcome(game.state)).toMatchObject({ reason: 'abandoned', winnerSeats: [] });
  });
});

describe('an undo', () => {
  const undo = (game: DrawnGame, asker: number): void => {
    expect(ask(game, asker, GoRequest.UNDO)).toBeUndefined();
    expect(answer(game, 1 - asker, GoRequest.UNDO, true)).toBeUndefined();
  };

  test('takes back the asker’s last move, and the opponent’s answer to it', () => {
    const game = new DrawnGame();
    game.placeAll([0, 1, 2]);
    undo(game, 0);
    expect(game.state).toMatchObject({ toMove: BLACK, moves: [{ point: 0 }, { point: 1 }] });
    undo(game, 0);
    expect(game.state).toMatchObject({ toMove: BLACK, moves: [] });
    expect(ask(game, 0, GoRequest.UNDO)).toBe('NOTHING_TO_UNDO');
    expect(ask(game, 1, GoRequest.UNDO)).toBe('NOTHING_TO_UNDO');
  });

  test('gives captured stones back, with ko and all, and forgets the boards that came of it', () => {
    const game = new DrawnGame({ ruleset: GoRuleset.CHINESE, size: 5 });
    // A ko is made from an empty board; White takes it.
    game.placeAll([1, 2, 5, 8, 11, 12, 7, 24, 23, 6]);
    expect(game.state).toMatchObject({ koPoint: 7, prisoners: [0, 1] });
    const taken = structuredClone(game.state);
    undo(game, 1);
    expect(game.state).toMatchObject({ toMove: WHITE, koPoint: null, prisoners: [0, 0] });
    expect(game.state.board.points[7]).toBe(BLACK);
    game.placeAll([6]);
    const { step, untilMs, ...rest } = game.state;
    expect(rest).toEqual({ ...taken, step: undefined, untilMs: undefined });
    expect([step, untilMs]).not.toContain(undefined);
  });

  test('is for play: in scoring one goes back to play instead', () => {
    const game = new DrawnGame();
    game.placeAll([0]);
    game.pass();
    game.pass();
    expect(ask(game, 0, GoRequest.UNDO)).toBe('NOT_IN_PLAY');
  });

  test('leaves handicap stones where Black has put them', () => {
    const game = new DrawnGame({ handicap: 2, freeHandicap: true });
    game.placeAll([0, 1]);
    expect(ask(game, 0, GoRequest.UNDO)).toBe('NOTHING_TO_UNDO');
    game.placeAll([2, 3]);
    undo(game, 0);
    expect(game.state).toMatchObject({ toMove: BLACK, moves: [{ point: 0 }, { point: 1 }, { point: 2 }] });
  });

  test('a move that was on its way to the board as it was is refused', () => {
    const game = new DrawnGame();
    game.placeAll([0]);
    const { step } = game.state;
    undo(game, 0);
    expect(game.do({ $case: 'place', value: { point: 5 } }, 1, step)).toBe('WRONG_STEP');
  });
});
