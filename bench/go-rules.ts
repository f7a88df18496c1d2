/**
 * `make bench-go`: what a legal move of Go costs by the rules alone, on 9, 13 and 19 lines. Games of random moves are recorded
 * once and then played again, move by move, as a replica does it: decided, which looks for ko, suicide and superko, and
 * folded. Beside it, the part of it that changes the board.
 */
import { play } from '../services/match/games/go/board.ts';
import { go } from '../services/match/games/go/go.ts';
import { BLACK } from '../services/match/games/go/point.ts';
import { seatOf, type GoState } from '../services/match/games/go/state.ts';
import { GoRuleset, type GoConfig } from '../services/match/games/go/wire.ts';

const GAMES = 40;
const ROUNDS = 5;
const NOW = 1_800_000_000_000;
const DAY: GoConfig['time'] = { control: { $case: 'correspondence', value: { days: 1 } } };

console.log('| lines | moves a game | board, µs a move | decided and folded, µs: mean | p50 | p99 |');
console.log('| ----: | -----------: | ---------------: | ---------------------------: | --: | --: |');
for (const size of [9, 13, 19]) measure(size);

function measure(size: number): void {
  // Chinese: with superko, which is looked for among all boards so far.
  const config = go.configure({ size, ruleset: GoRuleset.CHINESE, time: DAY });
  const games = Array.from({ length: GAMES }, (_, seed) => randomGame(config, seed + 1));
  const moves = games.reduce((sum, game) => sum + game.length, 0);
  let board = Infinity;
  let best: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    board = Math.min(board, timeOf(() => games.forEach((game) => replayBoard(size, game))) / moves);
    const times = games.flatMap((game) => replay(config, game));
    if (best.length === 0 || sum(times) < sum(best)) best = times;
  }
  const sorted = best.toSorted((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * sorted.length)]!.toFixed(1);
  const mean = (sum(best) / best.length).toFixed(1);
  console.log(`| ${size} | ${Math.round(moves / GAMES)} | ${board.toFixed(1)} | ${mean} | ${at(0.5)} | ${at(0.99)} |`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Microseconds. */
function timeOf(run: () => void): number {
  const start = performance.now();
  run();
  return 1_000 * (performance.now() - start);
}

function begin(config: GoConfig): GoState {
  const state = go.evolve(undefined, go.init(config, '00', undefined)[0]!);
  return go.evolve(state, { kind: 'started', sinceMs: NOW, untilMs: NOW });
}

/** The next state, or undefined where the move is refused. */
function after(state: GoState, point: number): GoState | undefined {
  const command = { $case: 'place', value: { point } } as const;
  const seat = seatOf(state, state.toMove);
  const decision = go.decide(state, { kind: 'command', seat, position: state.step, command }, NOW);
  return 'refusal' in decision ? undefined : decision.events.reduce(go.evolve, state);
}

/** As many moves as the board has points, each at random among the legal ones. */
function randomGame(config: GoConfig, seed: number): number[] {
  const points = config.size * config.size;
  let random = seed;
  let state = begin(config);
  const game: number[] = [];
  for (let tried = 0; game.length < points && tried < 20 * points; tried += 1) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator
    const point = Math.floor((random / 2 ** 32) * points);
    const next = after(state, point);
    if (!next) continue;
    state = next;
    game.push(point);
  }
  return game;
}

/** Plays a game again. Returns what each move took, in microseconds. */
function replay(config: GoConfig, game: readonly number[]): number[] {
  let state = begin(config);
  return game.map((point) => timeOf(() => (state = after(state, point)!)));
}

function replayBoard(size: number, game: readonly number[]): void {
  let { board } = begin(go.configure({ size }));
  game.forEach((point, index) => (board = play(board, point, index % 2 === 0 ? BLACK : 2).board));
}
