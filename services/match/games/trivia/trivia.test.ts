import { describe, expect, test } from '@jest/globals';
import type { GameInput } from '../game.ts';
import type { TriviaLogEvent, TriviaState } from './state.ts';
import { trivia } from './trivia.ts';
import type { TriviaCommand } from './wire.ts';

const SEED = '5eed'.repeat(16);
const T0 = 1_800_000_000_000;
const CONFIG = { questions: 2, answerMs: 10_000, pauseMs: 3_000, locale: 'en' };
const FIRST_OPENS = T0 + 3_000;

const QUESTIONS = Array.from({ length: 2 }, (_, index) => ({
  id: `sum-${index}`,
  text: `What is ${index} + 1?`,
  options: [`${index + 1}`, 'a', 'b', 'c'],
  rightChoice: 0,
}));

/** A duel played by hand: `put` returns the reason of a refusal, or the kinds of the events that followed. */
class Duel {
  state: TriviaState;
  readonly log: TriviaLogEvent[] = [];

  constructor(config = CONFIG, seed = SEED) {
    this.log.push(...trivia.init(config, seed, QUESTIONS.slice(0, config.questions)));
    this.state = this.log.reduce<TriviaState | undefined>(trivia.evolve, undefined) as TriviaState;
  }

  /** A duel whose first question has just opened. */
  static atFirstQuestion(config = CONFIG): Duel {
    const duel = new Duel(config);
    duel.put({ kind: 'start' }, T0);
    duel.put({ kind: 'tick' }, FIRST_OPENS);
    return duel;
  }

  put(input: GameInput<TriviaCommand>, now: number): string | string[] {
    const decision = trivia.decide(this.state, input, now);
    if ('refusal' in decision) return decision.refusal;
    this.log.push(...decision.events);
    this.state = decision.events.reduce(trivia.evolve, this.state);
    return decision.events.map(({ kind }) => kind);
  }

  answer(seat: number, choice: number, now: number, position = this.state.number): string | string[] {
    return this.put({ kind: 'command', seat, position, command: { $case: 'answer', value: { choice } } }, now);
  }

  right(): number {
    return this.state.questions[this.state.number - 1]?.rightChoice as number;
  }

  wrong(): number {
    return (this.right() + 1) % 4;
  }
}

describe('settings', () => {
  test('0 and absent mean the default', () => {
    expect(trivia.configure({})).toEqual({ questions: 10, answerMs: 10_000, pauseMs: 3_000, locale: 'en' });
    expect(trivia.configure({ questions: 0, answerMs: 0, pauseMs: 0, locale: '' })).toEqual(trivia.configure({}));
    const settings = { questions: 30, answerMs: 1_000, pauseMs: 100, locale: 'de' };
    expect(trivia.configure(settings)).toEqual(settings);
  });

  test('material that does not fit them is a fault of the caller', () => {
    expect(() => trivia.init({ ...CONFIG, questions: 3 }, SEED, QUESTIONS)).toThrow('asks 3 questions, 2 were drawn');
    expect(() =>
      trivia.init({ ...CONFIG, questions: 1 }, SEED, [
        { id: 'why', text: 'Why?', options: ['a', 'b'], rightChoice: 2 },
      ]),
    ).toThrow('no option 2 in question why');
  });
});

describe('the order of the options', () => {
  test('follows from the seed, and the right choice follows the right option', () => {
    const places = new Set<number>();
    for (let n = 0; n < 40; n++) {
      const { questions } = new Duel(CONFIG, n.toString(16).padStart(64, '0')).state;
      questions.forEach((question, index) => {
        expect(question.options[question.rightChoice]).toBe(`${index + 1}`);
        expect(question.options.toSorted()).toEqual(QUESTIONS[index]?.options.toSorted());
        places.add(question.rightChoice);
      });
    }
    expect(places).toEqual(new Set([0, 1, 2, 3]));
  });
});

