import { describe, expect, test } from '@jest/globals';
import { drawing, drawnBoard } from '../../../../test/support/go-boards.ts';
import { tally } from './score.ts';

/** Expects what counts under territory scoring: a position, and beside it the same with b and w on the points that count. */
function expectCounted(drawings: string): void {
  const words = drawings.trim().split(/\s+/);
  const [position, expected] = [0, 1].map((column) => words.filter((_, index) => index % 2 === column).join('\n'));
  const board = drawnBoard(position as string);
  const { owners } = tally(board, board.dead, [0, 0], { scoring: 'territory', komiHalfPoints: 0, handicapPoints: 0 });
  const marks = [...(position as string).replaceAll('\n', '')];
  const counted = marks.map((mark, point) => ['', 'b', 'w'][owners[point] as number] || mark);
  expect(drawing(board.size, counted)).toBe(expected);
}

describe('a finished board', () => {
  test('with all dame filled', () => {
    expectCounted(`
      ..XO.  bbXOw
      ..XO.  bbXOw
      .XXO.  bXXOw
      ..XOO  bbXOO
      ..XO.  bbXOw`);
  });

  test('with no dame filled', () => {
    expectCounted(`
      ..X.O....  bbX.Owwww
      ..X.O....  bbX.Owwww
      ..X.O....  bbX.Owwww
      ..X.O....  bbX.Owwww
      .XX.O....  bXX.Owwww
      X.X.O....  XbX.Owwww
      ..X.O....  bbX.Owwww
      ..X.O....  bbX.Owwww
      ..X.O....  bbX.Owwww`);
  });

  test('where two eyes of one point each have dame beside them', () => {
    expectCounted(`
      .X.X.OO..  bXbX.OOww
      XXXX.O...  XXXX.Owww
      .....O...  .....Owww
      OOOOOO...  OOOOOOwww
      .........  wwwwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww`);
  });

  test('where two chains of an eye each could be connected on a dame', () => {
    expectCounted(`
      .X.X.XO..  bX.XbXOww
      XX.XXXO..  XX.XXXOww
      OO.OOOO..  OO.OOOOww
      OO.O.....  OO.Owwwww
      OOOO.....  OOOOwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww`);
  });

  test('where each colour lives inside the area of the other', () => {
    expectCounted(`
      ....XO...  bbbbXOwww
      ....XO...  bbbbXOwww
      ....XO...  bbbbXOwww
      ....XO...  bbbbXOwww
      ....XO...  bbbbXOwww
      XXXXXOOOO  XXXXXOOOO
      OOOOOXXXX  OOOOOXXXX
      .O.OOX.X.  wOwOOXbXb
      OOOOOXXXX  OOOOOXXXX`);
  });

  test('with a bent four in the corner, which the players agree is dead, and dame beside its captors', () => {
    expectCounted(`
      XXXoX.O  XXXbX.O
      .oooX.O  bbbbX.O
      ooXXX.O  bbXXX.O
      XXXXOOO  XXXXOOO
      OOOOO.O  OOOOOwO
      O.OO.O.  OwOOwOw
      OOOOOOO  OOOOOOO`);
  });

  test('with a border that is not closed counts nothing behind it', () => {
    expectCounted(`
      ..XO.  ..XOw
      ..XO.  ..XOw
      ..XO.  ..XOw
      ..XO.  ..XOw
      ...O.  ...Ow`);
  });

  test('where nothing of the other colour lives, with small eyes and dead stones in them', () => {
    expectCounted(`
      XXXXX  XXXXX
      X.o.X  XbbbX
      XXXXX  XXXXX
      XXXXX  XXXXX
      XXXXX  XXXXX`);
    expectCounted(`
      XXXXX  XXXXX
      XXXXX  XXXXX
      XX.XX  XXbXX
      XXXXX  XXXXX
      XXXXX  XXXXX`);
  });

  test('with an own stone marked dead in the middle of three points', () => {
    expectCounted(`
      .x.X.O...  bbbX.Owww
      XXXX.O...  XXXX.Owww
      OOOO.O...  OOOO.Owww
      ...OOO...  wwwOOOwww
      .........  wwwwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww`);
  });
});

