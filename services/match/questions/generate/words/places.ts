import type { Template } from '../template.ts';
import type { Words } from './described.ts';
import { thingsDescribed } from './things.ts';
import type { Things } from './things.ts';

/** What states do not agree about, or what has another name today. */
const DISPUTED =
  /Ukrain|Crimea|Azov|Taiwan|Kashmir|Palestin|Israel|Kosovo|Tibet|Falkland|Sahara|Cyprus|Kuril|Antilles|Soviet|Yugoslav|Czechoslovak|Communism|Ceylon|Burma|Zaire|former|largest reservoir|Aral/;

const place = (asks: string, ...keys: string[]): Things => ({
  asks: `Which ${asks} is this`,
  under: keys.map((key) => `${key}%1:17:00::`),
  rarest: 110_000,
  single: true,
  never: DISPUTED,
  leastWords: 7,
});

/** Places and events that are asked for by what is told of them. */
export const places: readonly Template<Words>[] = [
  thingsDescribed('river', 'geography', 90, place('river', 'river')),
  thingsDescribed(
    'mountain',
    'geography',
    60,
    place('mountain', 'mountain_peak', 'volcano'),
    place('mountain range', 'range'),
  ),
  thingsDescribed(
    'water',
    'geography',
    80,
    place('sea', 'sea'),
    place('lake', 'lake'),
    place('bay or gulf', 'bay', 'gulf'),
    place('strait', 'strait'),
  ),
  thingsDescribed('island', 'geography', 80, place('island', 'island')),
  thingsDescribed('battle', 'history', 80, {
    asks: 'Which battle is this',
    under: ['battle%1:04:00::'],
    rarest: 226_000,
    single: true,
    only: /\d/,
    never: /\b(place|city) /,
  }),
];