describe('the course of a duel', () => {
  test('counts down, asks, reveals when both have answered, pauses, asks the next, and is settled by the last reveal', () => {
    const duel = new Duel();
    expect(trivia.deadline(duel.state)).toBeUndefined();
    expect(duel.put({ kind: 'start' }, T0)).toEqual(['started']);
    expect(trivia.deadline(duel.state)).toBe(FIRST_OPENS);
    expect(duel.put({ kind: 'tick' }, FIRST_OPENS - 1)).toBe('NOT_DUE');
    expect(duel.put({ kind: 'tick' }, FIRST_OPENS)).toEqual(['questionOpened']);
    expect(trivia.deadline(duel.state)).toBe(FIRST_OPENS + 10_000);

    expect(duel.answer(0, duel.right(), FIRST_OPENS + 1_000)).toEqual(['answered']);
    expect(duel.answer(1, duel.wrong(), FIRST_OPENS + 2_500)).toEqual(['answered', 'revealed']);
    expect(duel.state.revealed[0]).toEqual({
      number: 1,
      rightChoice: duel.right(),
      results: [
        { choice: duel.right(), answerMs: 1_000, points: 1_000, total: 1_000 },
        { choice: duel.wrong(), answerMs: 2_500, points: 0, total: 0 },
      ],
      nextTimeMs: FIRST_OPENS + 5_500,
    });
    expect(trivia.scores(duel.state)).toEqual([1_000, 0]);

    expect(duel.put({ kind: 'tick' }, FIRST_OPENS + 5_499)).toBe('NOT_DUE');
    expect(duel.put({ kind: 'tick' }, FIRST_OPENS + 5_500)).toEqual(['questionOpened']);
    expect(trivia.outcome(duel.state)).toBeUndefined();
    expect(duel.answer(1, duel.wrong(), FIRST_OPENS + 6_000)).toEqual(['answered']);
    expect(duel.answer(0, duel.right(), FIRST_OPENS + 6_000)).toEqual(['answered', 'revealed', 'settled']);
    expect(trivia.deadline(duel.state)).toBeUndefined();
    expect(trivia.outcome(duel.state)).toEqual({ reason: 'completed', winnerSeats: [0], scores: [2_000, 0] });
    expect(duel.put({ kind: 'tick' }, FIRST_OPENS + 60_000)).toBe('NOT_DUE');
  });

  test('a question nobody answers is revealed when its time is up, and counts its whole window for both', () => {
    const duel = Duel.atFirstQuestion({ ...CONFIG, questions: 1 });
    expect(duel.put({ kind: 'tick' }, FIRST_OPENS + 9_999)).toBe('NOT_DUE');
    expect(duel.put({ kind: 'tick' }, FIRST_OPENS + 10_000)).toEqual(['revealed', 'settled']);
    const unanswered = { answerMs: 10_000, points: 0, total: 0 };
    expect(duel.state.revealed[0]).toMatchObject({ results: [unanswered, unanswered], nextTimeMs: 0 });
    expect(trivia.outcome(duel.state)).toEqual({ reason: 'completed', winnerSeats: [], scores: [0, 0] });
  });

  test('a late tick gives the whole window, counted from when the question really opened', () => {
    const duel = new Duel();
    duel.put({ kind: 'start' }, T0);
    duel.put({ kind: 'tick' }, FIRST_OPENS + 4_000);
    expect(trivia.deadline(duel.state)).toBe(FIRST_OPENS + 14_000);
    duel.answer(0, 0, FIRST_OPENS + 4_300);
    expect(duel.state.answers[0]?.answerMs).toBe(300);
  });

  test('starts once', () => {
    expect(Duel.atFirstQuestion().put({ kind: 'start' }, T0)).toBe('ALREADY_STARTED');
  });
});

describe('an answer', () => {
  test('is refused while no question is open: before the start, in the countdown, in a pause, after the end', () => {
    const duel = new Duel({ ...CONFIG, questions: 2 });
    expect(duel.answer(0, 0, T0, 1)).toBe('NO_OPEN_QUESTION');
    duel.put({ kind: 'start' }, T0);
    expect(duel.answer(0, 0, T0, 1)).toBe('NO_OPEN_QUESTION');
    duel.put({ kind: 'tick' }, FIRST_OPENS);
    duel.put({ kind: 'tick' }, FIRST_OPENS + 10_000);
    expect(duel.answer(0, 0, FIRST_OPENS + 10_000, 1)).toBe('NO_OPEN_QUESTION');
    duel.put({ kind: 'gone', seat: 0, reason: 'resigned' }, FIRST_OPENS + 11_000);
    expect(duel.answer(0, 0, FIRST_OPENS + 11_000, 1)).toBe('NO_OPEN_QUESTION');
  });

  test('is refused for another question than the open one', () => {
    const duel = Duel.atFirstQuestion();
    for (const position of [0, 2, 1.5, -1]) expect(duel.answer(0, 0, FIRST_OPENS, position)).toBe('WRONG_QUESTION');
  });

  test('counts once', () => {
    const duel = Duel.atFirstQuestion();
    duel.answer(0, duel.wrong(), FIRST_OPENS + 1);
    expect(duel.answer(0, duel.right(), FIRST_OPENS + 2)).toBe('ALREADY_ANSWERED');
    expect(duel.state.answers[0]?.choice).toBe(duel.wrong());
  });

  test('counts at the closing time and not a millisecond later', () => {
    const late = Duel.atFirstQuestion();
    expect(late.answer(0, 0, FIRST_OPENS + 10_001)).toBe('TOO_LATE');
    expect(late.answer(0, 0, FIRST_OPENS + 10_000)).toEqual(['answered']);
    expect(late.state.answers[0]?.answerMs).toBe(10_000);
  });

  test('that arrived before its question was written took no time', () => {
    const duel = Duel.atFirstQuestion();
    duel.answer(0, 0, FIRST_OPENS - 20);
    expect(duel.state.answers[0]?.answerMs).toBe(0);
  });

  test.each([4, -1, 0.5, Number.NaN, 2 ** 32 - 1])('is refused for the option %d that does not exist', (choice) => {
    expect(Duel.atFirstQuestion().answer(0, choice, FIRST_OPENS)).toBe('INVALID_CHOICE');
  });
});

