/** What can be chosen for a game of Go, and the screens on which it is. */
import { GoColours, GoRuleset } from '../../../sdk/src/index.ts';
import type { GoTime } from '../../../sdk/src/index.ts';
import { GO_SIZES } from '../games.ts';
import type { GoSpeed } from '../games.ts';

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

export const GO_BOT_LEVELS = 5;
/** Such a bot lasts no longer than the terminal, so it plays no games of days. */
export const BOT_TIMES = TIMES.filter(({ speed }) => speed !== 'correspondence');

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
