import { overlap, slug, stemsOf } from '../english.ts';
import { shifted } from '../familiarity.ts';
import type { Template } from '../template.ts';
import type { Country } from './country.ts';
import { familiarityOf, hints, nearby } from './world.ts';
import type { World } from './world.ts';

/** Flags that have changed since, or are not agreed upon. */
const CHANGED = new Set(['AF', 'BF', 'HN', 'KG', 'LY', 'ML', 'MR', 'NE', 'SY']);

/** Asks for a country by its flag. Wrong options are countries nearby with flags that are not alike. */
export const flag: Template<World> = {
  name: 'flag',
  category: 'geography',
  most: 110,
  drafts: ({ countries }) => {
    const flags = countries.flatMap((country) => {
      const description = lookOf(country);
      return CHANGED.has(country.code) || description === ''
        ? []
        : [{ country, description, stems: stemsOf(description) }];
    });
    return flags
      .filter(
        ({ country, description }) =>
          description.length <= 150 && description.length > 38 && !hints(description, country),
      )
      .filter((one) => !flags.some((other) => other !== one && overlap(one.stems, other.stems) === 1))
      .map((one) => ({
        key: slug(one.country.name),
        text: `Which country's flag is this: ${one.description}?`,
        right: one.country.name,
        wrong: nearby(
          one.country,
          flags.filter((other) => overlap(one.stems, other.stems) < 0.8).map(({ country }) => country),
        ).map((group) => group.filter((other) => !hints(one.description, other)).map(({ name }) => name)),
        difficulty: shifted(familiarityOf(one.country), 1),
      }));
  },
};

/** How a flag looks: the first clause of its description, and those after it that tell more than what is meant by it. */
function lookOf(country: Country): string {
  const [first = '', ...others] = country.says('Government/Flag description').split(/; | - /);
  const end = others.findIndex(
    (clause, index) =>
      !SEEN.test(clause) || MEANT.test(clause) || [first, ...others.slice(0, index + 1)].join('; ').length > 150,
  );
  return [first, ...others.slice(0, end === -1 ? others.length : end)].join('; ').replace(/\bdesign consists of /, '');
}

const SEEN =
  /\b(stars?|disk|crescent|triangle|bands?|centered|corner|sun|bird|eagle|lion|tree|cross|panels?|rectangles?)\b/;
const MEANT =
  /symboli|represent|stands? for|\bcolou?rs\b|known|recall|legend|similar|influence|resemble|based on|flag of|used|years?\b/;
