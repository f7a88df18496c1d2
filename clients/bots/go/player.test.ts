import { expect, test } from '@jest/globals';
import { BLACK, pointNamed, WHITE } from '../../sdk/src/games/go-board.ts';
import { boardOf, diagramOf } from '../../sdk/test-support/go-diagram.ts';
import { boardOfGame, PlayerError } from './player.ts';
import type { GoGame } from './player.ts';

const at = (name: string): number => pointNamed(5, name)!;
const GAME: GoGame = {
  id: 'game',
  size: 5,
  komi: 13,
  scoring: 'area',
  handicap: [at('B4'), at('C3')],
  moves: [],
  next: WHITE,
  forbidden: [],
  isDisputed: false,
};

test('a game’s board is what its handicap and its moves make of it', () => {
  const moves = [
    { colour: WHITE, point: at('C4') },
    { colour: BLACK, point: at('D4') },
    { colour: WHITE, point: 'pass' },
    { colour: BLACK, point: at('C5') },
  ] as const;
  expect(diagramOf(boardOfGame({ ...GAME, moves }))).toBe(
    diagramOf(
      boardOf(`
        . . X . .
        . X . X .
        . . X . .
        . . . . .
        . . . . .`),
    ),
  );
});

test('moves that cannot have been played are told so', () => {
  const moves = [{ colour: WHITE, point: at('B4') }] as const;
  expect(() => boardOfGame({ ...GAME, moves })).toThrow(
    new PlayerError('ILLEGAL_GAME', `a stone on point ${at('B4')}: OCCUPIED`),
  );
});
