import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { playerMatches, type FinishedMatch, type PlayerMatch } from './match.ts';
import { sumByMode } from './mode-sum.ts';

const match: FinishedMatch = {
  feedNumber: 1,
  matchId: 'm1',
  mode: 'trivia_duel',
  ratedAs: 'duels',
  userIds: ['ann', 'bob'],
  result: { winnerSeats: [1], scores: [1000, 3000] },
  isRated: true,
  endTime: 5,
};

describe('playerMatches', () => {
  test('shows a match from each side', () => {
    expect(playerMatches(match)).toEqual([
      {
        matchId: 'm1',
        userId: 'ann',
        mode: 'trivia_duel',
        ratedAs: 'duels',
        standing: 'lost',
        score: 1000,
        opponentIds: ['bob'],
        endTime: 5,
      },
      {
        matchId: 'm1',
        userId: 'bob',
        mode: 'trivia_duel',
        ratedAs: 'duels',
        standing: 'won',
        score: 3000,
        opponentIds: ['ann'],
        endTime: 5,
      },
    ]);
  });

  test('is drawn for all where nobody won', () => {
    const drawn = playerMatches({ ...match, result: { winnerSeats: [], scores: [7, 7] } });
    expect(drawn.map(({ standing }) => standing)).toEqual(['drawn', 'drawn']);
  });

  test('has several winners where several seats won', () => {
    const many = { ...match, userIds: ['a', 'b', 'c'], result: { winnerSeats: [0, 2], scores: [1, 1, 1] } };
    expect(playerMatches(many).map(({ standing }) => standing)).toEqual(['won', 'lost', 'won']);
  });

  test('counts no points where the game gives none', () => {
    expect(playerMatches({ ...match, result: { winnerSeats: [0], scores: [] } }).map(({ score }) => score)).toEqual([
      0, 0,
    ]);
  });

  test('counts for nobody what never began', () => {
    expect(playerMatches({ ...match, result: undefined })).toEqual([]);
  });
});

const played: fc.Arbitrary<PlayerMatch> = fc.record({
  matchId: fc.uuid(),
  userId: fc.constantFrom('ann', 'bob', 'cid'),
  mode: fc.constantFrom('trivia_duel', 'tictactoe'),
  ratedAs: fc.constant('duels'),
  standing: fc.constantFrom('won', 'lost', 'drawn'),
  score: fc.integer({ min: -5_000, max: 30_000 }),
  opponentIds: fc.constant([]),
  endTime: fc.nat(),
});

describe('sumByMode', () => {
  test('sums by player and mode, in their order', () => {
    const [ann, bob] = playerMatches(match);
    expect(sumByMode([bob!, ann!, { ...ann!, standing: 'drawn', score: 5 }, { ...ann!, mode: 'tictactoe' }])).toEqual([
      { userId: 'ann', mode: 'tictactoe', ratedAs: 'duels', played: 1, won: 0, lost: 1, drawn: 0, score: 1000 },
      { userId: 'ann', mode: 'trivia_duel', ratedAs: 'duels', played: 2, won: 0, lost: 1, drawn: 1, score: 1005 },
      { userId: 'bob', mode: 'trivia_duel', ratedAs: 'duels', played: 1, won: 1, lost: 0, drawn: 0, score: 3000 },
    ]);
  });

  test('gives the same sums in whatever order matches come', () => {
    const shuffled = fc
      .array(played, { maxLength: 30 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(fc.property(shuffled, ([all, other]) => expect(sumByMode(other)).toEqual(sumByMode(all))));
  });

  test('counts every match exactly once, with all of its points', () => {
    fc.assert(
      fc.property(fc.array(played), (all) => {
        const sums = sumByMode(all);
        const total = (field: 'played' | 'won' | 'lost' | 'drawn' | 'score') =>
          sums.reduce((sum, each) => sum + each[field], 0);
        expect(total('played')).toBe(all.length);
        expect(total('won') + total('lost') + total('drawn')).toBe(all.length);
        expect(total('score')).toBe(all.reduce((sum, { score }) => sum + score, 0));
      }),
    );
  });

  test('gives the sums of the whole when those of its parts are added', () => {
    fc.assert(
      fc.property(fc.array(played), fc.array(played), (one, other) => {
        const added = new Map<string, number>();
        for (const { userId, mode, played: count } of [...sumByMode(one), ...sumByMode(other)]) {
          added.set(`${userId} ${mode}`, (added.get(`${userId} ${mode}`) ?? 0) + count);
        }
        const whole = sumByMode([...one, ...other]).map((sum) => [`${sum.userId} ${sum.mode}`, sum.played] as const);
        expect(new Map(whole)).toEqual(added);
      }),
    );
  });
});
