import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { drawnBoard } from '../../../../test/support/go-boards.ts';
import { tally } from './score.ts';
import type { Scoring, Tally } from './score.ts';

/**
 * Games that GNU Go 3.8 played against itself until both passed, with the dead stones and the scores that it found, komi
 * 6.5. test/support/finished-go-games.ts printed them.
 */
const games = readFileSync(new URL('finished-games.txt', import.meta.url), 'utf8')
  .split('\n\n')
  .map((text) => {
    const [header, ...rows] = text.trim().split('\n');
    const facts =
      /^(?<name>seed \d+) moves (?<blackMoves>\d+) (?<whiteMoves>\d+) captures (?<byBlack>\d+) (?<byWhite>\d+) scores (?<japanese>\S+) (?<chinese>\S+)$/.exec(
        header as string,
      )?.groups as Record<string, string>;
    const number = (name: string) => Number(facts[name]);
    return {
      name: `${rows.length} lines, ${facts['name']}`,
      board: drawnBoard(rows.join('\n')),
      moves: [number('blackMoves'), number('whiteMoves')] as const,
      prisoners: [number('byBlack'), number('byWhite')] as const,
      japanese: facts['japanese'],
      chinese: facts['chinese'],
    };
  });

const area: Scoring = { scoring: 'area', komiHalfPoints: 13, handicapPoints: 0 };
const territory: Scoring = { scoring: 'territory', komiHalfPoints: 13, handicapPoints: 0 };

/** As GNU Go writes it: the winner's initial and by how much. */
function result({ black, white }: Tally): string {
  const lead = (black.totalHalfPoints - white.totalHalfPoints) / 2;
  return `${lead > 0 ? 'B' : 'W'}+${Math.abs(lead).toFixed(1)}`;
}

/** In a corner of seed 1118 is a seki in which Black has an eye. Area scoring counts it, GNU Go does not. */
const eyeInSeki = 'seed 1118';

test('there are 40 games on 9 lines, 10 on 13 and 5 on 19', () => {
  const bySize = Map.groupBy(games, ({ board }) => board.size);
  expect([...bySize].map(([size, played]) => [size, played.length])).toEqual([
    [9, 40],
    [13, 10],
    [19, 5],
  ]);
});

describe.each(games)('$name', ({ name, board, moves, prisoners, japanese, chinese }) => {
  const byTerritory = tally(board, board.dead, prisoners, territory);
  const byArea = tally(board, board.dead, prisoners, area);

  test('territory scoring agrees with GNU Go', () => {
    expect(result(byTerritory)).toBe(japanese);
  });

  test('area scoring agrees with GNU Go, but for an eye in seki', () => {
    expect(result(byArea)).toBe(name.endsWith(eyeInSeki) ? 'W+55.5' : chinese);
  });

  // Every stone played is on the board or was taken, so what both ways of scoring count differently is known.
  test('the two scores differ by the moves that one side made more, and by what territory scoring does not count', () => {
    const lead = ({ black, white }: Tally) => (black.totalHalfPoints - white.totalHalfPoints) / 2;
    const dropped = (colour: number) =>
      byArea.owners.filter((owner, point) => {
        const living = board.points[point] !== 0 && !board.dead.includes(point);
        return owner === colour && !living && byTerritory.owners[point] === 0;
      }).length;
    expect(lead(byArea) - lead(byTerritory)).toBe(moves[0] - moves[1] + dropped(1) - dropped(2));
  });
});
