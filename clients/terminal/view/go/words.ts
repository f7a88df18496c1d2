/** Settings, clocks and results of Go in words. */
import { GoColour, GoColours, GoDecision, GoRuleset } from '../../../sdk/src/index.ts';
import type { GoClock, GoConfig, GoResult, GoTime, GoView } from '../../../sdk/src/index.ts';
import type { Past } from '../../state/match-screen.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Tenths are counted below this. */
const TENTHS_MS = 10 * SECOND;

const RULES: Readonly<Record<number, string>> = {
  [GoRuleset.JAPANESE]: 'Japanese',
  [GoRuleset.CHINESE]: 'Chinese',
  [GoRuleset.AGA]: 'AGA',
  [GoRuleset.KOREAN]: 'Korean',
  [GoRuleset.NEW_ZEALAND]: 'New Zealand',
};

/** What a ruleset is called. */
export const rulesName = (ruleset: GoRuleset): string => RULES[ruleset] ?? 'Other';

/** Points that are counted in halves: "6.5". */
export const points = (halfPoints: number): string => String(halfPoints / 2);

/** How long something takes, in words: "10 min", "30 s". */
export function duration(ms: number): string {
  if (ms >= DAY && ms % DAY === 0) return ms === DAY ? '1 day' : `${ms / DAY} days`;
  if (ms >= HOUR && ms % HOUR === 0) return `${ms / HOUR} h`;
  return ms >= MINUTE && ms % MINUTE === 0 ? `${ms / MINUTE} min` : `${ms / SECOND} s`;
}

/** Time to think, in words. */
export function timeWords({ control }: GoTime): string {
  switch (control?.$case) {
    case 'absolute':
      return `${duration(control.value.mainMs)} each`;
    case 'fischer':
      return `${duration(control.value.mainMs)}, and ${duration(control.value.incrementMs)} a move`;
    case 'byoYomi': {
      const { mainMs, periods, periodMs } = control.value;
      return `${duration(mainMs)} + ${periods} x ${duration(periodMs)}`;
    }
    case 'canadian': {
      const { mainMs, periodMs, stones } = control.value;
      return `${duration(mainMs)} + ${stones} moves in ${duration(periodMs)}`;
    }
    case 'simple':
      return `${duration(control.value.moveMs)} a move`;
    case 'correspondence':
      return `${duration(control.value.days * DAY)} a move`;
    default:
      return 'no clock';
  }
}

/** Rules, komi and handicap, in words. */
export function rulesWords({ ruleset, komi, handicap, freeHandicap }: GoConfig): string {
  const stones = `${handicap} handicap stones${freeHandicap ? ', placed freely' : ''}`;
  return `${rulesName(ruleset)}, komi ${points(komi?.halfPoints ?? 0)}${handicap > 0 ? `, ${stones}` : ''}`;
}

/** Which colour who has made a challenge gets, or who takes it up. */
export function colourWords(colours: GoColours, isCreator: boolean): string {
  if (colours === GoColours.CREATOR_BLACK) return isCreator ? 'Black' : 'White';
  if (colours === GoColours.CREATOR_WHITE) return isCreator ? 'White' : 'Black';
  return 'by lot';
}

/** Time on a clock: "2 d 3 h", "1:02:03", "9:41", "0:08.2". Whole seconds are rounded up, so that nothing is left at 0. */
export function clockTime(ms: number): string {
  if (ms < TENTHS_MS) return `0:0${(Math.max(0, ms) / SECOND).toFixed(1)}`.replace('0:010.0', '0:10');
  const seconds = Math.ceil(ms / SECOND);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (ms >= DAY) return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`;
  const clock = `${two(Math.floor((seconds % 3_600) / 60))}:${two(seconds % 60)}`;
  return seconds >= 3_600 ? `${Math.floor(seconds / 3_600)}:${clock}` : clock.replace(/^0/, '');
}

/** A player's clock, with what comes after the main time. */
export function clockWords({ mainMs, periods, periodMs, stones }: GoClock): string {
  if (periods > 0) {
    if (mainMs > 0) return `${clockTime(mainMs)} + ${periods}x${clockTime(periodMs)}`;
    return `${clockTime(periodMs)} (${periods === 1 ? 'last' : `${periods} left`})`;
  }
  if (stones > 0) {
    return mainMs > 0
      ? `${clockTime(mainMs)} + ${stones}/${clockTime(periodMs)}`
      : `${clockTime(periodMs)} for ${stones}`;
  }
  return clockTime(mainMs);
}

/** A result as Go players write it: B+3.5, W+R, W+T. */
export function resultCode({ winner, decision, marginHalfPoints }: GoResult): string {
  if (decision === GoDecision.ANNULMENT) return 'no result';
  if (winner === GoColour.UNSPECIFIED) return 'draw';
  const by = decision === GoDecision.RESIGNATION ? 'R' : decision === GoDecision.TIME ? 'T' : points(marginHalfPoints);
  return `${winner === GoColour.BLACK ? 'B' : 'W'}+${by}`;
}

/** Which position of the past is on the screen, of a game as it stands now. */
export const pastWords = ({ view }: Past, { moves }: GoView): string =>
  view ? `after ${view.moves} of ${moves} moves` : 'reading the moves …';
