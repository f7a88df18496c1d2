/**
 * An opponent that needs nothing installed: it plays out thousands of hasty games from a position and takes the move that
 * they favour. It follows from its seed alone as long as its time suffices.
 */
import { BLACK, EMPTY, opponentOf } from '../../../sdk/src/games/go-board.ts';
import type { GoBoard, StoneColour } from '../../../sdk/src/games/go-board.ts';
import { randomFrom } from '../../random.ts';
import { cellsBesideDead, openCells } from './endgame.ts';
import type { GoAnswer, Scoring } from '../player.ts';
import { Playout } from './playout.ts';
import { PASS, SearchBoard } from './search-board.ts';
import { Search } from './search.ts';
import type { Findings, SearchTask } from './search.ts';

/** How strong it is. */
export const LEVELS = [1, 2, 3, 4, 5] as const;
export type Level = (typeof LEVELS)[number];

/** How many games it plays out for a move, at the most. */
const PLAYOUTS: Readonly<Record<Level, number>> = { 1: 25, 2: 100, 3: 400, 4: 1_600, 5: 6_400 };

/** What it has to decide on. */
export interface GoPosition {
  readonly board: GoBoard;
  readonly colour: StoneColour;
  /** What white gets for moving second, in half points. */
  readonly komi: number;
  readonly scoring: Scoring;
  /** The move before, where there was one. */
  readonly last?: number | 'pass' | undefined;
  /** Points that may not be played though the board would allow it: they would repeat a position (superko). */
  readonly forbidden?: readonly number[] | undefined;
  /** Whether the players do not agree on what is dead: then it is taken before it passes. */
  readonly isDisputed?: boolean | undefined;
}

/** How it plays. */
export interface EngineSettings {
  readonly level: Level;
  readonly seed: string;
  /** When it must have decided, in milliseconds from now. */
  readonly limitMs: number;
}

/** How many of the points have stones before it thinks of passing, unless the other has passed. */
const LATE = 0.4;
/** From then on every level plays out so many games at least, since all should know what is settled. */
const LATE_PLAYOUTS = 150;
/**
 * It then also looks at what a pass would lose, and at moves that gain something where the best one does not: each in so
 * many games for every one that it has played out for that.
 */
const SECOND_LOOK = 0.5;
/** How much of its chance to win it gives up to make a move that gains something, rather than one that does not. */
const TIDINESS = 0.1;
/** Which chance to win is none, and by how many points a game must be lost to be given up. */
const HOPELESS = 0.06;
const LOST_BY = 10;

/** The move it makes: legal by simple ko, no suicide and `forbidden`; never into an eye of its own. */
export function chooseMove(position: GoPosition, { level, seed, limitMs }: EngineSettings): GoAnswer {
  const { board, colour, komi, last, forbidden = [] } = position;
  const startMs = performance.now();
  const root = SearchBoard.from(board);
  const stones = board.points.filter((content) => content !== EMPTY).length;
  const isLate = last === 'pass' || stones > LATE * board.points.length;
  const task: SearchTask = {
    colour,
    komi,
    last: typeof last === 'number' ? root.cellOf(last) : PASS,
    admits: (cell) => !forbidden.includes(root.pointOf(cell)),
    random: randomFrom(seed),
  };
  if (!isLate) {
    const { moves } = new Search(root, task).run({ playouts: PLAYOUTS[level], untilMs: startMs + limitMs });
    return moves[0] ? root.pointOf(moves[0].cell) : 'pass';
  }
  const playouts = Math.max(LATE_PLAYOUTS, PLAYOUTS[level]);
  const lookMs = limitMs / (1 + 2 * SECOND_LOOK);
  const [best] = new Search(root, task).run({ playouts, untilMs: startMs + lookMs }).moves;
  if (!best) return 'pass';
  const passed = new Search(afterPass(root), {
    ...task,
    colour: opponentOf(colour),
    last: PASS,
    admits: () => true,
  }).run({ playouts: SECOND_LOOK * playouts, untilMs: startMs + lookMs * (1 + SECOND_LOOK) });
  const passing = 1 - passed.value;
  if (Math.max(best.value, passing) < HOPELESS && passed.margin > LOST_BY) return 'resign';
  const worthwhile = cellsWorthwhile(root, passed, position);
  // Even where it seems to gain nothing, a move that wins clearly more often than a pass is made.
  if (worthwhile.has(best.cell) || best.value > passing + TIDINESS) return root.pointOf(best.cell);
  const [other] = new Search(root, {
    ...task,
    admits: (cell) => worthwhile.has(cell) && task.admits(cell),
  }).run({ playouts: SECOND_LOOK * playouts, untilMs: startMs + limitMs }).moves;
  return other && other.value > best.value - TIDINESS ? root.pointOf(other.cell) : 'pass';
}

function afterPass(board: SearchBoard): SearchBoard {
  const passed = new SearchBoard(board.size);
  passed.copyFrom(board);
  passed.koCell = 0;
  return passed;
}

/** Where a stone gains something, as far as that is seen from what happens after a pass. */
function cellsWorthwhile(board: SearchBoard, { ownership }: Findings, position: GoPosition): ReadonlySet<number> {
  const open = openCells({ board, ownership }, position.scoring);
  if (!position.isDisputed) return open;
  return new Set([...open, ...cellsBesideDead({ board, ownership }, opponentOf(position.colour))]);
}

/** How many games decide what is dead. */
const DEAD_PLAYOUTS = 600;

/** The chains whose points are the other colour's more often than not when the game is played on: their stones. */
export function deadStones(board: GoBoard, seed: string): number[] {
  const root = SearchBoard.from({ size: board.size, points: board.points });
  const playing = new SearchBoard(board.size);
  const playout = new Playout(randomFrom(seed));
  const kept = new Float64Array(root.colours.length);
  for (let game = 0; game < DEAD_PLAYOUTS; game++) {
    playing.copyFrom(root);
    playout.run(playing, game % 2 === 0 ? BLACK : opponentOf(BLACK), PASS, () => {});
    for (const [cell, content] of root.colours.entries()) {
      if (content === EMPTY || content > 2) continue;
      const owner = playing.ownerOf(cell);
      if (owner !== EMPTY) kept[root.chains[cell]!]! += owner === content ? 1 : -1;
    }
  }
  return board.points.flatMap((content, point) => {
    if (content === EMPTY) return [];
    const chain = root.chains[root.cellOf(point)]!;
    return kept[chain]! < 0 ? [point] : [];
  });
}
