import type { GoConfig, GoView } from '../../../sdk/src/index.ts';
import type { GoTime } from '../time.ts';

/** With more than this left for a move nothing hurries: an engine would think for hours if it were told of days. */
const UNHURRIED_MS = 10 * 60_000;

/**
 * The time of who is to move, as players of Go are told it; undefined where nothing hurries.
 * @param clock theirs, as it was when it was started
 * @param leftMs until their flag falls
 */
export function timeOf(config: GoConfig, clock: GoView['clocks'][number], leftMs: number): GoTime | undefined {
  const control = config.time?.control;
  const left = Math.max(0, leftMs);
  const { periods, stones } = clock;
  switch (control?.$case) {
    case 'absolute':
      return { settings: { kind: 'absolute', ...control.value }, mainMs: left, periodMs: 0, left: 0 };
    case 'fischer':
      return { settings: { kind: 'fischer', ...control.value }, mainMs: left, periodMs: 0, left: 0 };
    case 'byoYomi': {
      const { periodMs } = control.value;
      const mainMs = Math.max(0, left - periods * periodMs);
      const settings = { kind: 'byoyomi', ...control.value } as const;
      if (mainMs > 0) return { settings, mainMs, periodMs, left: periods };
      const periodsLeft = Math.max(1, Math.ceil(left / periodMs));
      return { settings, mainMs, periodMs: left - (periodsLeft - 1) * periodMs, left: periodsLeft };
    }
    case 'canadian': {
      const settings = { kind: 'canadian', ...control.value } as const;
      const mainMs = Math.max(0, left - clock.periodMs);
      return { settings, mainMs, periodMs: Math.min(left, clock.periodMs), left: stones };
    }
    case 'simple':
      return perMove(control.value.moveMs, left);
    case 'correspondence':
      return left > UNHURRIED_MS ? undefined : perMove(left, left);
    case undefined:
      return undefined;
  }
}

/** A single period for every move. */
const perMove = (periodMs: number, leftMs: number): GoTime => ({
  settings: { kind: 'byoyomi', mainMs: 0, periodMs, periods: 1 },
  mainMs: 0,
  periodMs: leftMs,
  left: 1,
});
