import { EMPTY, neighboursOf, opponent, type Colour } from './point.ts';
import { EMPTY_HASH, toggleStone, type Hash } from './zobrist.ts';

/**
 * Stones on a board, and their chains as they have grown: a stone is added, joined and captured without a look at the
 * rest. Plain data, never changed in place. On empty points `chain` and `next` are 0.
 */
export interface Board {
  readonly size: number;
  /** By point: EMPTY, BLACK or WHITE; row by row from the top left. */
  readonly points: readonly number[];
  /** By stone: the point that its chain is known by. */
  readonly chain: readonly number[];
  /** By stone: another of its chain; all of them lie on one ring. */
  readonly next: readonly number[];
  /**
   * By the point that a chain is known by: how often its stones touch an empty point. A liberty that two of them touch
   * counts twice, so that stones can be added and taken off one by one; it is 0 just when there is no liberty.
   */
  readonly touches: readonly number[];
  readonly hash: Hash;
}

/** A board after a stone was played, and the points whose stones were taken off, the played one's own by suicide. */
export interface Played {
  readonly board: Board;
  readonly captured: readonly number[];
}

export const emptyBoard = (size: number): Board => {
  const zeros = Array.from({ length: size * size }, () => 0);
  return { size, points: zeros, chain: zeros, next: zeros, touches: zeros, hash: EMPTY_HASH };
};

/** Whether a stone played on an empty point would be left without a liberty, with nothing captured. */
export function isSuicide({ size, points, chain, touches }: Board, point: number, colour: Colour): boolean {
  const neighbours = neighboursOf(size)[point]!;
  return neighbours.every((beside) => {
    if (points[beside] === EMPTY) return false;
    const isLastLiberty = touches[chain[beside]!] === touchesOf(neighbours, chain, points, beside);
    return points[beside] === colour ? isLastLiberty : !isLastLiberty;
  });
}

/** How many of the points beside an empty one are stones of the same chain as one of them. */
const touchesOf = (
  neighbours: readonly number[],
  chain: readonly number[],
  points: readonly number[],
  stone: number,
): number =>
  neighbours.reduce((sum, other) => sum + Number(points[other] !== EMPTY && chain[other] === chain[stone]), 0);

/** Puts a stone on an empty point, and takes off what that leaves without a liberty: the opponent's first, then one's own. */
export function play(board: Board, point: number, colour: Colour): Played {
  const draft = new Draft(board);
  draft.add(point, colour);
  const captured: number[] = [];
  for (const beside of draft.neighbours[point]!) {
    if (draft.points[beside] === opponent(colour) && draft.isBreathless(beside)) captured.push(...draft.remove(beside));
  }
  if (captured.length === 0 && draft.isBreathless(point)) captured.push(...draft.remove(point));
  return { board: draft.board(), captured };
}

/** Puts stones on empty points, such as a handicap's; nothing is captured. */
export function place(board: Board, points: readonly number[], colour: Colour): Board {
  const draft = new Draft(board);
  for (const point of points) draft.add(point, colour);
  return draft.board();
}

/** Every stone of the chain that a stone belongs to. */
export function chainOf({ next }: Pick<Board, 'next'>, stone: number): number[] {
  const stones = [stone];
  for (let other = next[stone]!; other !== stone; other = next[other]!) stones.push(other);
  return stones;
}

/** The next board while it is being made. */
class Draft {
  readonly neighbours: readonly (readonly number[])[];
  readonly points: number[];
  readonly next: number[];
  readonly #size: number;
  readonly #chain: number[];
  readonly #touches: number[];
  #hash: Hash;

  constructor({ size, points, chain, next, touches, hash }: Board) {
    this.neighbours = neighboursOf(size);
    this.points = points.slice();
    this.next = next.slice();
    this.#size = size;
    this.#chain = chain.slice();
    this.#touches = touches.slice();
    this.#hash = hash;
  }

  board(): Board {
    const [size, chain, touches, hash] = [this.#size, this.#chain, this.#touches, this.#hash];
    return { size, points: this.points, chain, next: this.next, touches, hash };
  }

  isBreathless(stone: number): boolean {
    return this.#touches[this.#chain[stone]!] === 0;
  }

  add(point: number, colour: Colour): void {
    this.#toggle(point, colour);
    this.points[point] = colour;
    this.#chain[point] = point;
    this.next[point] = point;
    let liberties = 0;
    for (const beside of this.neighbours[point]!) {
      if (this.points[beside] === EMPTY) liberties += 1;
      else this.#touches[this.#chain[beside]!]! -= 1;
    }
    this.#touches[point] = liberties;
    for (const beside of this.neighbours[point]!) if (this.points[beside] === colour) this.#join(beside, point);
  }

  /** Takes a chain off. Returns where its stones stood. */
  remove(stone: number): number[] {
    const stones = chainOf(this, stone);
    this.#touches[this.#chain[stone]!] = 0;
    for (const taken of stones) {
      this.#toggle(taken, this.points[taken] as Colour);
      this.points[taken] = EMPTY;
      this.#chain[taken] = 0;
      this.next[taken] = 0;
    }
    for (const taken of stones) {
      for (const beside of this.neighbours[taken]!) {
        if (this.points[beside] !== EMPTY) this.#touches[this.#chain[beside]!]! += 1;
      }
    }
    return stones;
  }

  /** Makes one chain of two, known as the first was. */
  #join(one: number, other: number): void {
    const [name, old] = [this.#chain[one]!, this.#chain[other]!];
    if (name === old) return;
    this.#touches[name]! += this.#touches[old]!;
    this.#touches[old] = 0;
    for (const stone of chainOf(this, other)) this.#chain[stone] = name;
    // Two rings become one when a stone of each takes over the other's next.
    [this.next[one], this.next[other]] = [this.next[other]!, this.next[one]!];
  }

  #toggle(point: number, colour: Colour): void {
    this.#hash = toggleStone(this.#hash, point, colour);
  }
}
