import { givesAway, slug, stemsOf } from '../english.ts';
import { band } from '../familiarity.ts';
import type { Template } from '../template.ts';
import { hints, nearby } from './world.ts';
import type { AmericanState, City, World } from './world.ts';

const LARGE = 500_000;
const MOST_OF_A_COUNTRY = 6;

/** Asks in which country a large city is. Names that two large places share are left out; wrong options are countries nearby. */
export const countryOfCity: Template<World> = {
  name: 'country-of-city',
  category: 'geography',
  most: 180,
  drafts: ({ countries, cities }) => {
    const asked = countries.flatMap((country) => {
      const inside = largest(cities.filter((city) => city.country === country.code && city.featureCode !== 'PPLC'));
      return inside
        .filter((city) => city.population >= LARGE && !hints(city.name, country) && isAlone(city, cities))
        .slice(0, MOST_OF_A_COUNTRY)
        .map((city) => ({ city, country }));
    });
    return asked
      .sort((one, other) => other.city.population - one.city.population)
      .map(({ city, country }) => ({
        key: slug(city.name),
        text: `In which country is the city of ${city.name}?`,
        right: country.name,
        wrong: nearby(country, countries).map((group) => group.map(({ name }) => name)),
        difficulty: band(-city.population, [-4_000_000, -2_000_000, -1_200_000, -800_000]),
      }));
  },
};

/** Asks for the capital of a state of the USA. Wrong options are the largest other cities of the state. */
export const stateCapital: Template<World> = {
  name: 'state-capital',
  category: 'geography',
  most: 50,
  drafts: ({ states, cities }) =>
    states.flatMap((state) => {
      const inside = largest(citiesIn(state, cities));
      const capital = inside.find(({ featureCode }) => featureCode === 'PPLA');
      if (capital === undefined || givesAway(stemsOf(state.name), stemsOf(capital.name))) return [];
      const others = inside.filter(({ name }) => name !== capital.name).slice(0, 4);
      return [
        {
          key: slug(state.name),
          text: `What is the capital of the US state of ${state.name}?`,
          right: capital.name,
          wrong: [others.map(({ name }) => name)],
          // Where the capital is the largest city it is guessed, where it is a small one it has to be known.
          difficulty: band(inside.indexOf(capital), [0, 1, 2, 5]),
        },
      ];
    }),
};

/** Asks in which state of the USA a large city is. Wrong options are the states whose cities are nearest. */
export const stateOfCity: Template<World> = {
  name: 'state-of-city',
  category: 'geography',
  most: 80,
  drafts: ({ states, cities }) => {
    const american = cities.filter(({ country, population }) => country === 'US' && population > 90_000);
    const asked = states.flatMap((state) =>
      largest(citiesIn(state, american))
        .filter(
          ({ name }) =>
            american.filter((other) => other.name === name).length === 1 &&
            !givesAway(stemsOf(name), stemsOf(state.name)),
        )
        .slice(0, 4)
        .map((city) => ({ city, state })),
    );
    return asked
      .sort((one, other) => other.city.population - one.city.population)
      .map(({ city, state }) => ({
        key: slug(city.name),
        text: `In which US state is the city of ${city.name}?`,
        right: state.name,
        wrong: [statesAround(city, state, states, american).slice(0, 6)],
        difficulty: band(-city.population, [-900_000, -500_000, -300_000, -180_000]),
      }));
  },
};

/** Asks for a state of the USA by what it is called besides. Wrong options are other states. */
export const stateNickname: Template<World> = {
  name: 'state-nickname',
  category: 'geography',
  most: 50,
  drafts: ({ states }) =>
    states.flatMap(({ name, nicknames }) =>
      nicknames
        .filter((nickname) => !givesAway(stemsOf(nickname), stemsOf(name)))
        .map((nickname) => ({
          key: slug(nickname),
          text: `Which US state is called the ${nickname}?`,
          right: name,
          wrong: [states.filter((other) => !other.nicknames.includes(nickname)).map((other) => other.name)],
          difficulty: 4,
        })),
    ),
};

function largest(cities: readonly City[]): City[] {
  return cities.toSorted((one, other) => other.population - one.population);
}

function citiesIn({ code }: AmericanState, cities: readonly City[]): City[] {
  return cities.filter(({ country, adminCode }) => country === 'US' && adminCode === code);
}

/** Whether no other place of some size bears the name. */
function isAlone(city: City, cities: readonly City[]): boolean {
  return !cities.some(
    ({ name, country, population }) => name === city.name && country !== city.country && population > 20_000,
  );
}

function statesAround(
  city: City,
  state: AmericanState,
  states: readonly AmericanState[],
  cities: readonly City[],
): string[] {
  return states
    .filter(({ code }) => code !== state.code)
    .map(({ name, code }) => ({
      name,
      distance: Math.min(...cities.filter(({ adminCode }) => adminCode === code).map((other) => distance(city, other))),
    }))
    .sort((one, other) => one.distance - other.distance)
    .map(({ name }) => name);
}

function distance(one: City, other: City): number {
  const [x, y] = one.loc.coordinates;
  const [x2, y2] = other.loc.coordinates;
  return Math.hypot((x - x2) * Math.cos((y * Math.PI) / 180), y - y2);
}
