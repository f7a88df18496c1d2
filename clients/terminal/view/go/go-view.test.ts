import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EndReason, GoColour, GoDecision, GoPhase, GoRequest, MatchState } from '../../../sdk/src/index.ts';
import type { GoView, PlayState } from '../../../sdk/src/index.ts';
import type { AppState, Screen } from '../../state/app-state.ts';
import { withNames } from '../../state/names.ts';
import { CLOCK, drawnBoard, goConfig, goPart, goPlay, goScreen, goView } from '../../test-support/go-states.ts';
import { ADA, after, BEN, idOf, keys, MATCH, NOW, rowsOf, stateOn } from '../../test-support/states.ts';
import { widthOfLine } from '../line.ts';
import { view } from '../view.ts';

const SMALL = { columns: 60, rows: 20 };
const USUAL = { columns: 80, rows: 24 };
const LARGE = { columns: 180, rows: 60 };

const tally = { stones: 0, territory: 27, prisoners: 1, komiHalfPoints: 0, handicap: 0, totalHalfPoints: 56 };
const SCORED: Partial<GoView> = {
  phase: GoPhase.SCORING,
  toMove: GoColour.UNSPECIFIED,
  black: tally,
  white: { ...tally, territory: 36, prisoners: 0, komiHalfPoints: 13, totalHalfPoints: 85 },
  untilTimeMs: NOW + 151_000,
  acceptedSeats: [1],
};
const resultOf = (winner: GoColour, decision: GoDecision, marginHalfPoints = 0) => ({
  winner,
  decision,
  marginHalfPoints,
});
const ended = (result: GoView['result'], viewer: number | 'watcher' = 0, changes: Partial<GoView> = {}): PlayState =>
  goPlay(
    { phase: GoPhase.FINISHED, toMove: GoColour.UNSPECIFIED, untilTimeMs: 0, result, ...changes },
    {
      match: {
        state: MatchState.FINISHED,
        outcome: { reason: EndReason.COMPLETED, winnerSeats: [], scores: [56, 85], endTimeMs: NOW },
      },
      viewer,
    },
  );
const byScore = ended(resultOf(GoColour.WHITE, GoDecision.SCORE, 29), 0, {
  black: SCORED.black,
  white: SCORED.white,
});
const alone = { state: MatchState.WAITING, players: [{ seat: 0, userId: idOf(1), connected: true, forfeitTimeMs: 0 }] };
const waiting = goPlay(
  { phase: GoPhase.WAITING, toMove: 0, blackSeat: undefined, moves: 0, board: '.'.repeat(81), untilTimeMs: 0 },
  { match: alone },
);
const large = goPlay({ board: '.'.repeat(361), lastPoint: 60 });
const result = (play: PlayState, rematch: 'none' | 'offered' = 'none'): Screen => ({
  name: 'result',
  play,
  part: goPart(),
  talk: [],
  rematch,
});

const screens: Readonly<Record<string, Screen>> = {
  playing: goScreen(),
  'a large board': goScreen({ play: large, part: goPart({ cursor: 180 }) }),
  'a huge board': goScreen({ play: goPlay({ board: '.'.repeat(625) }), part: goPart({ cursor: 0 }) }),
  typing: goScreen({ part: goPart({ typed: 'P' }) }),
  asked: goScreen({ play: goPlay({ asked: { seat: 1, request: GoRequest.UNDO } }) }),
  talk: goScreen({ talk: [{ userId: BEN, text: 'good luck' }], draft: { text: 'thank you', at: 5 }, watchers: 3 }),
  leaving: goScreen({ leaving: true }),
  scoring: goScreen({ play: goPlay(SCORED) }),
  past: goScreen({ part: goPart({ past: { moves: 3, view: goView({ moves: 3 }) } }) }),
  watching: goScreen({ play: goPlay({}, { viewer: 'watcher' }) }),
  invitation: goScreen({ play: waiting, inviteCode: 'ABCD2345' }),
  challenge: goScreen({ play: waiting }),
  result: result(byScore, 'offered'),
  queue: { name: 'queue', size: 1, speed: 3 },
  challenges: {
    name: 'challenges',
    selected: 2,
    busy: true,
    rows: Array.from({ length: 40 }, () => ({
      matchId: MATCH,
      mode: 'go_9x9_live',
      creatorId: BEN,
      config: goConfig(),
    })),
  },
  making: {
    name: 'challenge',
    focus: 3,
    busy: false,
    chosen: { size: 2, time: 6, ruleset: 4, komi: 0, handicap: 3, placing: 1, colours: 1, access: 1 },
  },
  bot: {
    name: 'goBot',
    focus: 2,
    busy: true,
    chosen: { level: 4, size: 2, time: 7, handicap: 8, colours: 1 },
  },
  'own matches': {
    name: 'ownMatches',
    selected: 0,
    rows: [
      {
        matchId: MATCH,
        game: 'go',
        mode: 'go_19x19_correspondence',
        inviteCode: '',
        opponentIds: [BEN],
        stands: 'running',
        ownTurn: true,
      },
    ],
  },
  history: {
    name: 'history',
    game: 'go',
    mode: '',
    selected: 0,
    rows: [
      {
        matchId: MATCH,
        mode: 'go_19x19_correspondence',
        endTimeMs: NOW,
        standing: 'won',
        score: 1,
        opponentIds: [BEN],
      },
    ],
    sums: [
      {
        mode: 'go_19x19_correspondence',
        played: 3,
        won: 1,
        lost: 1,
        drawn: 1,
        rating: 1_500,
        deviation: 90,
        rank: '6k?',
      },
    ],
  },
  leaders: {
    name: 'leaders',
    mode: 'go_19x19_correspondence',
    order: 'strength',
    part: 'around',
    rows: [],
    selected: 0,
  },
  live: {
    name: 'live',
    game: 'go',
    selected: 0,
    rows: [{ matchId: MATCH, mode: 'go_9x9_blitz', playerIds: [ADA, BEN], watchers: 2 }],
  },
};

