/**
 * Random games, every move of which is held against an independent board: slow, and with nothing remembered but the stones.
 * GAMES=10000 plays more of them (`make go-games`).
 */
import { describe, expect, test } from '@jest/globals';
import sabaki from '@sabaki/go-board';
import { chainOf, type Board } from './board.ts';
import { DrawnGame } from './drawn-game.ts';
import { GoKoRule, GoSuicide, type GoConfig } from './wire.ts';

const GAMES = Number(process.env['GAMES'] ?? 1_000);
/** Of these, games whose every board is held against another library's too. */
const SAMPLE = 10;
/** Its types speak of a module with a default; the package is one without. */
const OtherBoard = sabaki as unknown as typeof sabaki.default;

describe.each([9, 13, 19])('random games on %i lines', (size) => {
  test(
    'the board is what the stones played make of it, and nothing is refused or let through wrongly',
    () => {
      const refusals = new Set<string>();
      for (let game = 0; game < GAMES / 3; game += 1) {
        for (const refusal of playGame(size, size * 100_000 + game, game < SAMPLE)) refusals.add(refusal);
      }
      expect([...refusals].sort()).toEqual(['KO', 'OCCUPIED', 'SUICIDE', 'SUPERKO']);
    },
    120 * GAMES,
  );
});

const VARIANTS: Partial<GoConfig>[] = [
  { ko: GoKoRule.SIMPLE },
  { ko: GoKoRule.POSITIONAL_SUPERKO },
  { ko: GoKoRule.SITUATIONAL_SUPERKO },
  { ko: GoKoRule.SITUATIONAL_SUPERKO, suicide: GoSuicide.ALLOWED },
  { ko: GoKoRule.POSITIONAL_SUPERKO, suicide: GoSuicide.ALLOWED },
];

/** Plays a game until three times as many moves have been tried as there are points. Returns why moves were refused. */
function playGame(size: number, seed: number, isSampled: boolean): ReadonlySet<string> {
  const refusals = new Set<string>();
  const random = randomNumbers(seed);
  const variant = VARIANTS[seed % VARIANTS.length]!;
  const match = new DrawnGame({ size, ...variant });
  const oracle = new PlainGame(size, match.state.config);
  let other = isSampled && variant.suicide === undefined ? OtherBoard.fromDimensions(size) : undefined;
  for (let tried = 0; tried < 3 * size * size; tried += 1) {
    const { toMove } = match.state;
    const point = random() < 0.02 ? null : Math.floor(random() * size * size);
    // One pass alone: two would end play.
    if (point === null && match.state.passes > 0) continue;
    const expected = point === null ? oracle.pass(toMove) : oracle.place(point, toMove);
    const refusal = point === null ? match.pass() : match.place(point);
    if (refusal !== expected) throw new Error(`${point} was ${refusal ?? 'legal'}, not ${expected ?? 'legal'}`);
    if (refusal !== undefined) {
      refusals.add(refusal);
      continue;
    }
    const { board, prisoners } = match.state;
    if (board.points.join('') !== oracle.points.join('')) throw new Error(`another board after ${point}`);
    if (prisoners.join() !== oracle.prisoners.join()) throw new Error(`other prisoners after ${point}`);
    expectSoundChains(board);
    if (!other || point === null) continue;
    other = other.makeMove(toMove === 1 ? 1 : -1, [point % size, Math.floor(point / size)]);
    expect(other.signMap.flat()).toEqual(board.points.map((stone) => (stone === 2 ? -1 : stone)));
  }
  return refusals;
}

/** Chains, their stones and their liberties are those of the stones on the board. */
function expectSoundChains(board: Board): void {
  const { size, points, chain, touches } = board;
  for (const { stones, liberties } of plainChains(size, points, [1, 2])) {
    const name = chain[stones[0]!]!;
    const same = chainOf(board, stones[0]!);
    if (same.length !== stones.length || stones.some((stone) => chain[stone] !== name)) {
      throw new Error(`the chain at ${stones[0]} has other stones`);
    }
    if (touches[name] !== liberties) throw new Error(`the chain at ${stones[0]} has other liberties`);
  }
}

/** The rules of capture, ko and repetition, written as they are told: by looking at the whole board each time. */
class PlainGame {
  points: number[];
  readonly prisoners = [0, 0];
  readonly #size: number;
  readonly #config: GoConfig;
  readonly #boards: { board: string; toMove: number }[];

  constructor(size: number, config: GoConfig) {
    this.#size = size;
    this.#config = config;
    this.points = Array.from({ length: size * size }, () => 0);
    this.#boards = [{ board: this.points.join(''), toMove: 1 }];
  }

  pass(colour: number): undefined {
    this.#boards.push({ board: this.points.join(''), toMove: 3 - colour });
  }

  place(point: number, colour: number): string | undefined {
    if (this.points[point] !== 0) return 'OCCUPIED';
    const next = [...this.points];
    next[point] = colour;
    const taken = [0, 0, 0];
    for (const victim of [3 - colour, colour]) {
      const dead = plainChains(this.#size, next, [victim]).filter(({ liberties }) => liberties === 0);
      for (const stone of dead.flatMap(({ stones }) => stones)) {
        next[stone] = 0;
        taken[victim]! += 1;
      }
    }
    if (taken[colour]! > 0 && this.#config.suicide === GoSuicide.FORBIDDEN) return 'SUICIDE';
    const board = next.join('');
    // A board of two moves before is the simple ko; a pass in between lifts that.
    if (this.#boards.at(-2)?.board === board && this.#boards.at(-1)?.board !== board && taken[colour] === 0)
      return 'KO';
    const repeated = this.#boards.filter((past) => past.board === board);
    if (this.#config.ko === GoKoRule.POSITIONAL_SUPERKO && repeated.length > 0) return 'SUPERKO';
    if (this.#config.ko === GoKoRule.SITUATIONAL_SUPERKO && repeated.some((past) => past.toMove === 3 - colour)) {
      return 'SUPERKO';
    }
    this.prisoners[0]! += taken[2]!;
    this.prisoners[1]! += taken[1]!;
    this.points = next;
    this.#boards.push({ board, toMove: 3 - colour });
    return undefined;
  }
}

/** Every chain of these colours, with how often its stones touch an empty point. */
function plainChains(
  size: number,
  points: readonly number[],
  colours: readonly number[],
): { readonly stones: readonly number[]; readonly liberties: number }[] {
  const seen = new Uint8Array(points.length);
  const chains: { stones: number[]; liberties: number }[] = [];
  points.forEach((colour, start) => {
    if (!colours.includes(colour) || seen[start] === 1) return;
    const stones = [start];
    let liberties = 0;
    seen[start] = 1;
    for (const stone of stones) {
      for (const beside of plainNeighbours(size, stone)) {
        if (points[beside] === 0) liberties += 1;
        if (points[beside] !== colour || seen[beside] === 1) continue;
        seen[beside] = 1;
        stones.push(beside);
      }
    }
    chains.push({ stones, liberties });
  });
  return chains;
}

function plainNeighbours(size: number, point: number): number[] {
  const column = point % size;
  const beside: number[] = [];
  if (point >= size) beside.push(point - size);
  if (point < size * (size - 1)) beside.push(point + size);
  if (column > 0) beside.push(point - 1);
  if (column < size - 1) beside.push(point + 1);
  return beside;
}

/** A linear congruential generator: the same games in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
