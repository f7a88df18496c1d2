import { formatId, MatchState, TriviaPhase, Visibility } from '../../sdk/src/index.ts';
import type { Match, MatchUpdate, PlayState, TriviaRevealed, TriviaView } from '../../sdk/src/index.ts';
import type { AppState, Effect, Message, Screen } from '../state/app-state.ts';
import type { Key } from '../state/key.ts';
import type { MatchScreen } from '../state/match-screen.ts';
import { begin, update } from '../state/update.ts';
import { textOf } from '../view/line.ts';
import type { Size } from '../view/line.ts';
import { view } from '../view/view.ts';

/** An id that ends in a number. */
export const idOf = (number: number): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? number : 7));
export const ADA = formatId(idOf(1));
export const BEN = formatId(idOf(2));
export const MATCH = formatId(idOf(9));

/** When everything happens, on the match's clock. */
export const NOW = 1_700_000_000_000;

/** Ada, signed in, before a screen; the ranks of her match have been asked for. */
export const stateOn = (screen: Screen, changes: Partial<AppState> = {}): AppState => ({
  ...begin('http://127.0.0.1:8080').state,
  me: { userId: ADA, name: 'Ada', guest: true },
  names: { [ADA]: 'Ada', [BEN]: 'Ben' },
  ranks: { matchId: MATCH, byUser: {} },
  screen,
  ...changes,
});

/** A question of four options. */
export const QUESTION = {
  number: 3,
  text: 'What is the capital of Australia?',
  options: ['Melbourne', 'Canberra', 'Sydney', 'Perth'],
};

/** How a question went for two seats: what they chose, by seat; option 1 was right. */
export function revealed(number: number, choices: readonly (number | undefined)[]): TriviaRevealed {
  const results = choices.map((choice) => ({
    ...(choice === undefined ? {} : { choice }),
    answerMs: 3_200,
    points: choice === 1 ? 1_000 : 0,
    total: choice === 1 ? 1_000 : 0,
  }));
  return { number, rightChoice: 1, results, nextTimeMs: NOW + 2_000 };
}

/** The third question of ten, six seconds before its end. */
export const triviaView = (changes: Partial<TriviaView> = {}): TriviaView => ({
  phase: TriviaPhase.QUESTION,
  questions: 10,
  question: QUESTION,
  untilTimeMs: NOW + 6_000,
  answeredSeats: [],
  totals: [2_000, 1_000],
  revealed: [revealed(1, [1, 1]), revealed(2, [1, 0])],
  ...changes,
});

/** A match of Ada, seat 0, and Ben, seat 1. */
export const matchOf = (changes: Partial<Match> = {}): Match => ({
  matchId: idOf(9),
  mode: 'trivia_duel',
  config: { config: { $case: 'trivia', value: { questions: 10, answerMs: 10_000, pauseMs: 3_000, locale: 'en' } } },
  visibility: Visibility.OPEN,
  state: MatchState.RUNNING,
  players: [
    { seat: 0, userId: idOf(1), connected: true, forfeitTimeMs: 0 },
    { seat: 1, userId: idOf(2), connected: true, forfeitTimeMs: 0 },
  ],
  seats: 2,
  outcome: undefined,
  route: '',
  inviteCode: '',
  createTime: undefined,
  seq: 12,
  rematchId: new Uint8Array(),
  ...changes,
});

/** The match as its viewer sees it. */
export const playState = (
  trivia: Partial<TriviaView> = {},
  match: Partial<Match> = {},
  viewer: number | 'watcher' = 0,
): PlayState => ({
  seq: 12,
  match: matchOf(match),
  ownSeat: viewer === 'watcher' ? undefined : viewer,
  view: { $case: 'trivia', value: triviaView(trivia) },
});

/** A duel on the screen. */
export const duelScreen = (changes: Partial<MatchScreen> = {}): MatchScreen => ({
  name: 'match',
  matchId: MATCH,
  inviteCode: '',
  rematch: false,
  play: playState(),
  connection: 'live',
  now: NOW,
  watchers: 0,
  part: { game: 'trivia', sent: undefined },
  talk: [],
  reactions: {},
  draft: undefined,
  leaving: false,
  ...changes,
});

/** An update of the match that is followed. */
export const happened = (update: MatchUpdate): Message => ({ kind: 'match', matchId: MATCH, update, now: NOW });

/** The screen of a name, which is to be the one that is shown. */
export function screenOf<Name extends Screen['name']>(
  { screen }: AppState,
  name: Name,
): Extract<Screen, { name: Name }> {
  if (screen.name !== name) throw new Error(`no ${name}, but ${screen.name}`);
  return screen as Extract<Screen, { name: Name }>;
}

/** What messages make of a state one after the other, and all that is to be done. */
export function after(state: AppState, ...messages: readonly Message[]): { state: AppState; effects: Effect[] } {
  const effects: Effect[] = [];
  for (const message of messages) {
    const step = update(state, message);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

/** Keys as messages; a string is typed letter by letter, a kind of key in angle brackets. */
export function keys(typed: string): Message[] {
  const parts = typed.match(/<\w+>|./gu) ?? [];
  return parts.map((part) => {
    const kind = /^<(\w+)>$/.exec(part)?.[1];
    const key = kind ? ({ kind } as Key) : ({ kind: 'text', text: part } as const);
    return { kind: 'key', key };
  });
}

/** The rows of a screen as text. */
export const rowsOf = (state: AppState, size: Size): string[] => view(state, size).map(textOf);
