import { GoRuleset, GoScoring } from '../../../sdk/src/index.ts';
import type { GoConfig } from '../../../sdk/src/index.ts';
import type { Scoring } from '../player.ts';
import { timeOf } from './game-time.ts';
import { thinkingMs } from '../time.ts';

/** Engines know boards up to this size. */
const LARGEST = 19;
/** Less time than this for a move is lost on the way, and by engines that are slow to begin. */
const LEAST_THINKING_MS = 300;

export const scoringOf = ({ scoring }: GoConfig): Scoring => (scoring === GoScoring.AREA ? 'area' : 'territory');

/** All that White gets, in half points: komi, and what a ruleset that counts area gives for Black's handicap stones. */
export function komiOf({ komi, handicap, ruleset, scoring }: GoConfig): number {
  const isArea = scoring === GoScoring.AREA;
  const points = !isArea
    ? 0
    : ruleset === GoRuleset.CHINESE
      ? handicap
      : ruleset === GoRuleset.AGA
        ? Math.max(0, handicap - 1)
        : 0;
  return (komi?.halfPoints ?? 0) + 2 * points;
}

/** Whether a bot can play a game with these settings, with all defaults filled in. */
export function isPlayable(config: GoConfig): boolean {
  if (config.size > LARGEST) return false;
  const control = config.time?.control;
  const clock =
    control?.$case === 'byoYomi' || control?.$case === 'canadian'
      ? { periods: 0, stones: 0, ...control.value }
      : { mainMs: 0, periods: 0, periodMs: 0, stones: 0 };
  const leftMs = clock.mainMs + Math.max(1, clock.periods) * clock.periodMs || mainTime(control);
  const time = timeOf(config, clock, leftMs);
  return !time || thinkingMs(time, config.size ** 2, 0) >= LEAST_THINKING_MS;
}

function mainTime(control: NonNullable<GoConfig['time']>['control']): number {
  switch (control?.$case) {
    case 'absolute':
    case 'fischer':
      return control.value.mainMs;
    case 'simple':
      return control.value.moveMs;
    default:
      return Infinity;
  }
}
