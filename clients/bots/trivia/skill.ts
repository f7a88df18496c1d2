import { shareOf } from '../random.ts';
import type { Random } from '../random.ts';
import { lookUp } from './book.ts';
import type { Book } from './book.ts';

/** How strong a bot is. */
export const LEVELS = [1, 2, 3, 4, 5] as const;
export type Level = (typeof LEVELS)[number];

interface Ability {
  /** Log-odds of knowing a question of middling difficulty. */
  readonly knowledge: number;
  /** Median time to answer what is known, with ten seconds for it, in milliseconds. */
  readonly paceMs: number;
}

/** Of questions of middling difficulty they know 15, 35, 57, 77 and 92 %. */
const ABILITIES: Readonly<Record<Level, Ability>> = {
  1: { knowledge: -1.7, paceMs: 4_200 },
  2: { knowledge: -0.6, paceMs: 3_600 },
  3: { knowledge: 0.3, paceMs: 3_000 },
  4: { knowledge: 1.2, paceMs: 2_400 },
  5: { knowledge: 2.4, paceMs: 1_900 },
};
/** How much each step of difficulty takes from the log-odds. */
const STEP = 0.7;
const MIDDLING = 3;
/** Nobody knows everything, however easy. */
const MOST_KNOWN = 0.97;
/** Who guesses hesitates. */
const GUESS_FACTOR = 1.5;
/** Standard deviation of the logarithm of human answering times, about. */
const SPREAD = 0.35;
/** The pace is that for a window of this length; shorter ones are played faster. */
const USUAL_WINDOW_MS = 10_000;
/** Reading speed, and a text of which length is read within the pace. */
const READING_MS = 12;
const USUAL_LENGTH = 60;
/** No answer comes before the first or after the last of these parts of the time there is. */
const EARLIEST = 0.06;
const LATEST = 0.9;

/** A bot's mind: how strong it is, which share of the book it has read, and its moods. */
export interface Mind {
  readonly level: Level;
  /** Two bots of one level and seed know the same questions. */
  readonly seed: string;
  readonly book: Book;
  readonly random: Random;
}

/** How large a share of the questions of a difficulty a level knows. */
export function shareKnown(level: Level, difficulty: number): number {
  const logOdds = ABILITIES[level].knowledge - STEP * (difficulty - MIDDLING);
  return Math.min(MOST_KNOWN, 1 / (1 + Math.exp(-logOdds)));
}

/** What a bot answers: what it knows, or a guess. */
export function choose(
  { level, seed, book, random }: Mind,
  { text, options }: { readonly text: string; readonly options: readonly string[] },
): { readonly choice: number; readonly known: boolean } {
  const entry = lookUp(book, text);
  if (entry && shareOf(`${seed} ${text}`) < shareKnown(level, entry.difficulty)) {
    const choice = options.indexOf(entry.answer);
    if (choice >= 0) return { choice, known: true };
  }
  return { choice: Math.floor(random() * options.length), known: false };
}

/**
 * How long a bot thinks before it answers, in milliseconds: log-normal as with people, longer for long questions and for
 * guesses, and always within the question's time.
 * @param windowMs how long the question can be answered
 */
export function thinkingMs(
  { level, random }: Pick<Mind, 'level' | 'random'>,
  { text, known }: { readonly text: string; readonly known: boolean },
  windowMs: number,
): number {
  const pace = ABILITIES[level].paceMs * (known ? 1 : GUESS_FACTOR);
  const reading = Math.max(0, text.length - USUAL_LENGTH) * READING_MS;
  const usual = (pace + reading) * Math.exp(SPREAD * normal(random));
  const scaled = usual * Math.min(1, windowMs / USUAL_WINDOW_MS);
  return Math.round(Math.min(windowMs * LATEST, Math.max(windowMs * EARLIEST, scaled)));
}

/** A normally distributed number (Box and Muller). */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
