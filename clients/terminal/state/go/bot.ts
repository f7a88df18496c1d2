/** A game with a bot of this terminal, as it is chosen. */
import type { GoConfig } from '../../../sdk/src/index.ts';
import type { AppState, Effect, Step } from '../app-state.ts';
import { GO_SIZES, goMode } from '../games.ts';
import type { Key } from '../key.ts';
import { openMenu } from '../opening.ts';
import { show, stay } from '../step.ts';
import { changedBy, COLOURS, HANDICAPS, TIMES } from './settings.ts';

export const GO_BOT_LEVELS = 5;
/** Such a bot lasts no longer than the terminal, so it plays no games of days. */
const BOT_TIMES = TIMES.filter(({ speed }) => speed !== 'correspondence');

/** What can be chosen, in the order shown, and how many choices there are. */
export const GO_BOT_SETTINGS = [
  { id: 'level', label: 'Level of the bot', count: GO_BOT_LEVELS },
  { id: 'size', label: 'Board', count: GO_SIZES.length },
  { id: 'time', label: 'Time', count: BOT_TIMES.length },
  { id: 'handicap', label: 'Handicap', count: HANDICAPS.length },
  { id: 'colours', label: 'Your colour', count: COLOURS.length },
] as const;
export type GoBotSetting = (typeof GO_BOT_SETTINGS)[number]['id'];

/** A game with a bot that is being chosen: indices into the lists of settings. */
export interface GoBotScreen {
  readonly name: 'goBot';
  readonly chosen: Readonly<Record<GoBotSetting, number>>;
  /** Which setting the keys change, as an index into GO_BOT_SETTINGS. */
  readonly focus: number;
  readonly busy: boolean;
}

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
