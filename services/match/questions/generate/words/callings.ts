import type { Template } from '../template.ts';
import type { Words } from './described.ts';
import { peopleDescribed } from './people.ts';

/** Who is asked for by what they did. */
export const callings: readonly Template<Words>[] = [
  peopleDescribed('composer', 'music', 60, 'composer'),
  peopleDescribed('writer', 'arts', 160, 'writer'),
  peopleDescribed('artist', 'arts', 80, 'painter', 'sculptor', 'architect'),
  peopleDescribed('performer', 'arts', 120, 'actor', 'dancer', 'film_maker'),
  peopleDescribed('musician', 'music', 70, 'singer', 'instrumentalist', 'conductor', 'songwriter'),
  peopleDescribed('scientist', 'science', 170, 'scientist', 'mathematician'),
  peopleDescribed('inventor', 'technology', 50, 'inventor', 'engineer', 'industrialist'),
  peopleDescribed('explorer', 'history', 40, 'explorer', 'navigator'),
  peopleDescribed('ruler', 'history', 60, 'sovereign'),
  peopleDescribed('leader', 'history', 130, 'statesman', 'general', 'politician'),
  peopleDescribed('philosopher', 'history', 50, 'philosopher', 'economist'),
  peopleDescribed('athlete', 'sport', 40, 'athlete'),
];