describe('the verdict', () => {
  /** One question, answered by both; `ms` are the answering times by seat. */
  function played(choices: ['right' | 'wrong', 'right' | 'wrong'], ms: [number, number]) {
    const duel = Duel.atFirstQuestion({ ...CONFIG, questions: 1 });
    for (const seat of ms[0] <= ms[1] ? [0, 1] : [1, 0]) {
      duel.answer(seat, duel[choices[seat] as 'right' | 'wrong'](), FIRST_OPENS + (ms[seat] as number));
    }
    return trivia.outcome(duel.state)?.winnerSeats;
  }

  test('more points win, however long they took', () => {
    expect(played(['wrong', 'right'], [1, 9_000])).toEqual([1]);
    expect(played(['right', 'wrong'], [9_000, 1])).toEqual([0]);
  });

  test('equal points are decided by less time, right or wrong', () => {
    expect(played(['right', 'right'], [2_000, 1_999])).toEqual([1]);
    expect(played(['wrong', 'wrong'], [1_999, 2_000])).toEqual([0]);
  });

  test('equal points in equal time are a draw', () => {
    expect(played(['right', 'right'], [2_000, 2_000])).toEqual([]);
  });

  test('time is summed over all questions, also over those answered wrong or not at all', () => {
    const duel = Duel.atFirstQuestion();
    duel.answer(0, duel.right(), FIRST_OPENS + 1);
    duel.put({ kind: 'tick' }, FIRST_OPENS + 10_000);
    const second = FIRST_OPENS + 13_000;
    duel.put({ kind: 'tick' }, second);
    duel.answer(0, duel.wrong(), second + 9_999);
    duel.answer(1, duel.right(), second + 9_999);
    // Seat 0: 1 + 9,999 ms; seat 1: 10,000 + 9,999 ms; one right answer each.
    expect(trivia.outcome(duel.state)).toEqual({ reason: 'completed', winnerSeats: [0], scores: [1_000, 1_000] });
  });
});

describe('a player who is gone', () => {
  test.each(['forfeited', 'resigned'] as const)('loses (%s) with the points as they stand', (reason) => {
    const duel = Duel.atFirstQuestion();
    duel.answer(1, duel.right(), FIRST_OPENS + 1);
    duel.answer(0, duel.wrong(), FIRST_OPENS + 2);
    expect(duel.put({ kind: 'gone', seat: 1, reason }, FIRST_OPENS + 3)).toEqual(['settled']);
    expect(trivia.outcome(duel.state)).toEqual({ reason, winnerSeats: [0], scores: [0, 1_000] });
    expect(trivia.deadline(duel.state)).toBeUndefined();
    expect(duel.put({ kind: 'gone', seat: 0, reason }, FIRST_OPENS + 4)).toBe('NOT_RUNNING');
  });

  test('is not known before the start', () => {
    expect(new Duel().put({ kind: 'gone', seat: 1, reason: 'resigned' }, T0)).toBe('NOT_RUNNING');
  });
});

