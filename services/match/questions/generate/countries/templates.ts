import type { Template } from '../template.ts';
import { capitalOf, countryOfCapital, furtherNorth } from './capitals.ts';
import { countryOfCity, stateCapital, stateNickname, stateOfCity } from './cities.ts';
import { flag } from './flags.ts';
import { anthem, domain, formerName, highestPoint } from './identity.ts';
import { independenceYear, independentFrom } from './independence.ts';
import { countryOfCurrency, currencyOf } from './money.ts';
import { landlockedNeighbour, neighbour, noNeighbour } from './neighbours.ts';
import { moreArea, morePeople } from './size.ts';
import { countryInTongue, languageOwnName, officialLanguage, ownName } from './tongues.ts';
import type { World } from './world.ts';

/** What is asked about countries. */
export const countryTemplates: readonly Template<World>[] = [
  neighbour,
  noNeighbour,
  landlockedNeighbour,
  morePeople,
  moreArea,
  flag,
  anthem,
  highestPoint,
  formerName,
  independenceYear,
  independentFrom,
  domain,
  currencyOf,
  countryOfCurrency,
  officialLanguage,
  countryInTongue,
  ownName,
  languageOwnName,
];

/** What is asked about cities. */
export const cityTemplates: readonly Template<World>[] = [
  capitalOf,
  countryOfCapital,
  furtherNorth,
  countryOfCity,
  stateCapital,
  stateOfCity,
  stateNickname,
];
