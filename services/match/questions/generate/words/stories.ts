import type { Template } from '../template.ts';
import type { Words } from './described.ts';
import { thingsDescribed } from './things.ts';
import type { Things } from './things.ts';

const told = (asks: string, ...keys: string[]): Things => ({
  asks: `Which ${asks} is this`,
  under: keys.map((key) => `${key}%1:18:00::`),
  rarest: Number.POSITIVE_INFINITY,
});

/** Gods, heroes and the people of novels. */
export const stories: readonly Template<Words>[] = [
  thingsDescribed(
    'deity',
    'mythology',
    100,
    ...['Greek', 'Roman', 'Norse', 'Egyptian', 'Hindu', 'Celtic'].map((people) => ({
      ...told(`${people} deity`, `${people.toLowerCase()}_deity`),
      rarest: 200_000,
      single: true,
      never: /\b(gods|goddesses|equivalent)\b/,
    })),
  ),
  thingsDescribed('legend', 'mythology', 90, told('figure of legend', 'mythical_being', 'mythical_monster')),
  thingsDescribed('fictional-character', 'arts', 70, {
    ...told('character', 'fictional_character'),
    single: true,
  }),
];
