import { describe, expect, test } from '@jest/globals';
import type { GameInput } from '../game.ts';
import { tictactoe } from './tictactoe.ts';
import type { TicTacToeLogEvent, TicTacToeState } from './tictactoe.ts';
import type { TicTacToeCommand } from './wire.ts';

const T0 = 1_800_000_000_000;
const MOVE_MS = 30_000;

/** A game played by hand; seat 0 starts unless `lastDigit` of the seed is odd. */
class Played {
  state: TicTacToeState;
  last: TicTacToeLogEvent | undefined;

  constructor(lastDigit = '0') {
    const seed = 'ab'.repeat(31) + '7' + lastDigit;
    const events = tictactoe.init(tictactoe.configure({}), seed, undefined);
    this.state = events.reduce<TicTacToeState | undefined>(tictactoe.evolve, undefined) as TicTacToeState;
  }

  static started(): Played {
    const game = new Played();
    game.put({ kind: 'start' });
    return game;
  }

  /** The reason of a refusal, or undefined. */
  put(input: GameInput<TicTacToeCommand>, now = T0): string | undefined {
    const decision = tictactoe.decide(this.state, input, now);
    if ('refusal' in decision) return decision.refusal;
    this.last = decision.events.at(-1);
    this.state = decision.events.reduce(tictactoe.evolve, this.state);
    return undefined;
  }

  mark(cell: number, now = T0, seat = this.state.nextSeat ?? 0, position = this.number() + 1): string | undefined {
    return this.put({ kind: 'command', seat, position, command: { $case: 'mark', value: { cell } } }, now);
  }

  number(): number {
    return tictactoe.view(this.state, undefined).moves;
  }
}

test('a move has 30 s unless the settings say otherwise', () => {
  expect(tictactoe.configure({})).toEqual({ moveMs: 30_000 });
  expect(tictactoe.configure({ moveMs: 0 })).toEqual({ moveMs: 30_000 });
  expect(tictactoe.configure({ moveMs: 1_000 })).toEqual({ moveMs: 1_000 });
});

test('the seed says who starts', () => {
  for (const [digit, seat] of [
    ['0', 0],
    ['1', 1],
    ['e', 0],
    ['f', 1],
  ] as const) {
    const game = new Played(digit);
    game.put({ kind: 'start' });
    expect(game.state.nextSeat).toBe(seat);
  }
});

describe('the end', () => {
  /** Seat 0 marks the cells of the line, seat 1 two others that do not disturb it. */
  test.each(['012', '345', '678', '036', '147', '258', '048', '246'])('three in the line %s win', (line) => {
    const game = Played.started();
    const others = [...'012345678'].filter((cell) => !line.includes(cell));
    for (const [move, cell] of [line[0], others[0], line[1], others[1]].entries()) {
      expect(game.mark(Number(cell))).toBeUndefined();
      expect(game.state.nextSeat).toBe((move + 1) % 2);
    }
    expect(game.mark(Number(line[2]))).toBeUndefined();
    expect(tictactoe.outcome(game.state)).toEqual({ reason: 'completed', winnerSeats: [0], scores: [1, 0] });
    expect(tictactoe.deadline(game.state)).toBeUndefined();
    expect(tictactoe.view(game.state, 0)).not.toHaveProperty('nextSeat');
  });

  test('a full board without a line is a draw', () => {
    const game = Played.started();
    for (const cell of [0, 1, 2, 4, 3, 5, 7, 6, 8]) {
      expect(tictactoe.outcome(game.state)).toBeUndefined();
      game.mark(cell);
    }
    expect(tictactoe.outcome(game.state)).toEqual({ reason: 'completed', winnerSeats: [], scores: [0, 0] });
  });

  test('a line made by the ninth mark wins', () => {
    const game = Played.started();
    for (const cell of [0, 3, 1, 4, 5, 6, 7, 8, 2]) game.mark(cell);
    expect(game.number()).toBe(9);
    expect(tictactoe.outcome(game.state)).toEqual({ reason: 'completed', winnerSeats: [0], scores: [1, 0] });
  });

  test('who lets the time run out loses, by the rules', () => {
    const game = Played.started();
    game.mark(4, T0 + 1_000);
    expect(tictactoe.deadline(game.state)).toBe(T0 + 1_000 + MOVE_MS);
    expect(game.put({ kind: 'tick' }, T0 + 999 + MOVE_MS)).toBe('NOT_DUE');
    expect(game.put({ kind: 'tick' }, T0 + 1_000 + MOVE_MS)).toBeUndefined();
    expect(tictactoe.outcome(game.state)).toEqual({ reason: 'completed', winnerSeats: [0], scores: [1, 0] });
  });

  test.each(['forfeited', 'resigned'] as const)('who is gone loses (%s), whoever was to move', (reason) => {
    for (const seat of [0, 1]) {
      const game = Played.started();
      game.put({ kind: 'gone', seat, reason });
      expect(tictactoe.outcome(game.state)).toEqual({
        reason,
        winnerSeats: [1 - seat],
        scores: seat === 1 ? [1, 0] : [0, 1],
      });
    }
  });
});

