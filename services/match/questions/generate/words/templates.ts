import type { Template } from '../template.ts';
import { callings } from './callings.ts';
import type { Words } from './described.ts';
import { goods } from './goods.ts';
import { learning } from './learning.ts';
import { places } from './places.ts';
import { sorts } from './sorts.ts';
import { stories } from './stories.ts';

/** What is asked about words, people, places and things. */
export const wordTemplates: readonly Template<Words>[] = [
  ...callings,
  ...places,
  ...stories,
  ...goods,
  ...learning,
  ...sorts,
];
