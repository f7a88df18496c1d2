import { MAX_MARGIN } from './go-record.ts';
import type { GoColour, GoRecordResult } from './go-record.ts';

/** The value of RE. */
export function resultToSgf(result: GoRecordResult): string {
  if (result.kind !== 'won') return { draw: '0', void: 'Void', unknown: '?' }[result.kind];
  const how =
    result.by === 'score'
      ? String(result.margin / 2)
      : { resignation: 'R', time: 'T', forfeit: 'F', unstated: '' }[result.by];
  return `${result.winner === 'black' ? 'B' : 'W'}+${how}`;
}

/**
 * What a value of RE says. Never refused: a result is what people wrote down, and no move depends on it. Beside SGF's own
 * words it knows those of other programs (Black+Resign, jigo, a comma for the decimal point, a unit after the number) and
 * the common ones of Chinese, Japanese and Korean records (黑中盘胜, 白3目半勝, 흑불계승; 白超时负 is a loss).
 */
export function resultOfSgf(text: string): GoRecordResult {
  const words = text.trim().toLowerCase();
  if (/^(?:0|draw|jigo|tie|和棋|持碁|ジゴ|무승부)$/.test(words)) return { kind: 'draw' };
  if (/^(?:void|no result|无胜负|無勝負)$/.test(words)) return { kind: 'void' };
  const [, side, how = ''] =
    /^(b|w)(?:lack|hite)?(?: ?\+ ?| wins(?: by)? )(.*)$/.exec(words) ?? /^([黑黒흑白백])(.+)$/.exec(words) ?? [];
  if (side === undefined) return { kind: 'unknown' };
  const winner: GoColour = 'b黑黒흑'.includes(side) === /[负負패]/.test(how) ? 'white' : 'black';
  const margin = marginOf(how);
  if (margin !== undefined) return { kind: 'won', winner, by: 'score', margin };
  return { kind: 'won', winner, by: REASONS.find(([, pattern]) => pattern.test(how))?.[0] ?? 'unstated' };
}

const REASONS = [
  ['resignation', /^r(?:es|\b)|中[盘盤押]|불계/],
  ['time', /^t(?:ime|\b)|超时|超時|時間|时间|시간/],
  ['forfeit', /^f(?:orf|\b)/],
] as const;

const LATIN_MARGIN = /^(\d{1,5}(?:[.,]\d{0,6})?) ?(?:points?|pts?\.?|moku)?$/;
const EASTERN_MARGIN = /^[胜勝승]?(\d{1,5}(?:\.\d{1,6})?)([目子집])?([半반])?[胜勝승]?$/;

/** Half points, or undefined where the text is no margin. A win by 0 is one whose margin the program did not know. */
function marginOf(text: string): number | undefined {
  const [, digits, unit, half] = LATIN_MARGIN.exec(text) ?? EASTERN_MARGIN.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const whole = unit === '子' ? Number(digits) * 4 : halfPointsOf(digits);
  const margin = whole === undefined ? 0 : whole + (half === undefined ? 0 : 1);
  return Number.isInteger(margin) && margin > 0 && margin <= MAX_MARGIN ? margin : undefined;
}

/**
 * A decimal number of points in half points; the decimal point may be a comma. Quarters count as Chinese stones, two
 * points each: they come only of halving, so 3.75 is 7.5 points. Undefined for anything else between half points.
 */
export function halfPointsOf(text: string): number | undefined {
  const quarters = Number(text.replace(',', '.')) * 4;
  if (!Number.isInteger(quarters)) return undefined;
  // Plus zero, so that -0 is 0.
  return (quarters % 2 === 0 ? quarters / 2 : quarters) + 0;
}