describe('a false eye does not count', () => {
  test('where a stone is in atari', () => {
    expectCounted(`
      ...XO..  bbbXOww
      ...XO..  bbbXOww
      ...XO..  bbbXOww
      XX.XO..  XX.XOww
      OOXOO..  OOXOOww
      .OOO...  wOOOwww
      .......  wwwwwww`);
  });

  test('where a stone would be in atari when the dame are filled', () => {
    expectCounted(`
      ...XO..  bbbXOww
      ...XO..  bbbXOww
      ...XO..  bbbXOww
      XX.XO..  XX.XOww
      OOXOO..  OOXOOww
      .O.O...  wO.Owww
      .OOO...  wOOOwww`);
  });

  test('where a dead stone was thrown in: it must be taken first, which costs another point', () => {
    expectCounted(`
      ...XO..  bbbXOww
      ...XO..  bbbXOww
      ...XO..  bb.XOww
      XXoXO..  XXoXOww
      OOXOO..  OOXOOww
      .O.O...  wO.Owww
      .OOO...  wOOOwww`);
  });

  test('where a ko was left open, for either side', () => {
    expectCounted(`
      ..XO.....  b.XOwwwww
      .XO.O....  bXO.Owwww
      ..XO.....  bbXOwwwww
      ..XO.....  bbXOwwwww
      ..XO.....  bbXOwwwww
      ..XO.....  bbXOwwwww
      ..XO.....  bbXOwwwww
      ..XO.....  bbXOwwwww
      ..XO.....  bbXOwwwww`);
  });

  test('where connecting at another one leaves a chain with no other liberty', () => {
    expectCounted(`
      .X.X.XO..  bX.X.XOww
      XXXOXXO..  XXXOXXOww
      .XOOOOO..  bXOOOOOww
      XXO......  XXOwwwwww
      .XO......  bXOwwwwww
      .XO......  bXOwwwwww
      .XO......  bXOwwwwww
      .XO......  bXOwwwwww
      .XO......  bXOwwwwww`);
  });

  test('but it does with an eye on either side of it', () => {
    expectCounted(`
      .X.X.X.XO  bXbXbXbXO
      XXXOXXXXO  XXXOXXXXO
      .XOOOOOOO  bXOOOOOOO
      XXO......  XXOwwwwww
      .XO......  bXOwwwwww
      .XO......  bXOwwwwww
      .XO......  bXOwwwwww
      .XO......  bXOwwwwww
      .XO......  bXOwwwwww`);
  });

  test('but both do that connect two chains in a ring, with dame beside them or not', () => {
    const dragon = `
      .OOOOOOOOO.  wOOOOOOOOOw
      OXXXXXXXXXO  OXXXXXXXXXO
      OXXXOOOXXXO  OXXXOOOXXXO
      OXXXO.OXXXO  OXXXOwOXXXO
      OXXOOOOOXXO  OXXOOOOOXXO
      OX.XOOOX.XO  OXbXOOOXbXO
      OOXXOOOXXOO  OOXXOOOXXOO
      OXXXO.OXXXO  OXXXOwOXXXO
      OXXXOOOXXXO  OXXXOOOXXXO
      OXXXXXXXXXO  OXXXXXXXXXO
      .OOOOOOOOO.  wOOOOOOOOOw`;
    expectCounted(dragon);
    expectCounted(dragon.replaceAll('OOOOOOOOO', 'OOOO.OOOO'));
  });
});

