/** What a long run consists of: pure. */
import { Failure } from '../../../local/steps.mjs';
import { faultNamed, faults } from './catalogue.ts';
import type { Fault } from './fault.ts';
import type { Result, Setting } from './results.ts';

/** One fault, striking one mesh so many times. */
export type Part = { readonly fault: Fault; readonly part: number; readonly strikes: number };

/** What a run is to do. */
export type RunOptions = {
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** How often each fault strikes, except for the one below. */
  readonly rounds: number;
  /** How often a single match replica is killed, which is what happens most. */
  readonly kills: number;
};

/** The fault that KILLS counts. */
const KILL = 'match-kill-one';
/**
 * What a part may take while its fault is held or mended, in milliseconds, and how often it strikes at most: what the
 * clients saw is kept in memory until the part's end, some 60 MB for each strike of the kill.
 */
const PART_MS = 90_000;
const PART_STRIKES = 25;
/** About what a strike takes beside the time that the fault is held. Milliseconds. */
const MEND_MS = 3_000;

const variables: Readonly<Record<string, string>> = {
  SEED: 'what all choices follow from (1)',
  FAULT: 'names of faults, separated by commas (all)',
  ROUNDS: 'how often each fault strikes (3)',
  KILLS: `how often ${KILL} strikes (40)`,
};

/** Reads the options from the environment. @throws Failure with a sentence when one is bad */
export function readRunOptions(environment: Readonly<Record<string, string | undefined>>): RunOptions {
  const number = (name: string, fallback: number, least: number, most: number) => {
    const text = environment[name];
    if (text === undefined || text === '') return fallback;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new Failure(`${name}, ${variables[name]}, must be a whole number from ${least} to ${most}, not ${text}.`);
  };
  const names = (environment.FAULT ?? '').split(/[\s,]+/).filter((name) => name !== '');
  return {
    seed: number('SEED', 1, 0, 2 ** 31),
    faults: names.length === 0 ? faults : names.map(faultNamed),
    rounds: number('ROUNDS', 3, 1, 100_000),
    kills: number('KILLS', 40, 1, 100_000),
  };
}

/** The parts of a run, in order. */
export function planOf({ faults: chosen, rounds, kills }: RunOptions): Part[] {
  return chosen.flatMap((fault) => {
    const strikes = fault.name === KILL ? kills : rounds;
    const most = Math.max(1, Math.min(PART_STRIKES, Math.floor(PART_MS / (fault.holdMs + MEND_MS))));
    return Array.from({ length: Math.ceil(strikes / most) }, (_, part) => ({
      fault,
      part,
      strikes: Math.min(most, strikes - part * most),
    }));
  });
}

/** Those parts of which the results of the same seed and sources know nothing yet. */
export function remaining(plan: readonly Part[], results: readonly Result[], { seed, commit }: Setting): Part[] {
  const done = new Set(
    results
      .filter((result) => result.seed === seed && result.commit === commit)
      .map(({ fault, part, strikes }) => `${fault}/${part}/${strikes}`),
  );
  return plan.filter(({ fault, part, strikes }) => !done.has(`${fault.name}/${part}/${strikes}`));
}
