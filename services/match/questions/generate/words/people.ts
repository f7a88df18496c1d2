import { band, shifted } from '../familiarity.ts';
import type { Familiarity } from '../familiarity.ts';
import type { Template } from '../template.ts';
import { describedDrafts, shortened } from './described.ts';
import type { Subject, Words } from './described.ts';
import type { Meaning, WordNet } from './wordnet.ts';

/** The template that asks for people by what is told of them; `callings` are the words for what they did, as in WordNet. */
export function peopleDescribed(name: string, category: string, most: number, ...callings: string[]): Template<Words> {
  return {
    name,
    category,
    most,
    drafts: (words) => describedDrafts(subjectsOf(callings, words), words.wordnet, sentence),
  };
}

function sentence(description: string): string {
  return `Name the ${description}.`;
}

function subjectsOf(callings: readonly string[], { wordnet, familiarity }: Words): Subject[] {
  return [...new Set(callings.flatMap((calling) => wordnet.below(`${calling}%1:18:00::`)))]
    .filter(({ isInstance }) => isInstance)
    .flatMap((meaning) => {
      const name = fullNameOf(meaning, familiarity);
      const description = toldOf(meaning);
      if (name === undefined || description === undefined) return [];
      const difficulty = difficultyOf(meaning, wordnet, familiarity);
      return [{ meaning, name, description, difficulty, groups: circlesOf(meaning) }];
    })
    .sort((one, other) => one.difficulty - other.difficulty);
}

/**
 * How well known someone is held to be. A surname that is nothing but a name tells it by how often it is written; one that is a
 * word besides tells nothing. Being the root of another word, as Orwell of Orwellian, and being mentioned where others are
 * explained, each make it a step easier.
 */
function difficultyOf(meaning: Meaning, wordnet: WordNet, familiarity: Familiarity): number {
  const surname = meaning.words[0] as string;
  const last = surname.split(' ').at(-1) as string;
  const rank = NUMERAL.test(last) ? 30_000 : familiarity.rank(last);
  const base = wordnet.isOnlyName(surname) ? band(rank, [6_000, 15_000, 35_000, 70_000]) : 4;
  const mentions = NUMERAL.test(last) ? 0 : wordnet.mentionsOf(last);
  return shifted(base, (meaning.hasDerived ? -1 : 0) - (mentions > 7 ? 2 : mentions > 2 ? 1 : 0));
}

/** The first name that has a first name in it, "Peter Tchaikovsky", and no title; the only one of those who have one. */
function fullNameOf({ words }: Meaning, familiarity: Familiarity): string | undefined {
  const [main] = words as [string];
  const last = main.split(' ').at(-1) as string;
  const full = words.filter((word) => word.includes(' ') && word.endsWith(last) && !TITLE.test(word));
  const name = full[0] ?? (words.length === 1 ? main : undefined);
  const isSpeltWell = name !== undefined && Number.isFinite(familiarity.rank(name.replaceAll(/\b\p{Lu}\. ?/gu, '')));
  return isSpeltWell && /^\p{Lu}/u.test(name) ? name : undefined;
}

/**
 * The definition as the end of a sentence that begins with "Name the", or nothing where it cannot be one or tells no more
 * than where someone came from and what they did for a living. Years of birth alone are left out, since they grow old.
 */
function toldOf({ definition }: Meaning): string | undefined {
  const years = /\((circa )?(\d+)-(circa )?(\d+)( BC)?\)$/.exec(definition);
  const lifespan =
    years === null ? '' : ` (${years[1] ?? ''}${years[2]}–${years[3] ?? ''}${years[4]}${years[5] ?? ''})`;
  const clauses = definition
    .replace(/^(the|an?) /, '')
    .replace(/^United States /, 'American ')
    .replaceAll(/ \((born|died|circa|\?|\d)[^()]*\d[^()]*\)| \(\d+-\)/g, '')
    .split('; ');
  const end = clauses.findIndex((clause, index) => index > 0 && !/^(he|she|his|her) /.test(clause));
  const told = shortened(clauses.slice(0, end === -1 ? clauses.length : end).join('; ') + lifespan);
  if (told === undefined || UNFIT.test(told) || (years !== null && !isLifespan(years))) return undefined;
  const words = told.replaceAll(/ \([^()]*\)/g, '').split(' ');
  return words.length > 6 && words.some((word) => TELLING.test(word)) ? told : undefined;
}

/** Whether the years can be those of a life: some were mistyped. */
function isLifespan([, , born, , died, isBefore]: RegExpExecArray): boolean {
  const age = (Number(died) - Number(born)) * (isBefore === undefined ? 1 : -1);
  return age > 15 && age < 106;
}

/** Those of the same calling, country and time come first, then those of the same country and time, then of the time. */
function circlesOf({ definition, above }: Meaning): string[] {
  const country = definition.replace(/^(the|an?|important|major|prolific|influential) /, '').split(' ')[0] as string;
  const years = /\((?:circa |born (?:in )?)?(\d{2,4})(?:-\d+)?( BC)?/.exec(definition);
  const time = Math.floor((Number(years?.[1] ?? 0) * (years?.[2] === undefined ? 1 : -1)) / 60);
  const isWoman = /\b(she|her|wom[ae]n|women's|actress|queen|empress|wife|daughter|mother)\b/.test(definition);
  const who = isWoman ? 'woman' : 'man';
  return [
    [who, above[0], country, time],
    [who, above[0], time],
    [who, country, time],
    [who, time],
  ].map((group) => group.join());
}

const NUMERAL = /^[IVX]+$/;
/** Titles, what only friends called them, and a writer whose name WordNet gives to a maker of films. */
const TITLE =
  /^(Sir|Saint|St\.|Dame|Lord|Lady|Count|Baron|Earl|First|Second|Third|Fourth|Bishop|Mullah|Shah|Marshal|General|King|Queen|Mother|Big|Din|Smitty|Bird|Vinegar) |^(Herb Simon|Phil Anderson|Bob Woodward|Charles Dudley Warner)$/;
/** What says more than where someone came from and what they did for a living. */
const TELLING = /^(who|whose|noted|known|famous|remembered|author|founder|inventor|leader|that|for)$/;
/** Beginnings that "Name the" does not go before, what grows old, and sentences without a sense. */
const UNFIT = /^(one|any|first|second|son|daughter|brother|sister|wife) |youngest|current|present|recent|\. [a-z]/;
