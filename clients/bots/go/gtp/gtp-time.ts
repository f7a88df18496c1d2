import type { GoTime, GoTimeSettings } from '../time.ts';

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

/**
 * The command that tells an engine a game's time, in whole seconds rounded down; undefined where it knows none.
 *
 * GTP's own `time_settings` knows Canadian overtime alone. Where an engine has KGS's `kgs-time_settings`, that says what
 * byo-yomi and absolute time are; else all periods but the last one are main time. Neither knows Fischer's increments: each
 * is told as a period of one stone, and taken off the main time, of which it is part.
 */
export function timeSettingsCommand(settings: GoTimeSettings, commands: ReadonlySet<string>): string | undefined {
  const hasKgs = commands.has('kgs-time_settings');
  if (hasKgs && settings.kind === 'absolute') return `kgs-time_settings absolute ${seconds(settings.mainMs)}`;
  if (hasKgs && settings.kind === 'byoyomi') {
    const { mainMs, periodMs, periods } = settings;
    return `kgs-time_settings byoyomi ${seconds(mainMs)} ${seconds(periodMs)} ${periods}`;
  }
  const { mainMs, periodMs, stones } = asCanadian(settings);
  const numbers = `${seconds(mainMs)} ${seconds(periodMs)} ${stones}`;
  if (commands.has('time_settings')) return `time_settings ${numbers}`;
  return hasKgs ? `kgs-time_settings canadian ${numbers}` : undefined;
}

/** What is left, as `time_left` says it after the colour: seconds, and stones or periods, 0 of them in main time. */
export function timeLeftArguments(time: GoTime, commands: ReadonlySet<string>): string {
  const { settings, mainMs, periodMs, left } = time;
  switch (settings.kind) {
    case 'absolute':
      return `${seconds(mainMs)} 0`;
    case 'fischer': {
      const beyond = mainMs - settings.incrementMs;
      return beyond > 0 ? `${seconds(beyond)} 0` : `${seconds(mainMs)} 1`;
    }
    case 'byoyomi': {
      if (commands.has('kgs-time_settings'))
        return mainMs > 0 ? `${seconds(mainMs)} 0` : `${seconds(periodMs)} ${left}`;
      const beforeLast =
        mainMs > 0 ? mainMs + (left - 1) * settings.periodMs : periodMs + (left - 2) * settings.periodMs;
      return mainMs > 0 || left > 1 ? `${seconds(beforeLast)} 0` : `${seconds(periodMs)} 1`;
    }
    case 'canadian':
      return mainMs > 0 ? `${seconds(mainMs)} 0` : `${seconds(periodMs)} ${left}`;
  }
}

function asCanadian(settings: GoTimeSettings): { mainMs: number; periodMs: number; stones: number } {
  switch (settings.kind) {
    case 'absolute':
      return { mainMs: settings.mainMs, periodMs: 0, stones: 0 };
    case 'fischer': {
      const { mainMs, incrementMs } = settings;
      return { mainMs: Math.max(0, mainMs - incrementMs), periodMs: incrementMs, stones: incrementMs > 0 ? 1 : 0 };
    }
    case 'byoyomi': {
      const { mainMs, periodMs, periods } = settings;
      return { mainMs: mainMs + (periods - 1) * periodMs, periodMs, stones: 1 };
    }
    case 'canadian':
      return settings;
  }
}