describe('a mark is refused', () => {
  test('before the start and after the end', () => {
    const game = new Played();
    expect(game.mark(0)).toBe('NOT_RUNNING');
    game.put({ kind: 'start' });
    expect(game.put({ kind: 'start' })).toBe('ALREADY_STARTED');
    game.put({ kind: 'gone', seat: 1, reason: 'resigned' });
    expect(game.mark(0)).toBe('NOT_RUNNING');
    expect(game.put({ kind: 'start' })).toBe('ALREADY_STARTED');
  });

  test('when it names another move', () => {
    const game = Played.started();
    game.mark(0);
    for (const position of [0, 1, 3, 1.5]) expect(game.mark(1, T0, 1, position)).toBe('WRONG_MOVE');
  });

  test('from who is not to move', () => {
    expect(Played.started().mark(0, T0, 1)).toBe('NOT_YOUR_TURN');
  });

  test('a millisecond after its time', () => {
    const game = Played.started();
    expect(game.mark(0, T0 + MOVE_MS + 1)).toBe('TOO_LATE');
    expect(game.mark(0, T0 + MOVE_MS)).toBeUndefined();
  });

  test.each([9, -1, 0.5, Number.NaN])('on the cell %d that does not exist', (cell) => {
    expect(Played.started().mark(cell)).toBe('INVALID_CELL');
  });

  test('on a cell that is taken, by whomever', () => {
    const game = Played.started();
    game.mark(0);
    expect(game.mark(0)).toBe('CELL_TAKEN');
    game.mark(1);
    expect(game.mark(0)).toBe('CELL_TAKEN');
  });
});

describe('time given back', () => {
  test('is added to the time of the open move', () => {
    const game = Played.started();
    expect(game.put({ kind: 'timeGivenBack', byMs: 5_000 }, T0 + 6_000)).toBeUndefined();
    expect(tictactoe.deadline(game.state)).toBe(T0 + MOVE_MS + 5_000);
  });

  test('never leaves a deadline in the past', () => {
    const game = Played.started();
    game.put({ kind: 'timeGivenBack', byMs: 1_000 }, T0 + MOVE_MS + 9_000);
    expect(tictactoe.deadline(game.state)).toBe(T0 + MOVE_MS + 9_000);
  });

  test('is refused before the start and after the end', () => {
    expect(new Played().put({ kind: 'timeGivenBack', byMs: 1 })).toBe('NOT_RUNNING');
  });
});

describe('what is shown', () => {
  test('who will start is not, until the start', () => {
    const game = new Played('1');
    expect(tictactoe.view(game.state, 1)).toEqual({ cells: Array(9).fill(0), moves: 0, untilTimeMs: 0 });
    game.put({ kind: 'start' });
    const { untilTimeMs } = game.state;
    expect(tictactoe.view(game.state, undefined)).toEqual({
      cells: Array(9).fill(0),
      moves: 0,
      nextSeat: 1,
      untilTimeMs,
    });
  });

  test('a mark with who is next, an end without a next', () => {
    const game = Played.started();
    game.mark(4);
    expect(tictactoe.project(game.last as TicTacToeLogEvent, game.state, undefined)).toEqual({
      $case: 'turn',
      value: { number: 1, cell: 4, nextSeat: 1, untilTimeMs: T0 + MOVE_MS },
    });
    game.put({ kind: 'gone', seat: 0, reason: 'forfeited' });
    expect(tictactoe.project(game.last as TicTacToeLogEvent, game.state, undefined)).toEqual({
      $case: 'turn',
      value: { number: 1, untilTimeMs: 0 },
    });
  });

  test('an event the projection does not know, to nobody', () => {
    const unknown = { kind: 'hintMade' } as unknown as TicTacToeLogEvent;
    expect(tictactoe.project(unknown, Played.started().state, 0)).toBeUndefined();
  });
});
