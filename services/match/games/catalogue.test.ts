import { expect, test } from '@jest/globals';
import { isGo } from '../../stats/tally/go-rank.ts';
import { benchModes, modes, ratedAs } from './catalogue.ts';
import { go } from './go/go.ts';

test.each([...modes, ...benchModes])('the stats service knows by its name whether $name is rated as Go', (mode) => {
  expect(isGo(ratedAs(mode))).toBe(mode.game === go);
});
