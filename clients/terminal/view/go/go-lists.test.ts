import { expect, test } from '@jest/globals';
import type { Screen } from '../../state/app-state.ts';
import { BEN, rowsOf, stateOn } from '../../test-support/states.ts';

const shown = (screen: Screen): string =>
  rowsOf(stateOn(screen, { game: 'go' }), { columns: 80, rows: 24 })
    .map((row) => row.trimEnd())
    .join('\n');

test('one’s own games come with rank and rating at each speed, what is not rated told as such', () => {
  const sums = ['blitz', 'rapid', 'live', 'correspondence'].map((speed) => ({
    mode: `go_9x9_${speed}`,
    played: 3,
    won: 2,
    lost: 1,
    drawn: 0,
    rating: 1_503.6,
    deviation: 170,
    rank: speed === 'rapid' ? '' : '6k?',
  }));
  const text = shown({ name: 'history', game: 'go', mode: '', selected: 0, rows: [], sums }).replaceAll(/\s+/g, ' ');
  expect(text).toContain('12 played, 8 won');
  expect(text).toContain('blitz 6k? (1504 ± 340), rapid not rated yet, live 6k? (1504 ± 340), correspondence 6k?');
});

test('leaders of Go have ranks, and the strongest are told from those who have won most', () => {
  const row = { place: 1, userId: BEN, won: 12, played: 20, rating: 1_911.2, rank: '2d' };
  const list = { name: 'leaders', mode: 'go_19x19_live', part: 'top', selected: 0 } as const;
  const strongest = shown({ ...list, order: 'strength', rows: [row] });
  expect(strongest).toMatch(/^ The strongest, live: the best 100/);
  expect(strongest).toMatch(/Place +Won +Played +Rating +Rank +Player\n +▸ +1 +12 +20 +1911 +2d +Ben/);
  expect(strongest).toContain('S most wins');
  expect(shown({ ...list, order: 'wins', rows: [row] })).toMatch(/^ Most wins, 19x19 live[^]*S the strongest/);
  expect(shown({ ...list, order: 'strength', part: 'around', rows: [] })).toContain('some seven rated games');
});
