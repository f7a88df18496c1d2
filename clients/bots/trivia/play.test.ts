import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { RefusedError, TriviaPhase } from '../../sdk/src/index.ts';
import type { MatchSession, MatchUpdate, PlayState } from '../../sdk/src/index.ts';
import { randomFrom } from '../random.ts';
import { bookOf } from './book.ts';
import { playTrivia } from './play.ts';

const NOW = 1_700_000_000_000;
const mind = { level: 5, seed: 'seed', book: bookOf([]), random: randomFrom('seed') } as const;

/** A session whose server is the test. */
class FakeSession {
  state: PlayState | undefined;
  readonly sent: { readonly choice: number; readonly number: number }[] = [];
  readonly #ending = Promise.withResolvers<object>();
  readonly ended = this.#ending.promise;
  #listener: ((update: MatchUpdate) => void) | undefined;

  subscribe(listener: (update: MatchUpdate) => void): () => void {
    this.#listener = listener;
    return () => (this.#listener = undefined);
  }

  serverNow(): number {
    return NOW + performance.now();
  }

  async send(command: { value: { command: { value: { choice: number } } } }, number: number): Promise<never> {
    this.sent.push({ choice: command.value.command.value.choice, number });
    throw new RefusedError('TOO_LATE'); // a bot takes that calmly
  }

  shows(phase: TriviaPhase, number: number, ownChoice?: number, ownSeat: number | undefined = 0): void {
    const question = { number, text: 'Who?', options: ['a', 'b'] };
    const value = { phase, question, untilTimeMs: this.serverNow() + 5_000, ownChoice };
    this.state = { ownSeat, view: { $case: 'trivia', value } } as unknown as PlayState;
    this.#listener?.({ kind: 'snapshot', state: this.state });
  }

  end(): void {
    this.#ending.resolve({});
  }

  get isHeard(): boolean {
    return this.#listener !== undefined;
  }
}

let session: FakeSession;
let playing: Promise<void>;

beforeEach(() => {
  jest.useFakeTimers();
  session = new FakeSession();
  playing = playTrivia(session as unknown as MatchSession, mind);
});
afterEach(() => void jest.useRealTimers());

test('a bot answers each question once, within its time, and nothing else', async () => {
  session.shows(TriviaPhase.WAITING, 1);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(session.sent).toEqual([]);
  session.shows(TriviaPhase.QUESTION, 1);
  session.shows(TriviaPhase.QUESTION, 1); // the other has answered
  await jest.advanceTimersByTimeAsync(5_000);
  expect(session.sent).toEqual([{ choice: expect.any(Number), number: 1 }]);
  session.shows(TriviaPhase.REVEAL, 1);
  session.shows(TriviaPhase.QUESTION, 2);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(session.sent.map(({ number }) => number)).toEqual([1, 2]);
  session.end();
  await playing;
  expect(session.isHeard).toBe(false);
});

test('a bot that comes back leaves an answer that it has given alone', async () => {
  session.shows(TriviaPhase.QUESTION, 4, 1);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(session.sent).toEqual([]);
});

test('a duel that ends while a bot thinks is over for it', async () => {
  session.shows(TriviaPhase.QUESTION, 1);
  session.end();
  await playing;
  await jest.advanceTimersByTimeAsync(10_000);
  expect(session.sent).toEqual([]);
});
