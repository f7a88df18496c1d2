import { eyesIn } from './eyes.ts';
import { neighboursOf } from './point.ts';
import { connected, emptyRegions, parts } from './regions.ts';
import type { EmptyRegion, Neighbours, Position } from './regions.ts';
import { Unions } from './unions.ts';

/**
 * Territory by the Japanese rules of 1989: eye points of stones that are alive and not in seki (article 8), less the
 * points where stones must still be connected (article 9). The rules call all living stones seki that have dame beside
 * them, because they speak of boards on which every other dame is filled. Players seldom fill them. So for each colour
 * this asks how the position would stand if they had:
 *
 * 1. All dame are thought filled. Chains that have one in common are taken for connected.
 * 2. A chain whose one liberty would then be an eye point must be connected there, which can leave the next such chain.
 *    These points are false eyes and count for nobody. Dead stones in the way must be taken first.
 * 3. Chains around the same eye points are one group. Where it has no dame, no false eye and no dead stones in its eyes,
 *    it is not in seki. Any other group needs two eyes; otherwise it is in seki and none of its eye points count.
 *
 * It reads no moves. A protective move that only reading shows is for the players to make before they count, and a border
 * that is not closed has nothing behind it.
 *
 * `board` is the position as it stands, `living` the same without its dead stones. By point: 0, or whose territory it is.
 */
export function territory(board: Position, living: Position): number[] {
  const neighbours = neighboursOf(living.size);
  const regions = emptyRegions(living, neighbours);
  const owners = living.points.map(() => 0);
  for (const colour of [1, 2]) {
    const side = new Side(colour, board, living, neighbours, regions);
    side.connect();
    for (const point of side.territory()) owners[point] = colour;
  }
  return owners;
}

/** The living stones of one colour, and the regions that it alone surrounds. */
class Side {
  readonly #neighbours: Neighbours;
  readonly #regions: readonly (readonly number[])[];
  readonly #dame: readonly number[];
  /** The colour's stones, with those that are thought played. */
  readonly #stones: Set<number>;
  /** The points of its regions without those. */
  readonly #eyePoints: Set<number>;
  /** Dead stones of the other colour in its regions. */
  readonly #dead: ReadonlySet<number>;
  /** Stones whose groups need two eyes. */
  readonly #threatened: Set<number>;
  readonly #groups: Unions;

  constructor(
    colour: number,
    board: Position,
    living: Position,
    neighbours: Neighbours,
    regions: readonly EmptyRegion[],
  ) {
    this.#neighbours = neighbours;
    this.#regions = regions.filter(({ owner }) => owner === colour).map(({ points }) => points);
    this.#dame = regions.filter(({ owner }) => owner === 0).flatMap(({ points }) => points);
    this.#stones = new Set([...living.points.keys()].filter((point) => living.points[point] === colour));
    this.#eyePoints = new Set(this.#regions.flat());
    // Where the other colour has no living stone there is nothing to be in seki with.
    const other = living.points.includes(3 - colour) ? 3 - colour : undefined;
    this.#dead = new Set([...this.#eyePoints].filter((point) => board.points[point] === other));
    const withDead = this.#regions.filter((points) => points.some((point) => this.#dead.has(point)));
    this.#threatened = new Set([...this.#dame, ...withDead.flat()].flatMap((point) => this.#stonesBeside(point)));
    this.#groups = new Unions(living.points.length);
    for (const stone of this.#stones) this.#groups.join([stone, ...this.#stonesBeside(stone)]);
    for (const point of this.#dame) this.#groups.join(this.#stonesBeside(point));
  }

  /** Plays the connections that must be played once all dame are filled. */
  connect(): void {
    for (let point = this.#connection(); point !== undefined; point = this.#connection()) {
      if (this.#dead.has(point)) this.#takeChain(point);
      this.#play(point);
    }
  }

  /** The eye points that count; after `connect`. */
  territory(): number[] {
    const groupOf = this.#regions.map((points) => {
      const around = points.flatMap((point) => this.#stonesBeside(point));
      this.#groups.join(around);
      return around[0] as number;
    });
    const needEyes = new Set([...this.#threatened].map((stone) => this.#groups.find(stone)));
    const open = this.#regions.map((points) => points.filter((point) => this.#eyePoints.has(point)));
    const eyes = new Map<number, number>();
    for (const [index, points] of open.entries()) {
      const group = this.#groups.find(groupOf[index] as number);
      for (const space of parts(points, this.#neighbours)) {
        eyes.set(group, (eyes.get(group) ?? 0) + eyesIn(space, this.#dead, this.#neighbours));
      }
    }
    return open.flatMap((points, index) => {
      const group = this.#groups.find(groupOf[index] as number);
      return needEyes.has(group) && (eyes.get(group) ?? 0) < 2 ? [] : points;
    });
  }

  /** The one liberty of a chain, where a stone would connect it with others. */
  #connection(): number | undefined {
    const liberties = new Map<number, Set<number>>();
    for (const point of this.#eyePoints) {
      for (const stone of this.#stonesBeside(point)) {
        const chain = this.#groups.find(stone);
        const known = liberties.get(chain);
        if (known) known.add(point);
        else liberties.set(chain, new Set([point]));
      }
    }
    for (const [chain, [point, ...others]] of liberties) {
      if (point === undefined || others.length > 0) continue;
      if (this.#stonesBeside(point).some((stone) => this.#groups.find(stone) !== chain)) return point;
    }
    return undefined;
  }

  /** Takes the dead chain that stands on a point, by a stone on each of its liberties. */
  #takeChain(point: number): void {
    const chain = connected(point, this.#neighbours, (next) => this.#dead.has(next));
    const beside = new Set(chain.flatMap((stone) => this.#neighbours[stone] ?? []));
    for (const stone of chain) beside.delete(stone);
    for (const liberty of beside) if (this.#eyePoints.has(liberty)) this.#play(liberty);
  }

  #play(point: number): void {
    this.#eyePoints.delete(point);
    this.#stones.add(point);
    this.#threatened.add(point);
    this.#groups.join([point, ...this.#stonesBeside(point)]);
  }

  #stonesBeside(point: number): number[] {
    return (this.#neighbours[point] ?? []).filter((next) => this.#stones.has(next));
  }
}