const goState = (screen: Screen): AppState => stateOn(screen, { game: 'go' });
const shown = (screen: Screen, size = USUAL): string =>
  rowsOf(goState(screen), size)
    .map((row) => row.trimEnd())
    .join('\n');

describe('every screen of Go', () => {
  const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 63 });
  const sizes = fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 70 }) });

  test.each(Object.keys(screens))('%s fills the terminal and fits into it, whatever people are called', (name) => {
    fc.assert(
      fc.property(sizes, names, names, (size, ada, ben) => {
        const state = withNames(goState(screens[name]!), { [ADA]: ada, [BEN]: ben });
        for (const one of [size, SMALL]) {
          const rows = view(state, one);
          expect(rows).toHaveLength(one.rows);
          for (const row of rows) expect(widthOfLine(row)).toBeLessThanOrEqual(one.columns);
        }
      }),
      { numRuns: 20 },
    );
  });

  test.each(['asked', 'leaving', 'invitation', 'challenge', 'queue', 'making', 'result', 'scoring'])(
    '%s says all that it has to say in 60 × 20 too',
    (name) => {
      const words = (size: typeof SMALL): Set<string> =>
        new Set(shown(screens[name]!, size).match(/[a-z]{3,}|\d+\.\d/gi));
      const missing = [...words(LARGE)].filter((word) => !words(SMALL).has(word));
      expect(missing.filter((word) => word !== 'captured' && word !== 'you')).toEqual([]);
    },
  );
});

