import { describe, expect, test } from '@jest/globals';
import type { GoRuleset } from './go-record.ts';
import { rulesetOfSgf, rulesetToSgf } from './sgf-ruleset.ts';

describe('rulesets', () => {
  test.each<[GoRuleset, string]>([
    ['japanese', 'Japanese'],
    ['chinese', 'Chinese'],
    ['aga', 'AGA'],
    ['korean', 'Korean'],
    ['new_zealand', 'NZ'],
  ])('%s is written %s, and read back', (ruleset, name) => {
    expect(rulesetToSgf(ruleset)).toBe(name);
    expect(rulesetOfSgf(name)).toBe(ruleset);
  });

  test.each([
    ['Japanese Rules', 'japanese'],
    ['chinese', 'chinese'],
    ['New Zealand', 'new_zealand'],
    ['new_zealand', 'new_zealand'],
    ['jp', 'japanese'],
    ['中国规则', undefined],
    ['Old Chinese', undefined],
    ['GOE', undefined],
    ['Tromp/Taylor', undefined],
    ['', undefined],
  ])('%s is read as %s', (name, ruleset) => {
    expect(rulesetOfSgf(name)).toBe(ruleset);
  });
});
