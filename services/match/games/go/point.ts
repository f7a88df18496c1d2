/** What is on a point of the board. */
export const EMPTY = 0;
export const BLACK = 1;
export const WHITE = 2;

export type Colour = typeof BLACK | typeof WHITE;

export const opponent = (colour: Colour): Colour => (colour === BLACK ? WHITE : BLACK);

const neighbourLists = new Map<number, readonly (readonly number[])[]>();

/** By point: the points beside it along the lines. Points are numbered row by row from the top left. */
export function neighboursOf(size: number): readonly (readonly number[])[] {
  let lists = neighbourLists.get(size);
  if (!lists) {
    lists = Array.from({ length: size * size }, (_, point) => {
      const beside = [point - size, point + size].filter((other) => other >= 0 && other < size * size);
      if (point % size > 0) beside.push(point - 1);
      if (point % size < size - 1) beside.push(point + 1);
      return beside;
    });
    neighbourLists.set(size, lists);
  }
  return lists;
}

const CORNERS = ['bottom left', 'top right', 'top left', 'bottom right'];
const SIDES = ['middle left', 'middle right', 'bottom middle', 'top middle'];
const CENTRE = 'middle middle';

/** How many handicap stones have points of their own on a board: none below 7x7, four there, nine from 9x9 on. */
export const mostFixedHandicap = (size: number): number => (size < 7 ? 0 : size === 7 ? 4 : 9);

/**
 * The star points that so many handicap stones stand on, as the Go Text Protocol fixes them (version 2, section 4.1.1);
 * on the third line of boards below 13x13, on the fourth of others.
 */
export function fixedHandicap(size: number, stones: number): readonly number[] {
  const hasCentre = stones >= 5 && stones % 2 === 1;
  const around = [...CORNERS, ...SIDES].slice(0, hasCentre ? stones - 1 : stones);
  const edge = size < 13 ? 2 : 3;
  const lines = { top: edge, left: edge, middle: (size - 1) / 2, bottom: size - 1 - edge, right: size - 1 - edge };
  return [...around, ...(hasCentre ? [CENTRE] : [])].map((place) => {
    const [row, column] = place.split(' ') as (keyof typeof lines)[];
    return lines[row!] * size + lines[column!];
  });
}
