import { expect, test } from '@jest/globals';
import * as gen from '../../../../gen/playmesh/match/v1/trivia.ts';
import { TriviaPhase } from './wire.ts';
import type { TriviaCommand, TriviaConfig, TriviaPublicEvent, TriviaView } from './wire.ts';

/** `true` only for types that agree in every field, optional marks included. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { rules: A; generated: B };
const same = <_ extends true>(): void => {};

test('the types of the rules are those generated from the proto', () => {
  same<Same<TriviaConfig, gen.TriviaConfig>>();
  same<Same<TriviaCommand, NonNullable<gen.TriviaCommand['command']>>>();
  same<Same<TriviaPublicEvent, NonNullable<gen.TriviaEvent['event']>>>();
  same<Same<Omit<TriviaView, 'phase'>, Omit<gen.TriviaView, 'phase'>>>();
  same<Same<TriviaView['phase'], Exclude<gen.TriviaView['phase'], 0 | -1>>>();
  const { UNSPECIFIED: _unspecified, UNRECOGNIZED: _unrecognized, ...sent } = gen.TriviaPhase;
  expect(TriviaPhase).toEqual(sent);
});

const question = { number: 3, text: 'Which?', options: ['a', 'b', 'c', 'd'] };
const revealed = {
  number: 3,
  rightChoice: 0,
  results: [
    { choice: 0, answerMs: 0, points: 1_000, total: 2_000 },
    { answerMs: 10_000, points: 0, total: 0 },
  ],
  nextTimeMs: 1_800_000_000_123,
};

test.each<TriviaPublicEvent>([
  { $case: 'started', value: { firstTimeMs: 1_800_000_000_123 } },
  { $case: 'questionOpened', value: { question, closeTimeMs: 1_800_000_000_123 } },
  { $case: 'answered', value: { seat: 0, choice: 0 } },
  { $case: 'answered', value: { seat: 1 } },
  { $case: 'revealed', value: revealed },
  { $case: 'timeShifted', value: { byMs: 4_000, untilTimeMs: 1_800_000_000_123 } },
  { $case: 'finished', value: {} },
])('the event $$case goes over the wire unchanged', (event) => {
  expect(gen.TriviaEvent.decode(gen.TriviaEvent.encode({ event }).finish()).event).toEqual(event);
});

test('views, commands and settings go over the wire unchanged', () => {
  const view: TriviaView = {
    phase: TriviaPhase.QUESTION,
    questions: 10,
    question,
    untilTimeMs: 1_800_000_000_123,
    answeredSeats: [0, 1],
    ownChoice: 0,
    totals: [2_000, 0],
    revealed: [revealed],
  };
  expect(gen.TriviaView.decode(gen.TriviaView.encode(view).finish())).toEqual(view);
  const command: TriviaCommand = { $case: 'answer', value: { choice: 0 } };
  expect(gen.TriviaCommand.decode(gen.TriviaCommand.encode({ command }).finish()).command).toEqual(command);
  const config = { questions: 10, answerMs: 10_000, pauseMs: 3_000, locale: 'pt-BR' };
  expect(gen.TriviaConfig.decode(gen.TriviaConfig.encode(config).finish())).toEqual(config);
});
