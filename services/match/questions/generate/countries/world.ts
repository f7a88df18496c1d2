import { commonOf, givesAway, stemsOf } from '../english.ts';
import { band } from '../familiarity.ts';
import type { Country } from './country.ts';

/** What the templates of countries and cities are made from. */
export interface World {
  readonly countries: readonly Country[];
  readonly cities: readonly City[];
  /** The names of currencies by their codes, as ISO 4217 has them. */
  readonly currencies: ReadonlyMap<string, string>;
  /** The English names of languages by their codes. */
  readonly languages: Readonly<Record<string, string>>;
  /** How languages call countries and themselves, by the codes of languages. */
  readonly tongues: ReadonlyMap<string, Tongue>;
  readonly states: readonly AmericanState[];
}

/** How a language calls the countries, and itself. */
export interface Tongue {
  readonly countries: Readonly<Record<string, string>>;
  readonly itself: string | undefined;
}

/** A city of GeoNames. */
export interface City {
  readonly name: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
  /** PPLC is a capital, PPLA the seat of a state or province. */
  readonly featureCode: string;
  /** The state or province. */
  readonly adminCode: string;
  readonly population: number;
  /** Longitude and latitude. */
  readonly loc: { readonly coordinates: readonly [number, number] };
}

/** A state of the USA, with the letters of its post and what it is called besides. */
export interface AmericanState {
  readonly name: string;
  readonly code: string;
  readonly nicknames: readonly string[];
}

/** How well a country is held to be known: the more people live there, the better. */
export function familiarityOf({ population }: Country): number {
  return band(-population, [-60_000_000, -25_000_000, -8_000_000, -1_500_000]);
}

/** Those that a question about a country offers, from the same part of the continent, the same continent, and elsewhere. */
export function nearby(country: Country, others: readonly Country[]): readonly (readonly Country[])[] {
  const rest = others.filter(({ code }) => code !== country.code);
  return [
    rest.filter(({ region }) => region === country.region),
    rest.filter(({ continent }) => continent === country.continent),
    rest,
  ];
}

/** The names of the countries around one, as wrong options. Those that the question names are left out. */
export function namesNearby(country: Country, others: readonly Country[], question: string): string[][] {
  const said = stemsOf(question);
  return nearby(country, others).map((group) =>
    group.map(({ name }) => name).filter((name) => !givesAway(said, stemsOf(name))),
  );
}

/** Whether two countries have a border: one of them says so. */
export function areNeighbours(one: Country, other: Country): boolean {
  return one.borders.includes(other.code) || other.borders.includes(one.code);
}

/** Whether a text holds the beginning of a country's name, so that the answer can be guessed from it. */
export function hints(text: string, { name }: Country): boolean {
  const said = lettersOf(text);
  return name.split(/[ -]/).some((word) => word.length > 3 && said.includes(lettersOf(word).slice(0, 4)));
}

/** Whether two names are spelt alike: they begin with the same two letters, or have most pairs of letters in common. */
export function areAlike(one: string, other: string): boolean {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  return a.slice(0, 2) === b.slice(0, 2) || commonOf(pairsOf(a), pairsOf(b)) * 2 >= Math.min(a.length, b.length);
}

function lettersOf(name: string): string {
  return name.normalize('NFD').replaceAll(/\P{L}/gu, '').toLowerCase();
}

function pairsOf(name: string): Set<string> {
  return new Set(Array.from({ length: name.length - 1 }, (_, index) => name.slice(index, index + 2)));
}
