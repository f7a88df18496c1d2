import { BLACK, EMPTY, WHITE } from '../../../sdk/src/games/go-board.ts';
import type { GoBoard, StoneColour } from '../../../sdk/src/games/go-board.ts';

/** What is around a board, so that no edge has to be looked for. */
export const EDGE = 3;
/** A move that is no stone. */
export const PASS = 0;

/**
 * A board to play thousands of games on: changed in place, with the liberties of every chain kept up to date.
 *
 * Points are cells of a frame with a border: cell = (row + 1) * (size + 1) + column + 1, where a row's right border is the
 * next one's left. Cell 0 is border, so it can stand for a pass or for nothing.
 *
 * Liberties are counted once for each stone that they touch. With the sum of their cells and of the squares of these, a
 * chain has a single liberty just where all that is counted is one cell: count * squares = sum * sum (Cauchy and Schwarz).
 */
export class SearchBoard {
  readonly size: number;
  /** From a cell to the one below it. */
  readonly width: number;
  /** From a cell to those above, left, right and below. */
  readonly sides: readonly number[];
  /** By cell: `EMPTY`, `BLACK`, `WHITE` or `EDGE`. */
  readonly colours: Uint8Array;
  /** By cell with a stone: the cell that stands for its chain. */
  readonly chains: Int16Array;
  /** By cell with a stone: the next of its chain, in a ring. */
  readonly ring: Int16Array;
  /** By chain. */
  readonly stones: Int16Array;
  readonly #counts: Int16Array;
  readonly #sums: Int32Array;
  readonly #squares: Int32Array;
  /** The empty cells, `emptyCount` of them, in no order. */
  readonly empty: Int16Array;
  readonly #places: Int16Array;
  emptyCount = 0;
  /** Where nobody may play now because of simple ko; 0 where that is nowhere. */
  koCell = 0;

  constructor(size: number) {
    const cells = (size + 2) * (size + 1) + 1;
    this.size = size;
    this.width = size + 1;
    this.sides = [-this.width, -1, 1, this.width];
    this.colours = new Uint8Array(cells).fill(EDGE);
    this.chains = new Int16Array(cells);
    this.ring = new Int16Array(cells);
    this.stones = new Int16Array(cells);
    this.#counts = new Int16Array(cells);
    this.#sums = new Int32Array(cells);
    this.#squares = new Int32Array(cells);
    this.empty = new Int16Array(size * size);
    this.#places = new Int16Array(cells);
    for (let point = 0; point < size * size; point++) this.#addEmpty(this.cellOf(point));
  }

  /** The same position as a client's board. */
  static from({ size, points, koPoint }: GoBoard): SearchBoard {
    const board = new SearchBoard(size);
    for (const [point, content] of points.entries()) {
      if (content !== EMPTY) board.play(board.cellOf(point), content as StoneColour);
    }
    board.koCell = koPoint === undefined ? 0 : board.cellOf(koPoint);
    return board;
  }

  cellOf(point: number): number {
    return (Math.floor(point / this.size) + 1) * this.width + (point % this.size) + 1;
  }

  pointOf(cell: number): number {
    return (Math.floor(cell / this.width) - 1) * this.size + (cell % this.width) - 1;
  }

  /** Becomes the same position as `other`, which is of the same size. */
  copyFrom(other: SearchBoard): void {
    this.colours.set(other.colours);
    this.chains.set(other.chains);
    this.ring.set(other.ring);
    this.stones.set(other.stones);
    this.#counts.set(other.#counts);
    this.#sums.set(other.#sums);
    this.#squares.set(other.#squares);
    this.empty.set(other.empty);
    this.#places.set(other.#places);
    this.emptyCount = other.emptyCount;
    this.koCell = other.koCell;
  }

  /** Whether a stone may be played, by the rules of simple ko and no suicide. */
  isLegal(cell: number, colour: StoneColour): boolean {
    if (this.colours[cell] !== EMPTY || cell === this.koCell) return false;
    const { width } = this;
    return (
      this.#gives(cell - width, colour) ||
      this.#gives(cell - 1, colour) ||
      this.#gives(cell + 1, colour) ||
      this.#gives(cell + width, colour)
    );
  }

