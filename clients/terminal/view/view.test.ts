import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EndReason, MatchState, Reaction, TriviaPhase } from '../../sdk/src/index.ts';
import type { AppState, Screen } from '../state/app-state.ts';
import { openForm } from '../state/opening.ts';
import { withNames } from '../state/names.ts';
import {
  ADA,
  BEN,
  duelScreen,
  idOf,
  MATCH,
  NOW,
  playState,
  revealed,
  rowsOf,
  stateOn,
} from '../test-support/states.ts';
import { widthOf } from '../text.ts';
import { widthOfLine } from './line.ts';
import { view } from './view.ts';

const SMALL = { columns: 60, rows: 20 };
const USUAL = { columns: 80, rows: 24 };
const LARGE = { columns: 180, rows: 60 };

const ended = (reason: EndReason, winnerSeats: number[], scores = [7_000, 6_000], viewer: number | 'watcher' = 0) =>
  playState(
    { phase: TriviaPhase.FINISHED, revealed: Array.from({ length: 10 }, (_, index) => revealed(index + 1, [1, 0])) },
    { state: MatchState.FINISHED, outcome: { reason, winnerSeats, scores, endTimeMs: NOW } },
    viewer,
  );
const alone = playState(
  { phase: TriviaPhase.WAITING, question: undefined, untilTimeMs: 0, revealed: [], totals: [0, 0] },
  { state: MatchState.WAITING, players: [{ seat: 0, userId: idOf(1), connected: true, forfeitTimeMs: 0 }] },
);
const reveal = { phase: TriviaPhase.REVEAL, revealed: [revealed(1, [1, 1]), revealed(2, [1, 0]), revealed(3, [1, 2])] };
const leader = (place: number) => ({
  place,
  userId: place === 40 ? ADA : BEN,
  won: 200 - place,
  rank: '',
  played: 300,
  rating: 1_500,
});
const row = {
  matchId: MATCH,
  mode: 'trivia_duel',
  endTimeMs: NOW,
  standing: 'won',
  score: 7_000,
  opponentIds: [BEN],
} as const;

const chosen = (choice: number) => ({ game: 'trivia', sent: { number: 3, choice } }) as const;
const DUEL = { part: { game: 'trivia', sent: undefined }, talk: [] } as const;

/** Every screen there is, and what it can look like. */
const screens: Readonly<Record<string, Screen>> = {
  start: { name: 'start', failed: true },
  welcome: { name: 'welcome', selected: 1 },
  menu: { name: 'menu', selected: 3, ownMatches: [] },
  register: openForm('register'),
  join: { ...openForm('join'), busy: true },
  bots: { name: 'bots', selected: 2, busy: true },
  finding: {
    name: 'finding',
    mode: 'trivia_duel',
    since: NOW,
    now: NOW + 8_000,
    place: { position: 2, estimateMs: 7_000 },
  },
  connecting: duelScreen({ play: undefined, part: undefined, connection: 'connecting' }),
  invitation: duelScreen({ play: alone, inviteCode: 'ABCD2345' }),
  question: duelScreen({ watchers: 12, connection: 'reconnecting', part: chosen(1) }),
  talk: duelScreen({
    talk: [{ userId: BEN, text: 'good luck' }],
    reactions: { 1: { reaction: Reaction.FIRE, timeMs: NOW } },
    draft: { text: 'thank you', at: 5 },
  }),
  reveal: duelScreen({ play: playState(reveal) }),
  leaving: duelScreen({ leaving: true }),
  watching: duelScreen({ play: playState(reveal, {}, 'watcher') }),
  won: { name: 'result', rematch: 'offered', play: ended(EndReason.COMPLETED, [0]), ...DUEL },
  history: {
    name: 'history',
    game: 'trivia',
    mode: '',
    selected: 30,
    rows: Array<typeof row>(100).fill(row),
    sums: [],
  },
  leaders: {
    name: 'leaders',
    mode: 'trivia_duel',
    order: 'wins',
    part: 'top',
    selected: 39,
    rows: Array.from({ length: 100 }, (_, at) => leader(at + 1)),
  },
  live: {
    name: 'live',
    game: 'trivia',
    selected: 0,
    rows: [{ matchId: MATCH, mode: 'trivia_duel', playerIds: [ADA, BEN], watchers: 3 }],
  },
};

const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 63 });
const sizes = fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 70 }) });

function expectFits(state: AppState, size: { columns: number; rows: number }): void {
  const rows = view(state, size);
  expect(rows).toHaveLength(size.rows);
  for (const drawn of rows) expect(widthOfLine(drawn)).toBeLessThanOrEqual(size.columns);
}

