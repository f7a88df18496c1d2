import type { Template } from '../template.ts';
import type { Words } from './described.ts';
import { thingsDescribed } from './things.ts';
import type { Things } from './things.ts';

const sport = (name: string, key: string): Things => ({
  asks: `Which term from ${name} is this`,
  fields: [`${key}%1:04:00::`],
  rarest: 150_000,
});

/** What one learns at school and on the field. */
export const learning: readonly Template<Words>[] = [
  thingsDescribed('field-of-study', 'science', 80, {
    asks: 'Which field of study is this',
    under: ['science%1:09:00::'],
    rarest: 150_000,
    only: /\b(study|studies|studying|branch|science|deals|dealing|concerned)\b/,
  }),
  thingsDescribed('phobia', 'science', 30, {
    asks: 'Which phobia is this',
    under: ['phobia%1:26:00::'],
    rarest: Number.POSITIVE_INFINITY,
    only: /fear of/,
    harder: -2,
  }),
  thingsDescribed('unit', 'science', 40, {
    asks: 'Which unit is this',
    under: ['unit_of_measurement%1:23:00::'],
    except: ['monetary_unit%1:23:00::'],
    commonest: 5_000,
    rarest: 150_000,
    only: /\d|equal|one (tenth|hundredth|thousandth|millionth)|basic unit/,
    never: /Hebrew|Turkish|Asia|wool|weight of|length of something|centare/,
  }),
  thingsDescribed('mineral', 'nature', 50, {
    asks: 'Which mineral or gem is this',
    under: ['mineral%1:27:00::', 'gem%1:27:00::'],
    commonest: 8_000,
    rarest: 150_000,
    harder: -1,
  }),
  thingsDescribed(
    'mathematics-term',
    'mathematics',
    60,
    {
      asks: 'Which mathematical term is this',
      fields: ['mathematics%1:09:00::', 'geometry%1:09:00::', 'statistics%1:09:00::'],
      commonest: 7_000,
      rarest: 100_000,
      never: /correlation|coefficient|regression|sample/,
    },
    {
      asks: 'Which figure of geometry is this',
      under: ['polygon%1:25:00::', 'polyhedron%1:25:00::', 'conic_section%1:25:00::'],
      rarest: 226_000,
    },
  ),
  thingsDescribed(
    'sport-term',
    'sport',
    60,
    sport('golf', 'golf'),
    sport('baseball', 'baseball'),
    sport('American football', 'american_football'),
    sport('tennis', 'tennis'),
    sport('basketball', 'basketball'),
    sport('chess', 'chess'),
  ),
  thingsDescribed('dog-breed', 'nature', 40, {
    asks: 'Which breed of dog is this',
    under: ['dog%1:05:00::'],
    except: ['toy_dog%1:05:00::'],
    rarest: 226_000,
    only: /\bbreed|variety|terrier|spaniel|hound/,
    leastWords: 9,
  }),
];