  /** Whether this neighbour lets a stone of `colour` live: empty, an ally with another liberty, or an enemy without. */
  #gives(neighbour: number, colour: StoneColour): boolean {
    const found = this.colours[neighbour]!;
    if (found === EMPTY) return true;
    if (found === EDGE) return false;
    return (found === colour) !== this.isInAtari(this.chains[neighbour]!);
  }

  /** Whether a chain has one liberty. */
  isInAtari(chain: number): boolean {
    const sum = this.#sums[chain]!;
    return this.#counts[chain]! * this.#squares[chain]! === sum * sum;
  }

  /** The liberty of a chain that is in atari. */
  lastLiberty(chain: number): number {
    return this.#sums[chain]! / this.#counts[chain]!;
  }

  /**
   * How many liberties a stone would have once it is played on an empty cell: 0, 1, or 2 for all above. One that takes
   * several stones counts as having two.
   */
  libertiesAfter(cell: number, colour: StoneColour): number {
    const { colours, chains, sides } = this;
    let first = 0;
    for (let side = 0; side < 4; side++) {
      const neighbour = cell + sides[side]!;
      const found = colours[neighbour]!;
      if (found === EDGE) continue;
      let liberty: number;
      if (found === EMPTY) liberty = neighbour;
      else if (found !== colour) {
        const chain = chains[neighbour]!;
        if (!this.isInAtari(chain)) continue;
        if (this.stones[chain]! > 1) return 2;
        liberty = neighbour;
      } else {
        // What is left of the ally's liberties once this cell is none, as often as it touches the chain.
        const chain = chains[neighbour]!;
        const touches = this.#touches(cell, chain, colour);
        const count = this.#counts[chain]! - touches;
        if (count === 0) continue;
        const sum = this.#sums[chain]! - touches * cell;
        if (count * (this.#squares[chain]! - touches * cell * cell) !== sum * sum) return 2;
        liberty = sum / count;
      }
      if (first === 0) first = liberty;
      else if (first !== liberty) return 2;
    }
    return first === 0 ? 0 : 1;
  }

  /** How many stones the chain of a stone would have once it is played, at the most; a chain that touches it twice counts twice. */
  stonesAfter(cell: number, colour: StoneColour): number {
    const { colours, chains, sides, stones } = this;
    let sum = 1;
    for (let side = 0; side < 4; side++) {
      const neighbour = cell + sides[side]!;
      if (colours[neighbour] === colour) sum += stones[chains[neighbour]!]!;
    }
    return sum;
  }

  #touches(cell: number, chain: number, colour: StoneColour): number {
    const { colours, chains, sides } = this;
    let touches = 0;
    for (let side = 0; side < 4; side++) {
      const neighbour = cell + sides[side]!;
      if (colours[neighbour] === colour && chains[neighbour] === chain) touches += 1;
    }
    return touches;
  }

  /**
   * Whether a cell is an eye of `colour`: its stones on all sides, and so many of the corners that it cannot be made false
   * by one more stone.
   */
  isEye(cell: number, colour: StoneColour): boolean {
    const { colours, sides, width } = this;
    const other = 3 - colour;
    let edges = 0;
    for (let side = 0; side < 4; side++) {
      const found = colours[cell + sides[side]!]!;
      if (found === EMPTY || found === other) return false;
      if (found === EDGE) edges += 1;
    }
    const lost =
      Number(colours[cell - width - 1] === other) +
      Number(colours[cell - width + 1] === other) +
      Number(colours[cell + width - 1] === other) +
      Number(colours[cell + width + 1] === other);
    return lost < (edges > 0 ? 1 : 2);
  }

  /** Plays a legal stone, or passes. */
  play(cell: number, colour: StoneColour): void {
    this.koCell = 0;
    if (cell === PASS) return;
    const { colours, chains, ring, sides } = this;
    const other = 3 - colour;
    this.#removeEmpty(cell);
    colours[cell] = colour;
    chains[cell] = cell;
    ring[cell] = cell;
    this.stones[cell] = 1;
    this.#counts[cell] = 0;
    this.#sums[cell] = 0;
    this.#squares[cell] = 0;
    let alone = true;
    for (let side = 0; side < 4; side++) {
      const neighbour = cell + sides[side]!;
      const found = colours[neighbour]!;
      if (found === EDGE) continue;
      if (found === EMPTY) {
        this.#addLiberty(chains[cell], neighbour);
        continue;
      }
      this.#removeLiberty(chains[neighbour]!, cell);
      if (found === other) continue;
      alone = false;
      if (chains[neighbour] !== chains[cell]) this.#join(chains[neighbour]!, chains[cell]);
    }
    let taken = 0;
    let lastTaken = 0;
    for (let side = 0; side < 4; side++) {
      const neighbour = cell + sides[side]!;
      if (colours[neighbour] !== other || this.#counts[chains[neighbour]!] !== 0) continue;
      taken += this.stones[chains[neighbour]!]!;
      lastTaken = neighbour;
      this.#take(chains[neighbour]!);
    }
    if (taken === 1 && alone && this.isInAtari(chains[cell])) this.koCell = lastTaken;
  }

  /** Whose a cell is when nothing more is played: its stone's, or that of all stones around; `EMPTY` where it is nobody's. */
  ownerOf(cell: number): number {
    const { colours, width } = this;
    const content = colours[cell]!;
    if (content !== EMPTY) return content;
    // Colours as bits: what all four sides have together.
    const around = bitsOf(colours[cell - width]!) | bitsOf(colours[cell - 1]!) | bitsOf(colours[cell + 1]!);
    const all = around | bitsOf(colours[cell + width]!);
    return all === 1 ? BLACK : all === 2 ? WHITE : EMPTY;
  }

  #join(one: number, another: number): void {
    const { chains, ring } = this;
    const [kept, lost] = this.stones[one]! >= this.stones[another]! ? [one, another] : [another, one];
    let stone = lost;
    do {
      chains[stone] = kept;
      stone = ring[stone]!;
    } while (stone !== lost);
    const after = ring[kept]!;
    ring[kept] = ring[lost]!;
    ring[lost] = after;
    this.stones[kept]! += this.stones[lost]!;
    this.#counts[kept]! += this.#counts[lost]!;
    this.#sums[kept]! += this.#sums[lost]!;
    this.#squares[kept]! += this.#squares[lost]!;
  }

  #take(chain: number): void {
    const { colours, chains, ring, sides } = this;
    let stone = chain;
    do {
      const next = ring[stone]!;
      colours[stone] = EMPTY;
      this.#addEmpty(stone);
      for (let side = 0; side < 4; side++) {
        const neighbour = stone + sides[side]!;
        const found = colours[neighbour]!;
        if (found === BLACK || found === WHITE) this.#addLiberty(chains[neighbour]!, stone);
      }
      stone = next;
    } while (stone !== chain);
  }

  #addLiberty(chain: number, cell: number): void {
    this.#counts[chain]! += 1;
    this.#sums[chain]! += cell;
    this.#squares[chain]! += cell * cell;
  }

  #removeLiberty(chain: number, cell: number): void {
    this.#counts[chain]! -= 1;
    this.#sums[chain]! -= cell;
    this.#squares[chain]! -= cell * cell;
  }

  #addEmpty(cell: number): void {
    this.colours[cell] = EMPTY;
    this.#places[cell] = this.emptyCount;
    this.empty[this.emptyCount++] = cell;
  }

  #removeEmpty(cell: number): void {
    const last = this.empty[--this.emptyCount]!;
    const place = this.#places[cell]!;
    this.empty[place] = last;
    this.#places[last] = place;
  }
}

/** A colour as a bit: nothing for the edge, both bits for an empty cell. */
const bitsOf = (colour: number): number => (colour === EDGE ? 0 : colour === EMPTY ? 3 : colour);