describe('a game', () => {
  test('shows the board, both sides with clocks and prisoners, whose move it is, and the rules', () => {
    const text = shown(goScreen({ play: goPlay({ prisoners: { black: 2, white: 1 } }), now: NOW + 12_000 }));
    expect(text).toMatch(/^ Go: move 6/);
    expect(text).toMatch(/▸X Ada \(you\)\n.* 9:48 \+ 5x0:30 +2 captured/);
    expect(text).toMatch(/ {2}O Ben\n.* 10:00 \+ 5x0:30 +1 captured/);
    expect(text).toContain('Your move.');
    expect(text).toContain('Move 6: White E4');
    expect(text).toMatch(/Japanese, komi 6\.5\n.*10 min \+ 5 x 30 s/);
    expect(text).toMatch(/^ 4 \. \. \. X\(O\)\./m);
    expect(text).toMatch(/^ 5 \. \. \. \.\[X\]O/m);
    for (const key of ['Enter place', 'P pass', 'U undo', 'D draw', 'A annul', 'R resign', '[ ] moves']) {
      expect(text).toContain(key);
    }
  });

  test('shows ranks beside names, and the end of a name for no rank', () => {
    const ranks = { matchId: MATCH, byUser: { [ADA]: '6k?', [BEN]: '30k' } };
    const text = (screen: Screen, ben = 'Ben'): string =>
      rowsOf({ ...withNames(goState(screen), { [BEN]: ben }), ranks }, SMALL).join('\n');
    expect(text(goScreen())).toMatch(/▸X Ada 6k\? \(you\)[^]* O Ben 30k/);
    expect(text(goScreen(), 'Benjamin'.repeat(7))).toMatch(/ O Benjamin.*… 30k/);
    expect(text(result(byScore))).toMatch(/X Ada 6k\? \(you\)[^]*O Ben 30k/);
    expect(text(goScreen({ play: goPlay({}, { match: { matchId: idOf(3) } }) }))).not.toMatch(/6k/);
  });

  test('shows a whole board of 19 lines in 80 × 24, with both sides beside it', () => {
    const text = shown(screens['a large board']!);
    for (let row = 1; row <= 19; row++) expect(text).toMatch(new RegExp(`^ ?${row}[ \\[(]`, 'm'));
    expect(text).toMatch(/A B C D E F G H J K L M N O P Q R S T/);
    expect(text).toContain('Ada (you)');
  });

  test('of 25 lines has room for all columns in 80', () => {
    const rows = shown(screens['a huge board']!).split('\n');
    expect(rows[1]).toMatch(/A B C .* X Y Z {3}▸X Ada/);
    expect(rows[2]).toMatch(/^25\[\.\].*10:00 \+ 5x0:30 {2}0 cap\./);
  });

  test('shows the own stone at once, with what it takes, and that it is on its way', () => {
    const board = drawnBoard(`
      O . . . .
      X . . . .
      . . . . .
      . . . . .
      . . . . .`);
    const text = shown(
      goScreen({ play: goPlay({ board, lastPoint: 0 }), part: goPart({ cursor: 24, sent: { step: 7, point: 1 } }) }),
    );
    expect(text).toMatch(/^ 5 \.\(X\)\. \. \./m);
    expect(text).toContain('1 captured');
    expect(text).toContain('Your stone is on its way');
  });

  test('warns where time is short, not by colour alone', () => {
    const last = goPlay({ clocks: [{ ...CLOCK, mainMs: 0, periods: 1 }, CLOCK], untilTimeMs: NOW + 8_240 });
    const text = shown(goScreen({ play: last }));
    expect(text).toContain('!! 0:08.2 (last)');
    expect(text).toContain('Your time is nearly up!');
    const second = goPlay({ clocks: [{ ...CLOCK, mainMs: 0, periods: 2 }, CLOCK], untilTimeMs: NOW + 38_000 });
    expect(shown(goScreen({ play: second }))).toMatch(/ ! 0:08.0 \(2 left\)/);
    expect(shown(goScreen())).not.toMatch(/!/);
  });

  test('shows what was said, whole where there is room, also while it is scored', () => {
    const text = 'is the stone in your corner dead, or can it still live there? I am not sure at all about that';
    const screen = goScreen({ play: goPlay(SCORED), talk: [{ userId: BEN, text }] });
    const rows = shown(screen).split('\n');
    expect(rows.findIndex((row) => row.includes('Ben: is the stone'))).toBeGreaterThan(0);
    expect(shown(screen)).toContain('all about that');
  });

  test('asks what the opponent asks for, and says what one asks oneself', () => {
    const asked = (seat: number, request: GoRequest): string =>
      shown(goScreen({ play: goPlay({ asked: { seat, request } }) }));
    expect(asked(1, GoRequest.UNDO)).toContain('Ben asks to take back the last move. Y yes, N no');
    expect(asked(1, GoRequest.DRAW)).toContain('Ben offers a draw. Y yes, N no');
    expect(asked(0, GoRequest.UNDO)).toContain('You ask to take back your last move.');
    expect(asked(0, GoRequest.UNDO)).toContain('W withdraw');
  });

  test('says what Enter does after a letter or a name', () => {
    const typed = (text: string): string => rowsOf(after(goState(goScreen()), ...keys(text)).state, USUAL).join('\n');
    expect(typed('p')).toContain('P_ Enter passes.');
    expect(typed('d')).toContain('D_ Enter offers a draw; a number goes to that column.');
    expect(typed('d3')).toContain('D3_ Enter places a stone there.');
  });

  test('tells passes, handicap stones, and who is away', () => {
    expect(shown(goScreen({ play: goPlay({ lastPoint: undefined, passes: 1 }) }))).toContain('Move 6: a pass');
    expect(shown(goScreen({ play: goPlay({ handicapLeft: 3 }) }))).toContain('Place 3 handicap stones.');
    const players = goPlay().match.players.map((player) => ({ ...player, connected: player.seat === 0 }));
    expect(shown(goScreen({ play: goPlay({}, { match: { players } }) }))).toMatch(/O Ben +away/);
  });

  test('of the past is told apart from the game, and has no cursor', () => {
    const past = { moves: 3, view: goView({ moves: 3, lastPoint: 30, board: goView().board.replace('XO', 'X.') }) };
    const text = shown(goScreen({ part: goPart({ past }) }));
    expect(text).toContain('after 3 of 6 moves');
    expect(text).toMatch(/^ 6 \. \. \.\(X\)\./m);
    expect(text).not.toMatch(/\[X\]/);
    expect(text).toContain('Enter comes back to the game');
  });

  test('whose moves are being read stays on the screen, and so does a position from which one goes on', () => {
    const reading = shown(goScreen({ part: goPart({ past: { moves: 3, view: undefined }, isReading: true }) }));
    expect(reading).toMatch(/Go: reading the moves …[^]*Move 6: White E4/);
    const ahead = { moves: 5, view: goView({ moves: 3 }) };
    expect(shown(goScreen({ part: goPart({ past: ahead, isReading: true }) }))).toContain('after 3 of 6 moves');
  });

  test('that is watched has no cursor and offers no moves', () => {
    const text = shown(screens['watching']!);
    expect(text).not.toMatch(/^ \d.*\[/m);
    expect(text).not.toContain('P pass');
    expect(text).toContain('Enter talk to those who watch');
  });

  test('waits for a friend with the code, or for anybody', () => {
    expect(shown(screens['invitation']!)).toContain('ABCD2345');
    expect(shown(screens['challenge']!)).toContain('Waiting for somebody');
  });
});

test('scoring shows both tallies point by point, who leads, who has accepted, and how long it stands', () => {
  const text = shown(screens['scoring']!);
  expect(text).toMatch(/X Black O White/);
  expect(text).toMatch(/territory +27 +36/);
  expect(text).toMatch(/prisoners +1 +0/);
  expect(text).toMatch(/komi +0 +6\.5/);
  expect(text).toMatch(/total +28 +42\.5/);
  expect(text).not.toMatch(/stones +0/); // territory is counted
  expect(text).toContain('White leads by 14.5.');
  expect(text).toMatch(/· Ada \(you\) has not yet/);
  expect(text).toMatch(/✔ Ben accepts/);
  expect(text).toContain('2:31');
  expect(text).toContain('A accept');
});

describe('a result', () => {
  test('tells who has won and by how much, with the tallies and the board', () => {
    const text = shown(result(byScore));
    expect(text).toMatch(/^ Result: W\+14\.5/);
    expect(text).toContain('✘ You have lost.');
    expect(text).toContain('White wins by 14.5 points.');
    expect(text).toMatch(/total +28 +42\.5/);
    expect(text).toContain('S save the record');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('Press R to offer Ben a rematch.');
  });

  test.each([
    [resultOf(GoColour.BLACK, GoDecision.RESIGNATION), 'B+R', '✔ You have won!', 'White gave up.'],
    [resultOf(GoColour.WHITE, GoDecision.TIME), 'W+T', '✘ You have lost.', 'Black had no time left.'],
    [resultOf(0, GoDecision.SCORE), 'draw', '= A draw.', 'the same number of points'],
    [resultOf(0, GoDecision.AGREEMENT), 'draw', '= A draw.', 'Both wanted it.'],
    [resultOf(0, GoDecision.ANNULMENT), 'no result', '= No result.', 'counts for nobody'],
  ])('%j is %s', (how, code, headline, why) => {
    const text = shown(result(ended(how)));
    expect(text).toContain(`Result: ${code}`);
    expect(text).toContain(headline);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(why.split(' ').at(-1));
  });

  test('tells watchers the colour that has won, and offers them no rematch', () => {
    const text = shown(result(ended(resultOf(GoColour.BLACK, GoDecision.RESIGNATION), 'watcher')));
    expect(text).toContain('Black has won.');
    expect(text).not.toContain('rematch');
  });
});

test('open challenges show board and time, and all settings of the one that is selected', () => {
  const text = shown(screens['challenges']!);
  expect(text).toMatch(/▸ Ben +9x9 +10 min \+ 5 x 30 s/);
  expect(text).toContain('Japanese, komi 6.5. Your colour: by lot. Counts as 9x9 live.');
});

test('a challenge that is made shows each setting', () => {
  const text = shown(screens['making']!);
  expect(text).toMatch(/Board +19x19/);
  expect(text).toMatch(/Rules +New Zealand/);
  expect(text).toMatch(/▸ Komi +< as the rules say: 0\.5 with handicap >/);
  expect(text).toMatch(/Handicap +4 stones/);
  expect(text).toMatch(/Your colour +Black/);
  expect(text).toContain('You are given a code for your friend.');
});

test('history tells sums over all modes, ratings by speed, and what was played', () => {
  const text = shown(screens['history']!);
  expect(text).toContain('3 played, 1 won, 1 lost, 1 drawn');
  expect(text).toContain('correspondence 6k? (1500 ± 180)');
  expect(text).toMatch(/✔ won +19x19 correspondence +against Ben/);
});
