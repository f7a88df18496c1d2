import { describe, expect, test } from '@jest/globals';
import { firstProfile, tidyDisplayName, unknownPaths, updateProfile } from './profile.ts';

const profile = { displayName: 'Ann', areaCode: 212, locale: 'en' };
const empty = { displayName: '', areaCode: 0, locale: '' };

test('tidyDisplayName composes letters and takes the space around away', () => {
  expect(tidyDisplayName('  Ame\u0301lie ')).toBe('Am\u00e9lie');
});

test.each([
  ['nothing', undefined, { displayName: 'ann', areaCode: 0, locale: '' }],
  ['a blank name', { displayName: '  ', areaCode: 300 }, { displayName: 'ann', areaCode: 300, locale: '' }],
  ['everything', profile, profile],
])('firstProfile fills in what %s leaves out', (_, wanted, first) => {
  expect(firstProfile(wanted, 'ann')).toEqual(first);
});

describe('updateProfile', () => {
  test('without a mask takes what is not empty', () => {
    expect(updateProfile(profile, { ...empty, locale: 'de' }, undefined)).toEqual({ ...profile, locale: 'de' });
  });

  test('with a mask takes what it names, and nothing else', () => {
    const wanted = { displayName: 'Bob', areaCode: 300, locale: 'de' };
    expect(updateProfile(profile, wanted, ['area_code'])).toEqual({ ...profile, areaCode: 300 });
    expect(updateProfile(profile, wanted, [])).toEqual(profile);
  });

  test('empties area and locale where the mask names them, but never the display name', () => {
    const all = ['display_name', 'area_code', 'locale'];
    expect(updateProfile(profile, { ...empty, displayName: ' ' }, all)).toEqual({ ...empty, displayName: 'Ann' });
  });
});

test('unknownPaths finds names that are no fields, those of objects in general included', () => {
  expect(unknownPaths(['display_name', 'displayName', 'constructor', 'user_id', ''])).toEqual([
    'displayName',
    'constructor',
    'user_id',
    '',
  ]);
});
