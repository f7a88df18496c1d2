import { slug } from '../english.ts';
import { shifted } from '../familiarity.ts';
import type { Template } from '../template.ts';
import type { Country } from './country.ts';
import { familiarityOf } from './world.ts';
import type { World } from './world.ts';

interface Independence {
  readonly country: Country;
  readonly year: number;
  readonly from: string;
}

/** From whom countries became independent, as the World Factbook names them, and as they are asked for. */
const RULERS: Readonly<Record<string, string>> = {
  'the UK': 'the United Kingdom',
  UK: 'the United Kingdom',
  France: 'France',
  Spain: 'Spain',
  Portugal: 'Portugal',
  Belgium: 'Belgium',
  'the Netherlands': 'the Netherlands',
  'the Soviet Union': 'the Soviet Union',
  'Soviet Union': 'the Soviet Union',
  Yugoslavia: 'Yugoslavia',
  'the Ottoman Empire': 'the Ottoman Empire',
};

/** Asks for the year of independence. Wrong options are years in which other countries of the continent became independent. */
export const independenceYear: Template<World> = {
  name: 'independence-year',
  category: 'history',
  most: 90,
  drafts: ({ countries }) => {
    const known = countries.flatMap(independenceOf);
    return known.map(({ country, year, from }) => {
      const years = known
        .filter((other) => other.country.continent === country.continent && other.year !== year)
        .map((other) => other.year);
      const close = [...new Set(years)].filter((other) => Math.abs(other - year) <= 25);
      return {
        key: slug(country.name),
        text: `In which year did ${country.named} become independent from ${from}?`,
        right: String(year),
        wrong: [close, [year - 11, year + 9, year - 6, year + 4]].map((group) => group.map(String)),
        difficulty: shifted(familiarityOf(country), 1),
      };
    });
  },
};

/** Asks from whom a country became independent. Wrong options are others who ruled on its continent, and then elsewhere. */
export const independentFrom: Template<World> = {
  name: 'independent-from',
  category: 'history',
  most: 70,
  drafts: ({ countries }) => {
    const known = countries.flatMap(independenceOf);
    return known.map(({ country, year, from }) => {
      const near = known.filter((other) => other.country.continent === country.continent).map((other) => other.from);
      return {
        key: slug(country.name),
        text: `From which state did ${country.named} become independent in ${year}?`,
        right: from,
        wrong: [near, known.map((other) => other.from)].map((group) =>
          [...new Set(group)].filter((other) => other !== from),
        ),
        difficulty: familiarityOf(country),
      };
    });
  },
};

/** What is told in one clause; where more had to be told, the year or the ruler is a matter of opinion. */
function independenceOf(country: Country): Independence[] {
  const [, year, from] = /^\d+ \p{L}+ (\d{4}) \(from ([^()]+)\)$/u.exec(country.says('Government/Independence')) ?? [];
  const ruler = RULERS[from ?? ''];
  return year === undefined || ruler === undefined ? [] : [{ country, year: Number(year), from: ruler }];
}
