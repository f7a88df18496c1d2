import { slug } from '../english.ts';
import { shifted } from '../familiarity.ts';
import type { Draft, Template } from '../template.ts';
import type { Country } from './country.ts';
import { familiarityOf, hints, nearby } from './world.ts';
import type { City, World } from './world.ts';

/** Where there are two capitals, or it is being moved, or states do not agree about it. */
const UNSETTLED = new Set([
  'BI',
  'BO',
  'CL',
  'GQ',
  'ID',
  'IL',
  'KI',
  'KZ',
  'LK',
  'LY',
  'MM',
  'NR',
  'SZ',
  'TZ',
  'YE',
  'ZA',
]);
const LEAST_DEGREES_APART = 3;

interface Capital {
  readonly country: Country;
  readonly city: City;
}

/** Asks for the capital of a country. Wrong options are the largest other cities of the same country, then capitals nearby. */
export const capitalOf: Template<World> = {
  name: 'capital',
  category: 'geography',
  most: 150,
  drafts: (world) => {
    const capitals = capitalsOf(world);
    return capitals.map(({ country, city }) => {
      const cities = world.cities
        .filter(
          (other) => other.country === country.code && other.population > 15_000 && !isSame(other.name, city.name),
        )
        .sort((one, other) => other.population - one.population);
      return {
        key: slug(country.name),
        text: `What is the capital of ${country.named}?`,
        right: city.name,
        wrong: [cities.slice(0, 5).map(({ name }) => name), ...capitalsNearby(country, capitals)],
        difficulty: familiarityOf(country),
      };
    });
  },
};

/** Asks for the country that a city is the capital of. Wrong options are countries nearby. */
export const countryOfCapital: Template<World> = {
  name: 'country-of-capital',
  category: 'geography',
  most: 120,
  drafts: (world) =>
    capitalsOf(world)
      .filter(({ country, city }) => !hints(city.name, country))
      .map(({ country, city }) => ({
        key: slug(city.name),
        text: `Which country has ${city.name} as its capital?`,
        right: country.name,
        wrong: nearby(country, world.countries).map((group) => group.map(({ name }) => name)),
        difficulty: familiarityOf(country),
      })),
};

/** Asks which capital lies further north than another. The right one does so by three degrees, the wrong ones lie as far south. */
export const furtherNorth: Template<World> = {
  name: 'further-north',
  category: 'geography',
  most: 90,
  drafts: (world) => {
    const capitals = capitalsOf(world);
    return capitals.flatMap((capital) => {
      const latitude = latitudeOf(capital);
      const near = capitals.filter(({ country }) => country.continent === capital.country.continent);
      const north = near.filter((other) => isNear(latitudeOf(other) - latitude));
      const south = near.filter((other) => isNear(latitude - latitudeOf(other)));
      const right = north[north.length >> 1];
      if (right === undefined || south.length < 3) return [];
      const draft: Draft = {
        key: slug(capital.city.name),
        text: `Which of these capitals lies further north than ${capital.city.name}?`,
        right: right.city.name,
        wrong: [south.map(({ city }) => city.name)],
        difficulty: shifted(familiarityOf(capital.country), 1),
      };
      return [draft];
    });
  },
};

/** The capitals that two sources agree about, of the most populous countries first. */
function capitalsOf({ countries, cities }: World): Capital[] {
  return countries
    .filter(({ code }) => !UNSETTLED.has(code))
    .flatMap((country) => {
      const city = cities.find((one) => one.country === country.code && one.featureCode === 'PPLC');
      return city !== undefined && isSame(city.name, country.capital ?? '') ? [{ country, city }] : [];
    })
    .sort((one, other) => other.country.population - one.country.population);
}

function capitalsNearby(country: Country, capitals: readonly Capital[]): string[][] {
  const around = nearby(
    country,
    capitals.map((capital) => capital.country),
  );
  return around.map((group) =>
    group.flatMap(({ code }) => capitals.find((one) => one.country.code === code)?.city.name ?? []),
  );
}

function latitudeOf({ city }: Capital): number {
  return city.loc.coordinates[1];
}

function isNear(degrees: number): boolean {
  return degrees >= LEAST_DEGREES_APART && degrees < 25;
}

function isSame(one: string, other: string): boolean {
  return slug(one) === slug(other);
}