describe('no eye point counts in a seki', () => {
  test('of two groups without eyes and with two liberties in common', () => {
    expectCounted(`
      .XO.XO.  bXO.XOw
      XXO.XOO  XXO.XOO
      .XOOXO.  bXOOXOw
      XXXXOOO  XXXXOOO
      .X.XO.O  bXbXOwO
      ...XO..  bbbXOww
      ...XO..  bbbXOww`);
  });

  test('of two groups with an eye each and one liberty in common', () => {
    expectCounted(`
      XO.O.X.XO  XO.O.X.XO
      XOOOXXXXO  XOOOXXXXO
      XXXXOOOOO  XXXXOOOOO
      ...XO....  bbbXOwwww
      ...XO....  bbbXOwwww
      ...XO....  bbbXOwwww
      ...XO....  bbbXOwwww
      ...XO....  bbbXOwwww
      ...XO....  bbbXOwwww`);
  });

  test('though dame are left elsewhere, beside it and between the living groups', () => {
    expectCounted(`
      XO.O.X.XO  XO.O.X.XO
      XOOOXXXXO  XOOOXXXXO
      XX.XOO.OO  XX.XOO.OO
      ..XX.OO..  bbXX.OOww
      ...X.O...  bbbX.Owww
      ...X.O...  bbbX.Owww
      ...X.O...  bbbX.Owww
      ...X.O...  bbbX.Owww
      ...X.O...  bbbX.Owww`);
  });

  test('in the corner', () => {
    expectCounted(`
      .O.XO..  .O.XOww
      OOXXO..  OOXXOww
      XXXOO..  XXXOOww
      .XOO...  .XOOwww
      XXO....  XXOwwww
      OOO....  OOOwwww
      .......  wwwwwww`);
  });

  test('of a group without eyes between two with an eye each', () => {
    expectCounted(`
      OX.X.O.X.XO  OX.X.O.X.XO
      OXXXOOOXXXO  OXXXOOOXXXO
      OOOOXXXOOOO  OOOOXXXOOOO
      ...OX.XO...  wwwOXbXOwww
      ...OX.XO...  wwwOXbXOwww
      ...OX.XO...  wwwOXbXOwww
      ...OX.XO...  wwwOXbXOwww
      ...OX.XO...  wwwOXbXOwww
      ...OX.XO...  wwwOXbXOwww
      ...OX.XO...  wwwOXbXOwww
      ...OX.XO...  wwwOXbXOwww`);
  });

  test.each([
    ['alive', 'O'],
    ['dead', 'o'],
  ])('with three stones in five points, drawn as %s, where neither side can play', (_, white) => {
    // Taking them leaves three points, and White plays in the middle; a fourth white stone would be taken for two eyes.
    expectCounted(`
      .XO......  .XOwwwwww
      ${white}XO......  ${white}XOwwwwww
      ${white}XO......  ${white}XOwwwwww
      ${white}XO......  ${white}XOwwwwww
      .XO......  .XOwwwwww
      XXO......  XXOwwwwww
      OOO......  OOOwwwwww
      .........  wwwwwwwww
      .........  wwwwwwwww`);
  });

  test.each([
    ['alive', 'OX'],
    ['dead', 'ox'],
  ])('of the hane seki, with the stones drawn as %s, that neither side can take', (_, [white, black]) => {
    expectCounted(`
      ${white}XO${black}.OX..  ${white}XO${black}.OXbb
      ${white}XO${black}OXX..  ${white}XO${black}OXXbb
      ${white}XO${black}OX...  ${white}XO${black}OXbbb
      .XOOOX...  .XOOOXbbb
      XXOXXX...  XXOXXXbbb
      OOOX.....  OOOXbbbbb
      XXXX.....  XXXXbbbbb
      .........  bbbbbbbbb
      .........  bbbbbbbbb`);
  });

  test('by double ko, where either side can always take one back', () => {
    expectCounted(`
      ...XOX.X.  bbbXOX.X.
      ...XOOXXX  bbbXOOXXX
      ...XO.OXO  bbbXO.OXO
      ...XOOXXO  bbbXOOXXO
      ...XO.OOO  bbbXO.OOO
      ...XOOOXX  bbbXOOOXX
      ...XXXXX.  bbbXXXXXb
      .........  bbbbbbbbb
      .........  bbbbbbbbb`);
  });

  test('where only a bamboo joint of White keeps it from stones that live', () => {
    expectCounted(`
      .XO.O.X.X  bXO.O.X.X
      .XOOOXXXX  bXOOOXXXX
      .X..XXOOO  bX..XXOOO
      .XOOXOO..  bXOOXOOww
      .XXXOO...  bXXXOOwww
      ...XO....  bbbXOwwww
      ...XO....  bbbXOwwww
      ...XO....  bbbXOwwww
      ...XO....  bbbXOwwww`);
  });
});
