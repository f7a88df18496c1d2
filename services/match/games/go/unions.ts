/** Sets of points that only ever grow together. */
export class Unions {
  readonly #parents: Int32Array;

  constructor(points: number) {
    this.#parents = Int32Array.from({ length: points }, (_, point) => point);
  }

  /** The point that stands for the set of `point`: the same for all its points, until the set grows. */
  find(point: number): number {
    let root = point;
    for (let next = this.#parents[root] as number; next !== root; next = this.#parents[root] as number) root = next;
    this.#parents[point] = root;
    return root;
  }

  join(points: readonly number[]): void {
    const [first, ...others] = points;
    if (first === undefined) return;
    for (const point of others) this.#parents[this.find(point)] = this.find(first);
  }
}
