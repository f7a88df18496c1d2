import { diagram } from '../games/go/count.ts';
import { capturedChains } from '../games/go/decide.ts';
import { openingProblem } from '../games/go/opening.ts';
import { BLACK, EMPTY, WHITE, type Colour } from '../games/go/point.ts';
import { configure } from '../games/go/rules.ts';
import { evolve, of, type GoLogEvent, type GoState } from '../games/go/state.ts';
import { GoDecision, type GoClock, type GoConfig, type GoResult } from '../games/go/wire.ts';
import type { GoColour, GoRecord, GoRecordMove } from './go-record.ts';
import { rulesetNumber } from './ruleset-number.ts';
import { replayedMove, type Position, type Replay, type ReplayedMove } from './replay.ts';

/** The most that a field of 32 bits holds. */
const MOST = 0xff_ff_ff_ff;

const colourOf = (colour: GoColour): Colour => (colour === 'black' ? BLACK : WHITE);

/**
 * The replay of a record, or why it cannot be replayed: a stone on another one, or stones set up without a liberty. Records
 * are of all rulesets and of none, so that suicide and repetition are taken as they come, and a side may move twice.
 * @param from after how many moves it begins
 */
export function replayOfRecord(record: GoRecord, from: number): Replay | { readonly problem: string } {
  const config = configOf(record);
  const problem = openingProblem(config);
  if (problem) return { problem: `the stones set up ${problem.description}` };
  const opened = evolve(undefined, { kind: 'prepared', config, blackSeat: 0 });
  let state = evolve(opened, { kind: 'started', sinceMs: 0, untilMs: 0 });
  const moves: ReplayedMove[] = [];
  let start: Position | undefined = from === 0 ? { state, seq: 0, comment: record.comment ?? '' } : undefined;
  for (const [index, move] of record.moves.entries()) {
    const { point, comment } = move;
    if (point !== null && state.board.points[point] !== EMPTY) return { problem: `move ${index + 1} is on a stone` };
    // Nothing is forbidden because it was there before, so that nothing of it need be kept.
    const before = { ...state, toMove: colourOf(move.colour), past: [] };
    const event = moved(before, move);
    state = evolve(before, event);
    moves.push(replayedMove(event, state, comment));
    if (index + 1 === from) start = { state, seq: 0, comment: comment ?? '' };
  }
  return { length: moves.length, start, moves: moves.slice(from), end: ended(state, record), seq: 0 };
}

function configOf({ size, ruleset, komi, handicap, setup, moves, mainSeconds = 0 }: GoRecord): GoConfig {
  const first = setup.firstToPlay ?? moves[0]?.colour ?? (handicap > 0 ? 'white' : 'black');
  const points = Array.from({ length: size * size }, () => EMPTY as number);
  for (const point of setup.black) points[point] = BLACK;
  for (const point of setup.white) points[point] = WHITE;
  const hasStones = setup.black.length + setup.white.length > 0;
  const isUsual = !hasStones && first === 'black';
  return configure({
    size,
    ruleset: rulesetNumber(ruleset),
    // Records may have a komi against White; matches have none below zero.
    komi: komi === undefined ? undefined : { halfPoints: Math.max(0, komi) },
    time: { control: { $case: 'absolute', value: { mainMs: milliseconds(mainSeconds) } } },
    opening: isUsual ? undefined : { board: diagram(points), toMove: colourOf(first), prisoners: undefined },
  });
}

const milliseconds = (seconds: number): number => Math.min(MOST, Math.round(seconds * 1_000));

function moved(state: GoState, move: GoRecordMove): GoLogEvent & { readonly kind: 'moved' } {
  const { point } = move;
  const captured = point === null ? [] : capturedChains(state, point);
  const clock = clockAfter(of(state.clocks, state.toMove), move);
  return { kind: 'moved', point, captured, clock, delayMs: 0, sinceMs: 0, untilMs: 0 };
}

/** What the record says of the clock; what it leaves out is as it was. Stones and periods it does not tell apart. */
const clockAfter = (before: GoClock, { secondsLeft, overtimeLeft }: GoRecordMove): GoClock => ({
  mainMs: secondsLeft === undefined ? before.mainMs : milliseconds(secondsLeft),
  periodMs: 0,
  periods: overtimeLeft ?? 0,
  stones: 0,
});

/** The last position with what the record says of dead stones, territory and the result. */
function ended(state: GoState, { dead, territory, result }: GoRecord): GoState {
  const owners = state.board.points.map(() => 0);
  for (const point of territory.black) owners[point] = BLACK;
  for (const point of territory.white) owners[point] = WHITE;
  const isMarked = dead.length + territory.black.length + territory.white.length > 0;
  const count = isMarked
    ? { board: diagram(state.board.points, dead, owners), black: undefined, white: undefined }
    : null;
  const known = resultOf(result);
  return known ? { ...state, phase: 'finished', count, result: known } : { ...state, count };
}

function resultOf(result: GoRecord['result']): GoResult | undefined {
  switch (result?.kind) {
    case 'won': {
      const winner = colourOf(result.winner);
      if (result.by === 'score') return { winner, decision: GoDecision.SCORE, marginHalfPoints: result.margin };
      const decision = { resignation: GoDecision.RESIGNATION, time: GoDecision.TIME, forfeit: 0, unstated: 0 } as const;
      return { winner, decision: decision[result.by], marginHalfPoints: 0 };
    }
    case 'draw':
      return { winner: 0, decision: GoDecision.SCORE, marginHalfPoints: 0 };
    case 'void':
      return { winner: 0, decision: GoDecision.ANNULMENT, marginHalfPoints: 0 };
    default:
      return undefined;
  }
}