describe('every screen', () => {
  test.each(Object.keys(screens))('%s fills the terminal and fits into it, whatever people are called', (name) => {
    fc.assert(
      fc.property(sizes, names, names, (size, ada, ben) => {
        const state = withNames(stateOn(screens[name]!, { notice: { text: ben, bad: true } }), {
          [ADA]: ada,
          [BEN]: ben,
        });
        expectFits(state, size);
        expectFits(state, SMALL);
      }),
      { numRuns: 30 },
    );
  });

  test('shows any question and talk in 60 × 20, with every option and its number', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
    const options = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(texts, options, fc.boolean(), (text, shown, isRevealed) => {
        const question = { number: 3, text, options: shown };
        const play = playState({ ...(isRevealed ? reveal : {}), question });
        const state = stateOn(duelScreen({ play, talk: [{ userId: BEN, text }] }));
        for (const size of [SMALL, USUAL, LARGE]) {
          expectFits(state, size);
          const rows = rowsOf(state, size);
          for (const index of shown.keys()) {
            expect(rows.filter((drawn) => drawn.slice(5).startsWith(`${index + 1}  `))).toHaveLength(1);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test.each(['start', 'welcome', 'menu', 'register', 'join', 'bots', 'finding', 'invitation', 'leaving'])(
    '%s says all that it has to say in 60 × 20 too',
    (name) => {
      const said = (size: typeof SMALL): string =>
        rowsOf(stateOn(screens[name]!), size)
          .join('')
          .replaceAll(/[\s─█░]/g, '');
      expect(said(SMALL).replaceAll('(you)', '')).toBe(said(LARGE).replaceAll('(you)', ''));
    },
  );

  test('says how large the terminal must be where it is too small', () => {
    expect(rowsOf(stateOn(screens['menu']!), { columns: 59, rows: 24 }).join(' ')).toContain(
      'make it 60 × 20 at least',
    );
  });

  test('uses the whole width of a large terminal', () => {
    expect(widthOf(rowsOf(stateOn(duelScreen()), LARGE)[4]!)).toBe(LARGE.columns - 1);
  });
});

describe('a duel', () => {
  const shown = (screen: Screen, size = USUAL): string[] => rowsOf(stateOn(screen), size);

  test('shows the question, who plays, and how much time there is by the match’s clock', () => {
    const rows = shown(duelScreen());
    expect(rows[0]).toContain('question 3 of 10');
    expect(rows[2]).toMatch(/▸Ada \(you\) +2000 {2}✔✔········ {2}thinking/);
    expect(rows[3]).toMatch(/Ben +1000 {2}✔✘········ {2}thinking/);
    expect(rows[4]).toMatch(/█+░+ +6\.0 s/);
    expect(rows[4]!.match(/█/g)!.length).toBe(Math.round(0.6 * (80 - 2 - 9)));
    expect(rows.join('\n')).toContain('1-4 answer');
  });

  test('marks the own choice, and tells who has answered', () => {
    const rows = shown(duelScreen({ play: playState({ ownChoice: 2, answeredSeats: [0, 1] }) }));
    expect(rows[9]).toMatch(/^ {3}[^▸] 2/);
    expect(rows[10]).toMatch(/▸ 3 {2}Sydney/);
    expect(rows[2]).toContain('has answered');
    expect(rows[3]).toContain('has answered');
    expect(shown(duelScreen({ part: chosen(0) }))[2]).toContain('answer on its way');
  });

  test('tells right and wrong by marks, with who chose what and the points', () => {
    const rows = shown(duelScreen({ play: playState(reveal) }));
    expect(rows[2]).toContain('✔ +1000 in 3.2 s');
    expect(rows[3]).toContain('✘ wrong, 3.2 s');
    expect(rows[9]).toMatch(/✔ 2 {2}Canberra {2}\(you\)/);
    expect(rows[10]).toMatch(/✘ 3 {2}Sydney {2}\(Ben\)/);
    expect(rows[8]).toMatch(/^ {5}1 {2}Melbourne$/);
    expect(rows[4]).toContain('Next question in');
  });

  test('tells who is away and when they forfeit', () => {
    const away = [
      { seat: 0, userId: idOf(1), connected: true, forfeitTimeMs: 0 },
      { seat: 1, userId: idOf(2), connected: false, forfeitTimeMs: NOW + 23_400 },
    ];
    expect(shown(duelScreen({ play: playState({}, { players: away }) }), SMALL)[3]).toContain('away, forfeits in 24 s');
  });

  test('shows a reaction for four seconds', () => {
    const reactions = { 1: { reaction: Reaction.LAUGHING, timeMs: NOW - 3_900 } };
    expect(shown(duelScreen({ reactions }))[3]).toContain('😂');
    expect(shown(duelScreen({ reactions, now: NOW + 200 }))[3]).not.toContain('😂');
  });

  test('shows what was said last, also where a long question leaves little room', () => {
    const talk = Array.from({ length: 20 }, (_, index) => ({ userId: BEN, text: `word ${index}` }));
    expect(shown(duelScreen({ talk })).join('\n')).toMatch(/Ben: word 18\n.*Ben: word 19/);
  });

  test('says that it reconnects, and goes on showing the question', () => {
    const rows = shown(duelScreen({ connection: 'reconnecting', watchers: 2 }));
    expect(rows[0]).toContain('2 watching  reconnecting …');
    expect(rows.join('\n')).toContain('capital of Australia');
  });

  test('shows the invite code while the other seat is free', () => {
    const rows = shown(duelScreen({ play: alone, inviteCode: 'ABCD2345' })).join('\n');
    expect(rows).toContain('ABCD2345');
    expect(rows).toContain('Waiting for somebody to take the other seat');
  });

  test('offers no answers and no reactions to who watches', () => {
    const keys = shown(duelScreen({ play: playState({}, {}, 'watcher') })).at(-1);
    expect(keys).toContain('Enter talk to those who watch');
    expect(keys).not.toContain('answer');
  });
});

describe('a result', () => {
  const result = (play: ReturnType<typeof ended>, rematch: 'none' | 'offering' | 'offered' = 'none'): string =>
    rowsOf(stateOn({ name: 'result', play, rematch, ...DUEL }), USUAL).join('\n');

  test('tells who has won, with the scores and how each question went', () => {
    const won = result(ended(EndReason.COMPLETED, [0]));
    expect(won).toContain('✔ You have won!');
    expect(won).toMatch(/✔ Ada \(you\) +7000 {2}✔{10}/);
    expect(won).toMatch(/Ben +6000 {2}✘{10}/);
    expect(result(ended(EndReason.COMPLETED, [1]))).toContain('✘ You have lost.');
    expect(result(ended(EndReason.COMPLETED, []))).toContain('= A draw.');
    expect(result(ended(EndReason.COMPLETED, [1], [7_000, 6_000], 'watcher'))).toContain('Ben has won.');
  });

  test('tells why, where it was not the points', () => {
    expect(result(ended(EndReason.COMPLETED, [0], [7_000, 7_000]))).toContain('the quicker answers decided');
    expect(result(ended(EndReason.FORFEITED, [0]))).toContain('Ben was away for too long.');
    expect(result(ended(EndReason.RESIGNED, [1]))).toContain('You gave up.');
  });

  test('shows the opponent’s offer of a rematch', () => {
    expect(result(ended(EndReason.COMPLETED, [0]))).toContain('Press R to offer Ben a rematch.');
    expect(result(ended(EndReason.COMPLETED, [0]), 'offered')).toContain('Ben offers a rematch.');
    expect(result(ended(EndReason.COMPLETED, [0], [1, 0], 'watcher'))).not.toContain('rematch');
  });
});

describe('a list', () => {
  test('shows the rows around the selected one', () => {
    const rows = rowsOf(stateOn(screens['leaders']!), USUAL);
    const marked = rows.find((drawn) => drawn.startsWith(' ▸'));
    expect(marked).toMatch(/40 +160 +300 +1500 {2}Ada \(you\)/);
    expect(rows.filter((drawn) => /\d{3} +300/.test(drawn))).toHaveLength(24 - 5 - 1);
  });

  test('says that there is nothing, once that is known', () => {
    const live = (rows: [] | undefined) =>
      rowsOf(stateOn({ name: 'live', game: 'trivia', rows, selected: 0 }), USUAL).join('\n');
    expect(live(undefined)).toContain('Reading …');
    expect(live([])).toContain('No duel is being played just now.');
  });
});

test('a password is shown as dots', () => {
  const form = openForm('signIn');
  const fields = form.fields.map((field) => ({ ...field, value: { text: 'hunter22', at: 8 } }));
  const rows = rowsOf(stateOn({ ...form, fields }), USUAL).join('\n');
  expect(rows).toContain('••••••••');
  expect(rows.match(/hunter22/g)).toHaveLength(1); // the user name, which is no secret
});
