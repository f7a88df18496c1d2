import { givesAway, slug, stemsOf } from '../english.ts';
import type { Draft, Template } from '../template.ts';
import type { Country } from './country.ts';
import { familiarityOf, hints, nearby } from './world.ts';
import type { World } from './world.ts';

/** Asks what one pays with. Wrong options are what one pays with in countries nearby, and not in this one. */
export const currencyOf: Template<World> = {
  name: 'currency',
  category: 'society',
  most: 110,
  drafts: ({ countries, currencies }) =>
    countries.flatMap((country): Draft[] => {
      const unit = unitOf(country, currencies);
      if (unit === undefined || givesAway(stemsOf(country.name), stemsOf(unit))) return [];
      const wrong = nearby(country, countries).map((group) =>
        group.flatMap((other) => unitOf(other, currencies) ?? []),
      );
      return [
        {
          key: slug(country.name),
          text: `What is the currency of ${country.named}?`,
          right: unit,
          wrong: wrong.map((units) => units.filter((other) => !isOneUnit(unit, other))),
          difficulty: familiarityOf(country),
        },
      ];
    }),
};

/** Asks where one pays with a currency that one country alone has. Wrong options are countries nearby. */
export const countryOfCurrency: Template<World> = {
  name: 'country-of-currency',
  category: 'society',
  most: 80,
  drafts: ({ countries, currencies }) =>
    countries.flatMap((country): Draft[] => {
      const unit = unitOf(country, currencies);
      const isShared = countries.some(
        (other) => other !== country && unitsOf(other, currencies).some((used) => isOneUnit(unit ?? '', used)),
      );
      if (unit === undefined || isShared || hints(unit, country)) return [];
      return [
        {
          key: slug(unit),
          text: `In which country does one pay with the ${unit}?`,
          right: country.name,
          wrong: nearby(country, countries).map((group) => group.map(({ name }) => name)),
          difficulty: familiarityOf(country),
        },
      ];
    }),
};

/** Names that are longer in ISO 4217, or have another spelling in English. */
const UNITS: Readonly<Record<string, string>> = {
  BAM: 'convertible mark',
  CRC: 'colón',
  CNY: 'yuan',
  GBP: 'pound',
  ILS: 'shekel',
  NIO: 'córdoba',
  OMR: 'rial',
  PEN: 'sol',
  QAR: 'riyal',
  TJS: 'somoni',
  TMT: 'manat',
  TOP: 'paʻanga',
  UYU: 'peso',
  VES: 'bolívar',
  XAF: 'CFA franc',
  XOF: 'CFA franc',
};

/** The unit of the one currency of a country: "shilling" of "Kenyan Shilling". Nothing where it has several or none of its own. */
function unitOf(country: Country, names: ReadonlyMap<string, string>): string | undefined {
  const [unit, ...others] = unitsOf(country, names);
  return others.length > 0 || UNSETTLED.has(country.code) ? undefined : unit;
}

/** The units of all currencies that one pays with in a country. */
function unitsOf({ currencies }: Country, names: ReadonlyMap<string, string>): string[] {
  return currencies.flatMap((code) => UNITS[code] ?? names.get(code)?.trim().split(' ').at(-1)?.toLowerCase() ?? []);
}

/** They have changed it lately, or use others beside it. */
const UNSETTLED = new Set(['BG', 'FM', 'KH', 'LS', 'NA', 'MR', 'SL', 'ST', 'SV', 'SZ', 'VE', 'ZW']);

/** Words of several languages for one unit: koruna and krone, rial and riyal, leu and lev. */
const RELATED = [
  /^kor?[ru]na$|^krone?$|^króna$|^krona$/,
  /^ri[ya]+l$/,
  /^s[ou]m$/,
  /^lari$/,
  /franc$/,
  /^r[uo]ubl|^rubl/,
];

function isOneUnit(one: string, other: string): boolean {
  return one === other || RELATED.some((pattern) => pattern.test(one) && pattern.test(other));
}