describe('time given back', () => {
  test('lengthens the open question, and is not counted as answering time', () => {
    const duel = Duel.atFirstQuestion();
    expect(duel.put({ kind: 'timeGivenBack', byMs: 5_000 }, FIRST_OPENS + 6_000)).toEqual(['timeShifted']);
    expect(trivia.deadline(duel.state)).toBe(FIRST_OPENS + 15_000);
    duel.answer(0, 0, FIRST_OPENS + 6_500);
    expect(duel.state.answers[0]?.answerMs).toBe(1_500);
    expect(duel.answer(1, 0, FIRST_OPENS + 15_001)).toBe('TOO_LATE');
    duel.answer(1, 0, FIRST_OPENS + 15_000);
    expect(duel.state.revealed[0]?.results[1]?.answerMs).toBe(10_000);
  });

  test('leaves answers given before it as they were measured', () => {
    const duel = Duel.atFirstQuestion();
    duel.answer(0, 0, FIRST_OPENS + 700);
    duel.put({ kind: 'timeGivenBack', byMs: 5_000 }, FIRST_OPENS + 6_000);
    expect(duel.state.answers[0]?.answerMs).toBe(700);
  });

  test('longer than the question was open starts its answering time now, and that never exceeds the window', () => {
    const duel = Duel.atFirstQuestion();
    duel.put({ kind: 'timeGivenBack', byMs: 8_000 }, FIRST_OPENS + 1_000);
    duel.answer(0, 0, FIRST_OPENS + 1_200);
    expect(duel.state.answers[0]?.answerMs).toBe(200);
    duel.answer(1, 0, FIRST_OPENS + 18_000);
    expect(duel.state.revealed[0]?.results[1]?.answerMs).toBe(10_000);
  });

  test('shorter than what is overdue ends the question now, not in the past', () => {
    const duel = Duel.atFirstQuestion();
    duel.put({ kind: 'timeGivenBack', byMs: 1_000 }, FIRST_OPENS + 20_000);
    expect(trivia.deadline(duel.state)).toBe(FIRST_OPENS + 20_000);
  });

  test('lengthens the countdown and the pause', () => {
    const duel = new Duel();
    duel.put({ kind: 'start' }, T0);
    duel.put({ kind: 'timeGivenBack', byMs: 2_000 }, T0 + 2_500);
    expect(trivia.deadline(duel.state)).toBe(FIRST_OPENS + 2_000);
    duel.put({ kind: 'tick' }, FIRST_OPENS + 2_000);
    duel.put({ kind: 'tick' }, FIRST_OPENS + 12_000);
    duel.put({ kind: 'timeGivenBack', byMs: 1_500 }, FIRST_OPENS + 14_000);
    expect(trivia.deadline(duel.state)).toBe(FIRST_OPENS + 16_500);
  });

  test('is refused before the start and after the end', () => {
    const duel = new Duel();
    expect(duel.put({ kind: 'timeGivenBack', byMs: 1 }, T0)).toBe('NOT_RUNNING');
    duel.put({ kind: 'start' }, T0);
    duel.put({ kind: 'gone', seat: 0, reason: 'resigned' }, T0);
    expect(duel.put({ kind: 'timeGivenBack', byMs: 1 }, T0)).toBe('NOT_RUNNING');
  });
});

describe('what is shown', () => {
  test('another sees that a seat has answered, and what only at the reveal', () => {
    const duel = Duel.atFirstQuestion();
    duel.answer(0, 2, FIRST_OPENS + 10);
    const answered = duel.log.at(-1) as TriviaLogEvent;
    expect(trivia.project(answered, duel.state, 0)).toEqual({ $case: 'answered', value: { seat: 0, choice: 2 } });
    for (const viewer of [1, undefined]) {
      expect(trivia.project(answered, duel.state, viewer)).toEqual({ $case: 'answered', value: { seat: 0 } });
      expect(trivia.view(duel.state, viewer)).toMatchObject({ answeredSeats: [0] });
      expect(trivia.view(duel.state, viewer)).not.toHaveProperty('ownChoice');
    }
    expect(trivia.view(duel.state, 0)).toMatchObject({ answeredSeats: [0], ownChoice: 2 });
  });

  test('the prepared questions and an event the projection does not know are shown to nobody', () => {
    const duel = Duel.atFirstQuestion();
    const unknown = { kind: 'hintMade', hint: 'it is b' } as unknown as TriviaLogEvent;
    for (const viewer of [0, 1, undefined]) {
      expect(trivia.project(duel.log[0] as TriviaLogEvent, duel.state, viewer)).toBeUndefined();
      expect(trivia.project(unknown, duel.state, viewer)).toBeUndefined();
    }
  });

  test('a question left open by a player who is gone stays unrevealed', () => {
    const duel = Duel.atFirstQuestion();
    duel.answer(0, 2, FIRST_OPENS + 10);
    duel.put({ kind: 'gone', seat: 1, reason: 'forfeited' }, FIRST_OPENS + 20);
    expect(trivia.view(duel.state, 0)).toEqual({
      phase: 4,
      questions: 2,
      question: { number: 1, text: 'What is 0 + 1?', options: duel.state.questions[0]?.options },
      untilTimeMs: 0,
      answeredSeats: [],
      totals: [0, 0],
      revealed: [],
    });
  });
});
