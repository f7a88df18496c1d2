/** A point of an eye space, by column and row. */
export interface Cell {
  readonly x: number;
  readonly y: number;
}

/** By cell: the numbers of those next to it. */
export function neighboursAmong(cells: readonly Cell[]): readonly (readonly number[])[] {
  return cells.map((cell) =>
    [...cells.keys()].filter((index) => {
      const { x, y } = cells[index] as Cell;
      return Math.abs(x - cell.x) + Math.abs(y - cell.y) === 1;
    }),
  );
}

/** All shapes of so many points, but for turning and reflecting them. */
export function spacesOf(points: number): readonly (readonly Cell[])[] {
  if (points === 1) return [[{ x: 0, y: 0 }]];
  const found = new Map<string, Cell[]>();
  for (const smaller of spacesOf(points - 1)) {
    for (const { x, y } of smaller) {
      for (const cell of [
        { x: x + 1, y },
        { x: x - 1, y },
        { x, y: y + 1 },
        { x, y: y - 1 },
      ]) {
        if (smaller.some((other) => other.x === cell.x && other.y === cell.y)) continue;
        const cells = [...smaller, cell];
        found.set(canonical(cells), cells);
      }
    }
  }
  return [...found.values()];
}

/** The same text for every way to turn and reflect a shape. */
function canonical(cells: readonly Cell[]): string {
  const texts = [0, 1, 2, 3, 4, 5, 6, 7].map((way) => {
    const moved = cells.map(({ x, y }) => {
      const [a, b] = way & 4 ? [y, x] : [x, y];
      return { x: way & 1 ? -a : a, y: way & 2 ? -b : b };
    });
    const [left, top] = [Math.min(...moved.map(({ x }) => x)), Math.min(...moved.map(({ y }) => y))];
    return moved
      .map(({ x, y }) => `${x - left},${y - top}`)
      .sort()
      .join(' ');
  });
  return texts.sort()[0] as string;
}

/**
 * Reads out an eye space by trying all moves. The stones around it are one chain, the wall, which has liberties elsewhere
 * as long as it is reading, and lives when it can get to where it needs none: where the opponent could move for ever
 * without taking it. Positions are texts with a mark for each cell: a full stop, X for the wall's colour, o for the other.
 */
export class Reading {
  readonly neighbours: readonly (readonly number[])[];
  readonly #outer: readonly boolean[];
  readonly #doomed = new Map<string, boolean>();
  readonly #next = new Map<string, readonly string[]>();
  readonly #living = new Set<string>();

  constructor(cells: readonly Cell[]) {
    this.neighbours = neighboursAmong(cells);
    this.#outer = this.neighbours.map((around) => around.length < 4);
    const positions = cells.reduce((texts) => texts.flatMap((text) => [`${text}.`, `${text}X`, `${text}o`]), ['']);
    // Whoever is to move stands before the position. What lives follows from what is known to live, until nothing does.
    for (let known = -1; known < this.#living.size;) {
      known = this.#living.size;
      for (const position of positions) {
        const safe = !this.#isDoomed(position);
        const wall = () => this.#moves(position, 'X').some((next) => this.#living.has(`o ${next}`));
        if (safe || wall()) this.#living.add(`X ${position}`);
        const opponent = () => [position, ...this.#moves(position, 'o')].every((next) => this.#living.has(`X ${next}`));
        if (safe || opponent()) this.#living.add(`o ${position}`);
      }
    }
  }

  /** Whether every stone has a liberty, the wall too. */
  isPosition(position: string): boolean {
    const stones = cellsWith(position, 'o');
    return (
      this.#wallLiberties(position) > 0 &&
      stones.every((cell) => this.#hasLiberty(position, this.#chain(position, cell)))
    );
  }

  /** Whether the wall lives when it moves first. */
  lives(position: string): boolean {
    return this.#living.has(`X ${position}`);
  }

  /** Whether the wall would be taken if the opponent alone went on, and it had no liberties elsewhere. */
  #isDoomed(position: string): boolean {
    const known = this.#doomed.get(position);
    if (known !== undefined) return known;
    this.#doomed.set(position, false);
    const takes = cellsWith(position, '.').some((cell) => this.#wallLiberties(placed(position, cell, 'o')) === 0);
    const doomed =
      this.#wallLiberties(position) === 0 || takes || this.#moves(position, 'o').some((next) => this.#isDoomed(next));
    this.#doomed.set(position, doomed);
    return doomed;
  }

  #moves(position: string, mover: 'X' | 'o'): readonly string[] {
    const known = this.#next.get(mover + position);
    if (known) return known;
    const moves = this.#legalMoves(position, mover);
    this.#next.set(mover + position, moves);
    return moves;
  }

  #legalMoves(position: string, mover: 'X' | 'o'): string[] {
    return [...position].flatMap((mark, cell) => {
      if (mark !== '.') return [];
      let next = placed(position, cell, mover);
      for (const other of this.neighbours[cell] ?? []) {
        if (next[other] === '.' || next[other] === mover) continue;
        const chain = this.#chain(next, other);
        if (this.#isWall(next, chain) || this.#hasLiberty(next, chain)) continue;
        for (const taken of chain) next = placed(next, taken, '.');
      }
      const own = this.#chain(next, cell);
      return this.#isWall(next, own) || this.#hasLiberty(next, own) ? [next] : [];
    });
  }

  #chain(position: string, start: number): number[] {
    const found = [start];
    for (const cell of found) {
      for (const next of this.neighbours[cell] ?? []) {
        if (position[next] === position[start] && !found.includes(next)) found.push(next);
      }
    }
    return found;
  }

  #isWall(position: string, chain: readonly number[]): boolean {
    return chain.some((cell) => position[cell] === 'X' && this.#outer[cell]);
  }

  #hasLiberty(position: string, chain: readonly number[]): boolean {
    return chain.some((cell) => this.neighbours[cell]?.some((next) => position[next] === '.'));
  }

  #wallLiberties(position: string): number {
    const isLiberty = (cell: number) =>
      position[cell] === '.' &&
      (this.#outer[cell] ||
        this.neighbours[cell]?.some(
          (next) => position[next] === 'X' && this.#isWall(position, this.#chain(position, next)),
        ));
    return [...position].filter((_, cell) => isLiberty(cell)).length;
  }
}

function placed(position: string, cell: number, mark: string): string {
  return position.slice(0, cell) + mark + position.slice(cell + 1);
}

function cellsWith(position: string, mark: string): number[] {
  return [...position].flatMap((other, cell) => (other === mark ? [cell] : []));
}
