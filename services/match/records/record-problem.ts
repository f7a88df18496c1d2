import { MAX_KOMI, MAX_MARGIN, MAX_MOVES, MAX_OVERTIME_LEFT, MAX_SECONDS, MAX_SIZE, MIN_SIZE } from './go-record.ts';
import type { GoRecord } from './go-record.ts';

/** The first thing that keeps a value from being a `GoRecord`, or undefined; its texts may be any. */
export function problemOf(record: GoRecord): string | undefined {
  const { size, komi, handicap, mainSeconds, result, setup, moves, territory, dead } = record;
  if (!isWhole(size, MIN_SIZE, MAX_SIZE) || size % 2 === 0) return `its size is ${size}`;
  const points = size * size;
  const isOff = (point: number): boolean => !isWhole(point, 0, points - 1);
  const stones = [...setup.black, ...setup.white];
  if (komi !== undefined && !isWhole(komi, -MAX_KOMI, MAX_KOMI)) return `its komi is ${komi} half points`;
  if (!isWhole(handicap, 0, points)) return `its handicap is ${handicap}`;
  if (mainSeconds !== undefined && !isTime(mainSeconds)) return `its main time is ${mainSeconds} s`;
  if (result?.kind === 'won' && result.by === 'score' && !isWhole(result.margin, 1, MAX_MARGIN)) {
    return `its margin is ${result.margin} half points`;
  }
  const off = [...stones, ...territory.black, ...territory.white, ...dead].find(isOff);
  if (off !== undefined) return `${off} is a point off the board`;
  if (new Set(stones).size < new Set(setup.black).size + new Set(setup.white).size) {
    return 'a black and a white stone are set up on the same point';
  }
  if (moves.length > MAX_MOVES) return `it has ${moves.length} moves`;
  for (const [index, { point, secondsLeft, overtimeLeft }] of moves.entries()) {
    const number = index + 1;
    if (point !== null && isOff(point)) return `move ${number} is off the board, at ${point}`;
    if (secondsLeft !== undefined && !isTime(secondsLeft)) return `move ${number} leaves ${secondsLeft} s`;
    if (overtimeLeft !== undefined && !isWhole(overtimeLeft, 0, MAX_OVERTIME_LEFT)) {
      return `move ${number} leaves ${overtimeLeft} stones or periods`;
    }
  }
  return undefined;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function isTime(seconds: number): boolean {
  return seconds >= 0 && seconds <= MAX_SECONDS;
}
