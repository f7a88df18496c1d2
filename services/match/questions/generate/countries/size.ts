import { slug } from '../english.ts';
import { shifted } from '../familiarity.ts';
import type { Template } from '../template.ts';
import type { Country } from './country.ts';
import { familiarityOf } from './world.ts';
import type { World } from './world.ts';

/** How much larger the right one is than the one that is compared with, and that than the wrong ones: enough to be so next year. */
const LEAST_RATIO = 1.3;
const MOST_RATIO = 5;

/** Asks which country of a continent has more people than another. */
export const morePeople = comparison('more-people', 'has more inhabitants than', ({ population }) => population);

/** Asks which country of a continent is larger than another. */
export const moreArea = comparison('more-area', 'is larger in area than', ({ area }) => area);

function comparison(name: string, says: string, sizeOf: (country: Country) => number): Template<World> {
  return {
    name,
    category: 'geography',
    most: 80,
    drafts: ({ countries }) =>
      countries.flatMap((country) => {
        const near = countries.filter(
          ({ code, continent }) => code !== country.code && continent === country.continent,
        );
        const isBetween = (ratio: number): boolean => ratio >= LEAST_RATIO && ratio <= MOST_RATIO;
        const larger = near.filter((other) => isBetween(sizeOf(other) / sizeOf(country)));
        const smaller = near.filter((other) => isBetween(sizeOf(country) / sizeOf(other)));
        const right = larger.toSorted((one, other) => sizeOf(one) - sizeOf(other))[0];
        if (right === undefined || smaller.length < 3) return [];
        return [
          {
            key: slug(country.name),
            text: `Which of these countries ${says} ${country.named}?`,
            right: right.name,
            wrong: [smaller.map((other) => other.name)],
            difficulty: shifted(familiarityOf(country), 1),
          },
        ];
      }),
  };
}
