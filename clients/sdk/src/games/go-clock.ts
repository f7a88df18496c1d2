import { GoColour } from '../../../../gen/playmesh/match/v1/go.ts';
import type { GoClock, GoView } from '../../../../gen/playmesh/match/v1/go.ts';

/** For how long a clock can run before its time is up, in milliseconds. */
export const goTimeLeft = ({ mainMs, periods, periodMs }: GoClock): number =>
  mainMs + (periods > 0 ? periods * periodMs : periodMs);

/**
 * The clocks of Black and White as they are at a moment: the one that runs has run on since the view was made, and the
 * other stands. Pure.
 * @param now on the match's clock, as `session.serverNow()` tells it
 */
export function goClocks({ clocks, toMove, untilTimeMs }: GoView, now: number): GoClock[] {
  const running = toMove === GoColour.BLACK ? 0 : toMove === GoColour.WHITE ? 1 : undefined;
  if (untilTimeMs === 0) return clocks;
  return clocks.map((clock, side) => (side === running ? afterTime(clock, untilTimeMs - now) : clock));
}

/** A clock that has run until so much of all its time is left. */
function afterTime(clock: GoClock, leftMs: number): GoClock {
  const whole = goTimeLeft(clock);
  const spent = whole - Math.min(whole, Math.max(0, leftMs));
  const over = spent - clock.mainMs;
  if (over <= 0) return { ...clock, mainMs: clock.mainMs - spent };
  if (clock.periods === 0) return { ...clock, mainMs: 0, periodMs: clock.periodMs - over };
  // In Japanese byo-yomi what is left of the period that runs; at its very end the next one has not begun.
  const lost = Math.ceil(over / clock.periodMs) - 1;
  return { ...clock, mainMs: 0, periods: clock.periods - lost, periodMs: clock.periodMs * (lost + 1) - over };
}
