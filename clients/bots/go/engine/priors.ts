import { EMPTY } from '../../../sdk/src/games/go-board.ts';
import { chainsInAtari, shapesAround } from './playout.ts';
import { EDGE, PASS } from './search-board.ts';
import type { SearchBoard } from './search-board.ts';
import type { SearchNode } from './search-node.ts';

/** How many visits a hint is worth; half of `EVEN` are won, those of the others all or none. */
const EVEN = 10;
const TAKES_ONE = 15;
const TAKES_MANY = 30;
const SHAPE = 10;
const SELF_ATARI = 10;
/** By the distance from the last move, where stones that are connected are none. */
const NEAR = [0, 24, 22, 8];
const OPEN_SIDE = 10;

/** Gives the moves of a new node what they look like, in visits. */
export function addPriors(board: SearchBoard, node: SearchNode, last: number): void {
  const { moves, colour, raveVisits, raveWins } = node;
  raveVisits.fill(EVEN);
  raveWins.fill(EVEN / 2);
  const places = new Map<number, number>();
  for (const [index, cell] of moves.entries()) places.set(cell, index);
  const hint = (cell: number, visits: number, isGood: boolean): void => {
    const index = places.get(cell);
    if (index === undefined) return;
    raveVisits[index]! += visits;
    if (isGood) raveWins[index]! += visits;
  };
  for (const cell of moves) {
    if (board.libertiesAfter(cell, colour) < 2) hint(cell, SELF_ATARI, false);
    const { height, isOpen } = surroundings(board, cell);
    if (isOpen && height <= 4) hint(cell, OPEN_SIDE, height > 2);
  }
  for (const { cell, size } of takers(board, colour)) hint(cell, size > 1 ? TAKES_MANY : TAKES_ONE, true);
  if (last === PASS) return;
  for (const cell of chainsInAtari(board, colour, last, [])) hint(cell, TAKES_ONE, true);
  for (const cell of new Set(shapesAround(board, last, PASS, []))) hint(cell, SHAPE, true);
  for (const { cell, distance } of nearby(board, last)) hint(cell, NEAR[distance]!, true);
}

/** Which line from the edge a cell is on, and whether no stone is within three steps of it. */
function surroundings(board: SearchBoard, cell: number): { readonly height: number; readonly isOpen: boolean } {
  const { colours, size, width } = board;
  const row = Math.floor(cell / width);
  const column = cell % width;
  const height = Math.min(row, column, size + 1 - row, size + 1 - column);
  for (let near = Math.max(1, row - 3); near <= Math.min(size, row + 3); near++) {
    const reach = 3 - Math.abs(near - row);
    for (let at = Math.max(1, column - reach); at <= Math.min(size, column + reach); at++) {
      if (colours[near * width + at] !== EMPTY) return { height, isOpen: false };
    }
  }
  return { height, isOpen: true };
}

/** Where chains of the other colour are taken, and how large they are. */
function takers(board: SearchBoard, colour: number): { readonly cell: number; readonly size: number }[] {
  const { colours, chains, stones } = board;
  const found: { readonly cell: number; readonly size: number }[] = [];
  for (let cell = 0; cell < colours.length; cell++) {
    // A chain is looked at once: at the cell that stands for it.
    if (colours[cell] !== 3 - colour || chains[cell] !== cell || !board.isInAtari(cell)) continue;
    found.push({ cell: board.lastLiberty(cell), size: stones[cell]! });
  }
  return found;
}

/** The empty cells within three steps of a stone; steps along a chain are free. */
function nearby(board: SearchBoard, from: number): { readonly cell: number; readonly distance: number }[] {
  const { colours, ring, sides } = board;
  const found: { readonly cell: number; readonly distance: number }[] = [];
  const seen = new Uint8Array(colours.length);
  let edge = chainFrom(from);
  for (let distance = 1; distance < NEAR.length; distance++) {
    const next: number[] = [];
    for (const cell of edge) {
      for (let side = 0; side < 4; side++) {
        const neighbour = cell + sides[side]!;
        if (seen[neighbour] === 1 || colours[neighbour] === EDGE) continue;
        if (colours[neighbour] === EMPTY) {
          seen[neighbour] = 1;
          next.push(neighbour);
          found.push({ cell: neighbour, distance });
        } else next.push(...chainFrom(neighbour));
      }
    }
    edge = next;
  }
  return found;

  function chainFrom(stone: number): number[] {
    const members: number[] = [];
    for (let at = stone; seen[at] === 0; at = ring[at]!) {
      seen[at] = 1;
      members.push(at);
    }
    return members;
  }
}
