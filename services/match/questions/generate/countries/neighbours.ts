import { slug } from '../english.ts';
import { shifted } from '../familiarity.ts';
import type { Template } from '../template.ts';
import type { Country } from './country.ts';
import { areNeighbours, familiarityOf, namesNearby, nearby } from './world.ts';
import type { World } from './world.ts';

/** Whose borders states do not agree about. */
const DISPUTED = new Set(['IL', 'MA', 'RS', 'CY']);
/** Borders that some maps have and others have not, and those of territories far away. */
const LEFT_OUT = ['AF-IN', 'BR-FR', 'FR-SR', 'FR-NL', 'ES-GB'];

/** Asks for a neighbour of a country. Wrong options are countries of the same part of the world that are none. */
export const neighbour: Template<World> = {
  name: 'neighbour',
  category: 'geography',
  most: 120,
  drafts: ({ countries }) => {
    const asked = countries.filter(({ code }) => !DISPUTED.has(code));
    return asked.flatMap((country) => {
      const text = `Which of these countries borders ${country.named}?`;
      const neighbours = asked.filter((other) => areNeighbours(country, other) && !isLeftOut(country, other));
      const strangers = asked.filter((other) => !areNeighbours(country, other) && !isLeftOut(country, other));
      // The least known neighbour makes the better question, and stays the same one.
      const right = neighbours.toSorted((one, other) => one.population - other.population)[neighbours.length >> 1];
      if (right === undefined) return [];
      const wrong = namesNearby(country, strangers, text);
      return [{ key: slug(country.name), text, right: right.name, wrong, difficulty: familiarityOf(country) }];
    });
  },
};

/** Asks for the one that is no neighbour. It is of the same part of the world, or at least of the continent. */
export const noNeighbour: Template<World> = {
  name: 'no-neighbour',
  category: 'geography',
  most: 80,
  drafts: ({ countries }) => {
    const asked = countries.filter(({ code }) => !DISPUTED.has(code));
    return asked.flatMap((country) => {
      const neighbours = asked.filter((other) => areNeighbours(country, other) && !isLeftOut(country, other));
      const strangers = asked.filter((other) => isCloseStranger(country, other, asked));
      const right = strangers.toSorted((one, other) => other.population - one.population)[0];
      if (right === undefined || neighbours.length < 3) return [];
      return [
        {
          key: slug(country.name),
          text: `Which of these countries does not border ${country.named}?`,
          right: right.name,
          wrong: [neighbours.map(({ name }) => name)],
          difficulty: shifted(familiarityOf(country), 1),
        },
      ];
    });
  },
};

/** Asks for the neighbour without a coast, where a country has exactly one. */
export const landlockedNeighbour: Template<World> = {
  name: 'landlocked-neighbour',
  category: 'geography',
  most: 60,
  drafts: ({ countries }) =>
    countries.flatMap((country) => {
      const neighbours = countries.filter((other) => areNeighbours(country, other) && !isLeftOut(country, other));
      const inland = neighbours.filter(({ hasCoast, code }) => !hasCoast && !ON_CASPIAN.has(code));
      const coastal = neighbours.filter(({ hasCoast }) => hasCoast);
      const [right] = inland;
      if (right === undefined || inland.length > 1 || coastal.length < 2) return [];
      return [
        {
          key: slug(country.name),
          text: `Which of these neighbours of ${country.named} has no coast?`,
          right: right.name,
          wrong: [coastal.map(({ name }) => name)],
          difficulty: shifted(familiarityOf(right), -1),
        },
      ];
    }),
};

/** They lie on a water that some call a sea. */
const ON_CASPIAN = new Set(['AZ', 'KZ', 'TM']);

function isLeftOut(one: Country, other: Country): boolean {
  return LEFT_OUT.includes([one.code, other.code].sort().join('-'));
}

/** Whether another country does not border it, but borders one that does, and is near. */
function isCloseStranger(country: Country, other: Country, countries: readonly Country[]): boolean {
  if (other.code === country.code || areNeighbours(country, other) || isLeftOut(country, other)) return false;
  const [near = []] = nearby(country, countries);
  return (
    near.includes(other) &&
    countries.some((between) => areNeighbours(country, between) && areNeighbours(between, other))
  );
}
