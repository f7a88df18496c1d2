import type { GoClock, GoTimeControl } from './wire.ts';

const DAY_MS = 86_400_000;

/** Time on the way that is given back for one move at most, and for all moves of a player, in milliseconds. */
export const MOST_DELAY_MS = 500;
export const MOST_DELAY_A_GAME_MS = 60_000;

/** A clock before the first move. */
export function fullClock(control: GoTimeControl): GoClock {
  const clock = { mainMs: 0, periods: 0, periodMs: 0, stones: 0 };
  switch (control.$case) {
    case 'absolute':
    case 'fischer':
      return { ...clock, mainMs: control.value.mainMs };
    case 'byoYomi':
    case 'canadian':
      return { ...clock, ...control.value };
    case 'simple':
      return { ...clock, mainMs: control.value.moveMs };
    case 'correspondence':
      return { ...clock, mainMs: control.value.days * DAY_MS };
  }
}

/** For how long a clock may run before its flag falls, in milliseconds; a move at that very moment is in time. */
export const timeLeft = ({ mainMs, periods, periodMs }: GoClock): number =>
  mainMs + (periods > 0 ? periods * periodMs : periodMs);

/** A clock after it has run for a while that ended with a stone or a pass. @param spentMs at most what was left */
export function afterMove(control: GoTimeControl, clock: GoClock, spentMs: number): GoClock {
  const spent = afterTime(clock, spentMs);
  switch (control.$case) {
    case 'absolute':
      return spent;
    case 'fischer': {
      const { incrementMs, maxMs } = control.value;
      // A bound below what is there already takes nothing away.
      const most = maxMs === 0 ? Infinity : Math.max(maxMs, spent.mainMs);
      return { ...spent, mainMs: Math.min(spent.mainMs + incrementMs, most) };
    }
    case 'byoYomi':
      return spent;
    case 'canadian': {
      if (spent.mainMs > 0) return spent;
      const { periodMs, stones } = control.value;
      return spent.stones > 1 ? { ...spent, stones: spent.stones - 1 } : { ...spent, periodMs, stones };
    }
    case 'simple':
    case 'correspondence':
      return fullClock(control);
  }
}

/** A clock after it has run for a while that no move ended. @param spentMs at most what was left */
export function afterTime(clock: GoClock, spentMs: number): GoClock {
  const mainMs = Math.max(0, clock.mainMs - spentMs);
  const over = Math.max(0, spentMs - clock.mainMs);
  if (over === 0) return { ...clock, mainMs };
  if (clock.periods === 0) return { ...clock, mainMs, periodMs: Math.max(0, clock.periodMs - over) };
  // A period is lost when it is over; one that ends with the move is not.
  const lost = Math.ceil(over / clock.periodMs) - 1;
  return { ...clock, mainMs, periods: Math.max(1, clock.periods - lost) };
}
