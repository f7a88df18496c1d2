/** A game with a bot of this terminal, as it is chosen. */
import type { GoConfig } from '../../../sdk/src/index.ts';
import type { AppState, Effect, Step } from '../app-state.ts';
import { GO_SIZES, goMode } from '../games.ts';
import type { Key } from '../key.ts';
import { openMenu } from '../opening.ts';
import { show, stay } from '../step.ts';
import { changedBy } from './settings.ts';
import { BOT_TIMES, COLOURS, GO_BOT_SETTINGS, HANDICAPS } from './game-choices.ts';
import type { GoBotScreen } from './game-choices.ts';

/** A game as it is first proposed: a fair bot, 9 lines, live. */
export const openGoBot = (state: AppState): Step =>
  show(state, {
    name: 'goBot',
    chosen: { level: 2, size: 0, time: BOT_TIMES.findIndex(({ speed }) => speed === 'live'), handicap: 0, colours: 0 },
    focus: 0,
    busy: false,
  });

/** What is chosen, by name. */
export const chosenWithBot = ({ chosen }: GoBotScreen) => ({
  level: chosen.level + 1,
  size: GO_SIZES[chosen.size]!,
  ...BOT_TIMES[chosen.time]!,
  handicap: HANDICAPS[chosen.handicap]!,
  colours: COLOURS[chosen.colours]!,
});

/** What a key does where a game with a bot is chosen. */
export function keyInGoBot(state: AppState, screen: GoBotScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  if (screen.busy) return stay(state);
  if (key.kind === 'enter') return show(state, { ...screen, busy: true }, effectOf(screen));
  const changed = changedBy(key, screen, GO_BOT_SETTINGS);
  return changed ? show(state, { ...screen, ...changed }) : stay(state);
}

function effectOf(screen: GoBotScreen): Effect {
  const { level, size, speed, time, handicap, colours } = chosenWithBot(screen);
  const value: Partial<GoConfig> = { size, time, handicap, colours };
  return { kind: 'playBot', level, mode: goMode(size, speed), config: { $case: 'go', value } };
}
