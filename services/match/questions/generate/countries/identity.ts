import { givesAway, slug, stemsOf } from '../english.ts';
import { shifted } from '../familiarity.ts';
import type { Draft, Template } from '../template.ts';
import type { Country } from './country.ts';
import { areAlike, familiarityOf, hints, nearby } from './world.ts';
import type { World } from './world.ts';

/** Anthems that have changed since, or are not agreed upon. */
const CHANGED = new Set(['AF', 'BF', 'LY', 'ML', 'MR', 'NE', 'SY']);
/** Mountains that states do not agree about, or that were measured anew. */
const UNSETTLED_PEAKS = new Set([
  'CY',
  'DK',
  'GE',
  'IL',
  'IN',
  'IT',
  'MM',
  'NL',
  'PK',
  'SA',
  'SD',
  'SY',
  'TG',
  'UZ',
  'ZA',
  'RS',
  'AU',
  'UA',
]);

/** Asks whose anthem has a title. Titles that say where they are from, or nothing, are left out. */
export const anthem: Template<World> = {
  name: 'anthem',
  category: 'music',
  most: 90,
  drafts: ({ countries }) =>
    countries.flatMap((country): Draft[] => {
      const [, title, meaning] =
        /^"([^"]+)"(?: \(([^()]+)\))?/.exec(country.says('Government/National anthem/name')) ?? [];
      const said = `${title} ${meaning ?? ''}`;
      const tells = /anthem|himno|hino|hymne? nat|national song/i.test(said) || hints(said, country);
      if (title === undefined || tells || CHANGED.has(country.code)) return [];
      return [
        {
          key: slug(country.name),
          text: `Which country's national anthem is "${title}"${meaning === undefined ? '' : ` (${meaning})`}?`,
          right: country.name,
          wrong: nearby(country, countries).map((group) =>
            group.filter((other) => !hints(said, other)).map(({ name }) => name),
          ),
          difficulty: shifted(familiarityOf(country), 1),
        },
      ];
    }),
};

/** Asks for the highest mountain of a country. Wrong options are those of countries nearby. */
export const highestPoint: Template<World> = {
  name: 'highest-point',
  category: 'geography',
  most: 100,
  drafts: ({ countries }) => {
    const known = countries.filter((country) => peakOf(country) !== undefined);
    return known
      .filter(({ code }) => !UNSETTLED_PEAKS.has(code))
      .filter((country) => !hints(peakOf(country) as string, country))
      .map((country) => ({
        key: slug(country.name),
        text: `What is the highest point of ${country.named}?`,
        right: peakOf(country) as string,
        wrong: nearby(country, known).map((group) => group.map((other) => peakOf(other) as string)),
        difficulty: shifted(familiarityOf(country), 1),
      }));
  },
};

/** Asks which country had another name. Wrong options are countries nearby. */
export const formerName: Template<World> = {
  name: 'former-name',
  category: 'history',
  most: 60,
  drafts: ({ countries }) =>
    countries.flatMap((country): Draft[] => {
      const names = country.says('Government/Country name/former').split(/[,;] /);
      const former = names.find(
        (name) =>
          /^[\p{L}' -]{4,30}$/u.test(name) &&
          !STATE.test(name) &&
          !hints(name, country) &&
          !areAlike(name, country.name),
      );
      if (former === undefined) return [];
      return [
        {
          key: slug(country.name),
          text: `Which country, or most of it, was once called ${former}?`,
          right: country.name,
          wrong: nearby(country, countries).map((group) =>
            group.map(({ name }) => name).filter((name) => !givesAway(stemsOf(former), stemsOf(name))),
          ),
          difficulty: familiarityOf(country),
        },
      ];
    }),
};

/** States and parts of them, and names that two countries of today had. */
const STATE =
  /\b(German East Africa|Ponape|Republic|Soviet|Union|Kingdom|Trust|Territory|Federation|State|Protectorate|Empire|District|Colony|and)\b/;

/** Asks for the country behind an ending of internet addresses, where that is not how its English name begins. */
export const domain: Template<World> = {
  name: 'internet-domain',
  category: 'technology',
  most: 60,
  drafts: ({ countries }) =>
    countries
      .filter(
        ({ code, name }) =>
          code !== 'GB' && !name.toLowerCase().startsWith(code.toLowerCase()) && !isInitials(code, name),
      )
      .map((country) => {
        const letters = country.code.toLowerCase();
        const similar = countries.filter(
          (other) => other !== country && other.name.toLowerCase().startsWith(letters[0] as string),
        );
        const closest = similar.filter(({ name }) => name.toLowerCase().includes(letters[1] as string));
        return {
          key: letters,
          text: `Which country do internet addresses ending in .${letters} belong to?`,
          right: country.name,
          wrong: [closest, similar, countries.filter((other) => other !== country)].map((group) =>
            group.map(({ name }) => name),
          ),
          difficulty: familiarityOf(country),
        };
      }),
};

function isInitials(code: string, name: string): boolean {
  return name
    .split(/[ -]/)
    .map((word) => word[0])
    .join('')
    .toUpperCase()
    .startsWith(code);
}

/** The name of the highest point, without its height and its names in other languages. */
function peakOf(country: Country): string | undefined {
  const [, name] =
    /^([^\d(/,]+?)(?: \([^()]*\))? -?[\d,.]+ m\b/.exec(country.says('Geography/Elevation extremes/highest point')) ??
    [];
  return name === undefined || /unnamed|location|elevation|\bon\b|\bof\b/.test(name)
    ? undefined
    : name.replace(/^Mt\. /, 'Mount ');
}
