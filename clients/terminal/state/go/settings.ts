/** The settings of a challenge, as they are chosen. */
import type { GoConfig } from '../../../sdk/src/index.ts';
import type { AppState, Effect, Step } from '../app-state.ts';
import { goMode } from '../games.ts';
import { moved } from '../choices.ts';
import type { Key } from '../key.ts';
import { openMenu } from '../opening.ts';
import { show, stay } from '../step.ts';
import { COLOURS, HANDICAPS, KOMIS, RULESETS, SETTINGS, SIZES, TIMES } from './game-choices.ts';
import type { ChallengeScreen } from './game-choices.ts';

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
