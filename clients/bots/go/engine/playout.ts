import { EMPTY } from '../../../sdk/src/games/go-board.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import type { Random } from '../../random.ts';
import { isShape } from './patterns.ts';
import { PASS } from './search-board.ts';
import type { SearchBoard } from './search-board.ts';

/** How often a look at chains in atari, and at shapes, around the last move decides the next one. */
const ATARI_SHARE = 0.9;
const SHAPE_SHARE = 0.95;
/** How often a stone that could be taken at once is thought better of. */
const CAUTION = 0.9;
/** More stones than that are never offered: it kills nothing, and breaks what lives in seki. */
const LARGEST_OFFER = 5;
/** Games that go on for longer than this, in boards full of stones, go round in circles. */
const LONGEST = 3;

/**
 * The moves of a game played out in haste, in the manner of MoGo: it saves and takes chains in atari and plays shapes around
 * the last move, else anywhere; it never fills an eye of its own, and passes where nothing is left.
 */
export class Playout {
  readonly #random: Random;
  readonly #found: number[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * Plays a board to its end.
   * @param last the cell of the move before, `PASS` where there was none
   * @param note hears of every stone
   */
  run(board: SearchBoard, toMove: StoneColour, last: number, note: (cell: number, colour: StoneColour) => void): void {
    let colour = toMove;
    let before = PASS;
    let latest = last;
    let passes = 0;
    for (let left = LONGEST * board.size * board.size; left > 0 && passes < 2; left--) {
      const cell = this.#choose(board, colour, latest, before);
      board.play(cell, colour);
      passes = cell === PASS ? passes + 1 : 0;
      if (cell !== PASS) note(cell, colour);
      before = latest;
      latest = cell;
      colour = (3 - colour) as StoneColour;
    }
  }

  #choose(board: SearchBoard, colour: StoneColour, last: number, before: number): number {
    if (last !== PASS) {
      if (this.#random() < ATARI_SHARE) {
        const cell = this.#pick(board, colour, chainsInAtari(board, colour, last, this.#found));
        if (cell !== PASS) return cell;
      }
      if (this.#random() < SHAPE_SHARE) {
        const cell = this.#pick(board, colour, shapesAround(board, last, before, this.#found));
        if (cell !== PASS) return cell;
      }
    }
    return this.#anywhere(board, colour);
  }

  /** One of the cells, by chance, where a stone is legal and not foolish; `PASS` where there is none. */
  #pick(board: SearchBoard, colour: StoneColour, cells: number[]): number {
    while (cells.length > 0) {
      const index = Math.floor(this.#random() * cells.length);
      const cell = cells[index]!;
      cells[index] = cells.at(-1)!;
      cells.pop();
      if (board.isLegal(cell, colour) && !this.#isRash(board, cell, colour)) return cell;
    }
    return PASS;
  }

  #anywhere(board: SearchBoard, colour: StoneColour): number {
    const { empty, emptyCount } = board;
    const start = Math.floor(this.#random() * emptyCount);
    let rash = PASS;
    for (let step = 0; step < emptyCount; step++) {
      const cell = empty[(start + step) % emptyCount]!;
      if (!board.isLegal(cell, colour) || board.isEye(cell, colour)) continue;
      if (!this.#isRash(board, cell, colour)) return cell;
      if (board.stonesAfter(cell, colour) <= LARGEST_OFFER) rash = cell;
    }
    return rash;
  }

  #isRash(board: SearchBoard, cell: number, colour: StoneColour): boolean {
    if (board.libertiesAfter(cell, colour) > 1) return false;
    return this.#random() < CAUTION || board.stonesAfter(cell, colour) > LARGEST_OFFER;
  }
}

/**
 * What to play about the chains next to the last move: take it where it is in atari; where a chain of ours is, take what
 * is in atari beside it, or run where that gives it more than one liberty.
 * @param into is emptied and filled
 */
export function chainsInAtari(board: SearchBoard, colour: StoneColour, last: number, into: number[]): number[] {
  const { colours, chains, sides } = board;
  into.length = 0;
  if (board.isInAtari(chains[last]!)) into.push(board.lastLiberty(chains[last]!));
  for (let side = 0; side < 4; side++) {
    const neighbour = last + sides[side]!;
    if (colours[neighbour] !== colour || !board.isInAtari(chains[neighbour]!)) continue;
    const chain = chains[neighbour]!;
    const way = board.lastLiberty(chain);
    if (board.libertiesAfter(way, colour) > 1) into.push(way);
    addTakers(board, colour, chain, into);
  }
  return into;
}

/** The cells where a chain's neighbours of the other colour are taken. */
function addTakers(board: SearchBoard, colour: StoneColour, chain: number, into: number[]): void {
  const { colours, chains, ring, sides } = board;
  let stone = chain;
  do {
    for (let side = 0; side < 4; side++) {
      const neighbour = stone + sides[side]!;
      if (colours[neighbour] !== 3 - colour || !board.isInAtari(chains[neighbour]!)) continue;
      const taker = board.lastLiberty(chains[neighbour]!);
      if (!into.includes(taker)) into.push(taker);
    }
    stone = ring[stone]!;
  } while (stone !== chain);
}

/** The cells around the last two moves that are the middle of a shape. */
export function shapesAround(board: SearchBoard, last: number, before: number, into: number[]): number[] {
  into.length = 0;
  addShapes(board, last, into);
  if (before !== PASS) addShapes(board, before, into);
  return into;
}

function addShapes({ colours, width }: SearchBoard, around: number, into: number[]): void {
  for (let row = -width; row <= width; row += width) {
    for (let cell = around + row - 1; cell <= around + row + 1; cell++) {
      if (colours[cell] === EMPTY && isShape(colours, width, cell)) into.push(cell);
    }
  }
}
