import { givesAway, slug, stemsOf } from '../english.ts';
import { shifted } from '../familiarity.ts';
import type { Draft, Template } from '../template.ts';
import type { Country } from './country.ts';
import { areAlike, familiarityOf, hints, nearby } from './world.ts';
import type { World } from './world.ts';

/** Asks for an official language. Wrong options are official in countries nearby, and spoken by no part of the people here. */
export const officialLanguage: Template<World> = {
  name: 'official-language',
  category: 'language',
  most: 90,
  drafts: ({ countries, languages }) =>
    countries.flatMap((country): Draft[] => {
      const names = (codes: readonly string[]): string[] => codes.flatMap((code) => languages[baseOf(code)] ?? []);
      const spoken = new Set(names([...country.spoken, ...country.official]));
      const [right] = names(country.official).filter((name) => !hints(name, country));
      if (right === undefined || UNSETTLED.has(country.code)) return [];
      const wrong = nearby(country, countries).map((group) => [
        ...new Set(group.flatMap(({ official }) => names(official))),
      ]);
      return [
        {
          key: slug(country.name),
          text: `Which of these is an official language of ${country.named}?`,
          right,
          wrong: wrong.map((group) => group.filter((name) => !spoken.has(name) && !hints(name, country))),
          difficulty: familiarityOf(country),
        },
      ];
    }),
};

/** Where the law about languages is young, or fought about. */
const UNSETTLED = new Set(['AF', 'BF', 'ML', 'NE', 'SD', 'UA']);

/** Asks which country is meant by its name in another language. Wrong options are countries nearby. */
export const countryInTongue: Template<World> = {
  name: 'country-in-another-language',
  category: 'language',
  most: 150,
  drafts: (world) =>
    FOREIGN.flatMap((code) =>
      world.countries
        .filter(({ official }) => !official.map(baseOf).includes(code))
        .flatMap((country) => foreignName(country, code, world)),
    ).sort((one, other) => one.difficulty - other.difficulty),
};

/** Asks which country calls itself by a name that is not like the English one. Wrong options are countries nearby. */
export const ownName: Template<World> = {
  name: 'own-name',
  category: 'language',
  most: 60,
  drafts: (world) =>
    world.countries.flatMap((country): Draft[] => {
      const own = world.tongues.get(baseOf(country.official[0] ?? ''))?.countries[country.code];
      if (own === undefined || country.official.length > 2 || !isUnlike(own, country)) return [];
      return [
        {
          key: slug(country.name),
          text: `Which country calls itself "${own}"?`,
          right: country.name,
          wrong: nearby(country, world.countries).map((group) => group.map(({ name }) => name)),
          difficulty: shifted(familiarityOf(country), 1),
        },
      ];
    }),
};

/** Asks which language calls itself by a name that is not like the English one. Wrong options are other languages. */
export const languageOwnName: Template<World> = {
  name: 'language-own-name',
  category: 'language',
  most: 60,
  drafts: ({ tongues, languages }) => {
    const known = [...tongues].flatMap(([code, { itself }]) => {
      const name = languages[code];
      return itself !== undefined && name !== undefined ? [{ code, name, itself }] : [];
    });
    return known
      .filter(({ name, itself }) => isLatin(itself) && !areAlike(name, itself))
      .map(({ code, name, itself }) => ({
        key: slug(code),
        text: `Which language is called "${itself}" by those who speak it?`,
        right: name,
        wrong: [
          known
            .filter((other) => other.code !== code && !givesAway(stemsOf(itself), stemsOf(other.name)))
            .map((other) => other.name),
        ],
        difficulty: 4,
      }));
  },
};

const FOREIGN = ['fr', 'es', 'de', 'it', 'nl', 'pl', 'fi', 'hu', 'tr', 'cy'];

function foreignName(country: Country, code: string, { countries, languages, tongues }: World): Draft[] {
  const name = tongues.get(code)?.countries[country.code];
  if (name === undefined || !isUnlike(name, country)) return [];
  const wrong = nearby(country, countries).map((group) => group.filter((other) => isUnlike(name, other)));
  return [
    {
      key: `${code}-${slug(country.name)}`,
      text: `Which country is called "${name}" in ${languages[code]}?`,
      right: country.name,
      wrong: wrong.map((group) => group.map((other) => other.name)),
      difficulty: familiarityOf(country),
    },
  ];
}

/** Whether a foreign name can be read, and does not look like the English one. */
function isUnlike(name: string, country: Country): boolean {
  return isLatin(name) && !/[()-]/.test(name) && !hints(name, country) && !areAlike(name, country.name);
}

function isLatin(name: string): boolean {
  return /^[\p{Script=Latin}\p{M} '’.]+$/u.test(name);
}

function baseOf(code: string): string {
  return code.split('_')[0] as string;
}
