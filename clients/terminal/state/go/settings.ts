/** The settings of a challenge, as they are chosen. */
import { GoColours, GoRuleset } from '../../../sdk/src/index.ts';
import type { GoConfig, GoTime } from '../../../sdk/src/index.ts';
import type { AppState, Effect, Step } from '../app-state.ts';
import { goMode } from '../games.ts';
import type { GoSpeed } from '../games.ts';
import { moved } from '../choices.ts';
import type { Key } from '../key.ts';
import { openMenu } from '../opening.ts';
import { show, stay } from '../step.ts';

/** Time to think, with the speed that such games are rated at. */
export interface TimeChoice {
  readonly speed: GoSpeed;
  readonly time: GoTime;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const fischer = (main: number, increment: number, max: number): GoTime => ({
  control: { $case: 'fischer', value: { mainMs: main, incrementMs: increment, maxMs: max } },
});
const byoYomi = (main: number, periods: number, period: number): GoTime => ({
  control: { $case: 'byoYomi', value: { mainMs: main, periods, periodMs: period } },
});
const canadian = (main: number, stones: number, period: number): GoTime => ({
  control: { $case: 'canadian', value: { mainMs: main, periodMs: period, stones } },
});
const absolute = (main: number): GoTime => ({ control: { $case: 'absolute', value: { mainMs: main } } });
const simple = (move: number): GoTime => ({ control: { $case: 'simple', value: { moveMs: move } } });
const days = (count: number): GoTime => ({ control: { $case: 'correspondence', value: { days: count } } });
const at = (speed: GoSpeed, ...times: readonly GoTime[]): TimeChoice[] => times.map((time) => ({ speed, time }));

/** From quick to slow; the first of each speed is what its queue plays. */
export const TIMES: readonly TimeChoice[] = [
  ...at(
    'blitz',
    fischer(MINUTE, 5 * SECOND, 2 * MINUTE),
    byoYomi(30 * SECOND, 5, 10 * SECOND),
    canadian(MINUTE, 10, MINUTE),
    simple(10 * SECOND),
    absolute(5 * MINUTE),
  ),
  ...at(
    'rapid',
    fischer(3 * MINUTE, 10 * SECOND, 5 * MINUTE),
    byoYomi(5 * MINUTE, 5, 20 * SECOND),
    canadian(5 * MINUTE, 20, 3 * MINUTE),
    simple(20 * SECOND),
    absolute(10 * MINUTE),
  ),
  ...at(
    'live',
    byoYomi(10 * MINUTE, 5, 30 * SECOND),
    byoYomi(30 * MINUTE, 5, 60 * SECOND),
    fischer(10 * MINUTE, 20 * SECOND, 20 * MINUTE),
    canadian(20 * MINUTE, 20, 5 * MINUTE),
    simple(MINUTE),
    absolute(45 * MINUTE),
  ),
  ...at('correspondence', days(3), days(1), days(2), days(7), days(14)),
];

export const SIZES = [9, 13, 19, 5, 7, 11, 15, 17, 21, 23, 25] as const;
export const RULESETS = [
  GoRuleset.JAPANESE,
  GoRuleset.CHINESE,
  GoRuleset.AGA,
  GoRuleset.KOREAN,
  GoRuleset.NEW_ZEALAND,
] as const;
/** In half points; undefined for what the rules say. */
export const KOMIS: readonly (number | undefined)[] = [undefined, 0, 1, 7, 11, 12, 13, 14, 15, 16, 17];
export const HANDICAPS = [0, 2, 3, 4, 5, 6, 7, 8, 9] as const;
export const COLOURS = [GoColours.NIGIRI, GoColours.CREATOR_BLACK, GoColours.CREATOR_WHITE] as const;

/** A challenge that is being made: what is chosen, as indices into the lists above. */
export interface ChallengeScreen {
  readonly name: 'challenge';
  readonly chosen: Readonly<Record<Setting, number>>;
  /** Which setting the keys change, as an index into SETTINGS; one further is the button. */
  readonly focus: number;
  readonly busy: boolean;
}

/** What can be chosen, in the order shown, and how many choices there are. */
export const SETTINGS = [
  { id: 'size', label: 'Board', count: SIZES.length },
  { id: 'time', label: 'Time', count: TIMES.length },
  { id: 'ruleset', label: 'Rules', count: RULESETS.length },
  { id: 'komi', label: 'Komi', count: KOMIS.length },
  { id: 'handicap', label: 'Handicap', count: HANDICAPS.length },
  { id: 'placing', label: 'Handicap stones', count: 2 },
  { id: 'colours', label: 'Your colour', count: COLOURS.length },
  { id: 'access', label: 'For', count: 2 },
] as const;
export type Setting = (typeof SETTINGS)[number]['id'];

/** A challenge as it is first proposed: 9 lines, live. */
export const openChallenge = (state: AppState): Step =>
  show(state, {
    name: 'challenge',
    chosen: {
      size: 0,
      time: TIMES.findIndex(({ speed }) => speed === 'live'),
      ruleset: 0,
      komi: 0,
      handicap: 0,
      placing: 0,
      colours: 0,
      access: 0,
    },
    focus: 0,
    busy: false,
  });

/** What is chosen, by name. */
export function chosenIn({ chosen }: ChallengeScreen) {
  const size = SIZES[chosen.size]!;
  const freeHandicap = chosen.placing === 1;
  const most = freeHandicap || size > 7 ? 9 : size === 7 ? 4 : 0;
  return {
    size,
    ...TIMES[chosen.time]!,
    ruleset: RULESETS[chosen.ruleset]!,
    komiHalfPoints: KOMIS[chosen.komi],
    // Smaller boards have no fixed points for more.
    handicap: Math.min(HANDICAPS[chosen.handicap]!, most),
    freeHandicap,
    colours: COLOURS[chosen.colours]!,
    isPrivate: chosen.access === 1,
  };
}

/** What a key does where a challenge is made. */
export function keyInChallenge(state: AppState, screen: ChallengeScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  if (screen.busy) return stay(state);
  if (key.kind === 'enter') return show(state, { ...screen, busy: true }, effectOf(screen));
  const changed = changedBy(key, screen, SETTINGS);
  return changed ? show(state, { ...screen, ...changed }) : stay(state);
}

/** Settings below each other: what is chosen, as indices, and which one the keys change. */
interface Choosing<Id extends string> {
  readonly chosen: Readonly<Record<Id, number>>;
  readonly focus: number;
}

/** What a key changes among settings; undefined for keys that do not. */
export function changedBy<Id extends string>(
  key: Key,
  { chosen, focus }: Choosing<Id>,
  settings: readonly { readonly id: Id; readonly count: number }[],
): Partial<Choosing<Id>> | undefined {
  const to = key.kind === 'tab' ? 'down' : key.kind === 'backTab' ? 'up' : undefined;
  const next = moved(focus, settings.length, to ? { kind: to } : key, true);
  if (next !== undefined) return { focus: next };
  const by = key.kind === 'right' || (key.kind === 'text' && key.text === ' ') ? 1 : key.kind === 'left' ? -1 : 0;
  if (by === 0) return undefined;
  const { id, count } = settings[focus]!;
  return { chosen: { ...chosen, [id]: (chosen[id] + by + count) % count } };
}

function effectOf(screen: ChallengeScreen): Effect {
  const { size, speed, time, ruleset, komiHalfPoints, handicap, freeHandicap, colours, isPrivate } = chosenIn(screen);
  const value: Partial<GoConfig> = {
    size,
    time,
    ruleset,
    handicap,
    freeHandicap,
    colours,
    ...(komiHalfPoints === undefined ? {} : { komi: { halfPoints: komiHalfPoints } }),
  };
  return { kind: 'createMatch', mode: goMode(size, speed), isPrivate, config: { $case: 'go', value } };
}
