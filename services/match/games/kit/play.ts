import type { AnyGame, Decision, GameInput } from '../game.ts';
import type { AnyProof } from './proof.ts';
import type { Moment, Script } from './script.ts';

/** One input and what came of it. */
export interface Turn {
  readonly input: GameInput<unknown>;
  readonly now: number;
  readonly before: unknown;
  readonly decision: Decision<unknown>;
  readonly after: unknown;
}

/** A script played to its last step: the log, and the state after each of its events. */
export interface Play {
  readonly config: unknown;
  readonly seed: string;
  readonly log: readonly unknown[];
  readonly states: readonly unknown[];
  readonly turns: readonly Turn[];
  /** The match's clock after the last step. */
  readonly now: number;
}

/** When every play begins, in milliseconds since 1970. */
export const BEGIN = 1_800_000_000_000;

/**
 * Plays a script by the room's order: first events, then `start`, then whatever comes. Whatever the rules are given and
 * whatever they return is frozen, so that a change in place throws.
 */
export function perform({ game, position }: AnyProof, script: Script): Play {
  const config: unknown = deepFreeze(game.configure(deepFreeze(script.requested)));
  const log: unknown[] = [];
  const states: unknown[] = [];
  const turns: Turn[] = [];
  const append = (events: readonly unknown[]): void => {
    for (const event of events) {
      log.push(deepFreeze(event));
      states.push(deepFreeze(game.evolve(states.at(-1), event)));
    }
  };
  let clock = BEGIN;
  const put = (input: GameInput<unknown>, now: number): void => {
    const before = states.at(-1);
    const decision: Decision<unknown> = deepFreeze(game.decide(before, deepFreeze(input), now));
    if ('events' in decision) append(decision.events);
    turns.push({ input, now, before, decision, after: states.at(-1) });
    clock = Math.max(clock, now);
  };

  append(game.init(config, script.seed, deepFreeze(script.material)));
  put({ kind: 'start', ...(script.ratings && { ratings: script.ratings }) }, BEGIN);
  for (const step of script.steps) {
    const state = states.at(-1);
    const now = timeOf(step.moment, clock, game.deadline(state));
    if (step.kind !== 'command') put(step, now);
    else {
      const { seat, command, offset } = step;
      put({ kind: 'command', seat, position: position(state) + offset, command }, now);
    }
  }
  return { config, seed: script.seed, log, states, turns, now: clock };
}

/** A command may carry an arrival time a little before the newest entry; no other input does. */
function timeOf(moment: Moment, clock: number, deadline: number | undefined): number {
  return moment.from === 'clock' || deadline === undefined
    ? clock + moment.offsetMs
    : Math.max(clock, deadline + moment.offsetMs);
}

/** The state after each event of a log. */
export function foldAll(game: AnyGame, log: readonly unknown[]): unknown[] {
  const states: unknown[] = [];
  for (const event of log) states.push(game.evolve(states.at(-1), event));
  return states;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
