import { beforeAll, expect, test } from '@jest/globals';
import type { BankQuestion } from './bank.ts';
import { readShippedBanks } from './shipped.ts';

/**
 * Facts that are asked in more than one way, or follow from a rule, are worked out again from the questions themselves: the
 * right option has to be right by the others, and no wrong one may be.
 */
let questions: readonly BankQuestion[];
beforeAll(async () => {
  questions = [...(await readShippedBanks()).values()].flatMap((bank) => bank.questions);
});

interface Asked {
  readonly about: string;
  readonly right: string;
  readonly wrong: readonly string[];
}

/** The questions of a template: what stands in the pattern's first group, and the options. */
function asked(template: string, pattern: RegExp): Asked[] {
  const found = questions.filter((question) => question.template === template);
  expect(found.length).toBeGreaterThan(10);
  return found.map(({ text, options, rightChoice }) => ({
    about: (pattern.exec(text) as RegExpExecArray)[1] as string,
    right: options[rightChoice] as string,
    wrong: options.filter((_, index) => index !== rightChoice),
  }));
}

const bare = (country: string): string => country.replace(/^the /, '');
const pair = (one: string, other: string): string => [bare(one), bare(other)].sort().join(' – ');

test('no two countries are neighbours in one question and strangers in another', () => {
  const borders = asked('neighbour', /borders (.*)\?/);
  const none = asked('no-neighbour', /border (.*)\?/);
  const inland = asked('landlocked-neighbour', /neighbours of (.*) has/);
  const neighbours = new Set([
    ...borders.map(({ about, right }) => pair(about, right)),
    ...none.flatMap(({ about, wrong }) => wrong.map((option) => pair(about, option))),
    ...inland.flatMap(({ about, right, wrong }) => [right, ...wrong].map((option) => pair(about, option))),
  ]);
  const strangers = [
    ...borders.flatMap(({ about, wrong }) => wrong.map((option) => pair(about, option))),
    ...none.map(({ about, right }) => pair(about, right)),
  ];
  expect(strangers.filter((one) => neighbours.has(one))).toEqual([]);
});

test('what has no coast in one question has none in another', () => {
  const inland = asked('landlocked-neighbour', /neighbours of (.*) has/);
  const rights = new Set(inland.map(({ right }) => right));
  expect(inland.flatMap(({ wrong }) => wrong).filter((option) => rights.has(option))).toEqual([]);
});

test.each([
  ['more-people', /inhabitants than (.*)\?/],
  ['more-area', /area than (.*)\?/],
  ['further-north', /north than (.*)\?/],
])('%s: all comparisons fit one order', (template, pattern) => {
  const above = new Map<string, string[]>();
  for (const { about, right, wrong } of asked(template, pattern)) {
    for (const [more, less] of [[right, about], ...wrong.map((option) => [about, option])] as [string, string][]) {
      above.set(bare(less), [...(above.get(bare(less)) ?? []), bare(more)]);
    }
  }
  const reaches = (from: string, seen: Set<string>): Set<string> => {
    for (const next of above.get(from) ?? []) if (!seen.has(next)) reaches(next, seen.add(next));
    return seen;
  };
  expect([...above.keys()].filter((one) => reaches(one, new Set()).has(one))).toEqual([]);
});

test('a capital is the capital of the country that has it, and no wrong option has it too', () => {
  const capitals = new Map(asked('capital', /capital of (.*)\?/).map(({ about, right }) => [bare(about), right]));
  for (const { about, right, wrong } of asked('country-of-capital', /has (.*) as its capital/)) {
    expect(capitals.get(right) ?? about).toBe(about);
    expect(wrong.filter((country) => capitals.get(country) === about)).toEqual([]);
  }
});

test('one pays with a currency in the right country, and in none of the wrong ones', () => {
  const units = new Map(asked('currency', /currency of (.*)\?/).map(({ about, right }) => [bare(about), right]));
  for (const { about, right, wrong } of asked('country-of-currency', /pay with the (.*)\?/)) {
    expect(units.get(right) ?? about).toBe(about);
    expect(wrong.filter((country) => units.get(country) === about)).toEqual([]);
  }
});

test('a country became independent in one year, from one state', () => {
  const years = new Map(
    asked('independence-year', /^(In which year did .*)\?/).map(({ about, right }) => {
      const [, country, from] = /did (.*) become independent from (.*)$/.exec(about) as unknown as [
        string,
        string,
        string,
      ];
      return [country, { year: right, from }];
    }),
  );
  for (const { about, right } of asked('independent-from', /^From which state did (.*)\?/)) {
    const [, country, year] = /(.*) become independent in (\d+)/.exec(about) as unknown as [string, string, string];
    expect(years.get(country) ?? { year, from: right }).toEqual({ year, from: right });
  }
});

test('an element has one symbol, one number and one family', () => {
  const symbols = new Map(asked('symbol-of-element', /symbol of (.*)\?/).map(({ about, right }) => [about, right]));
  for (const { about, right, wrong } of asked('element-of-symbol', /symbol (.*)\?/)) {
    expect(symbols.get(right) ?? about).toBe(about);
    expect(wrong.filter((element) => symbols.get(element) === about)).toEqual([]);
  }
  const numbers = asked('element-of-number', /number (.*)\?/);
  expect(new Set(numbers.map(({ right }) => right)).size).toBe(numbers.length);
});

test('a constellation means what is named like it, and nothing else that is offered', () => {
  const meanings = new Map(
    asked('meaning-of-constellation', /constellation (.*) mean/).map(({ about, right }) => [about, right]),
  );
  for (const { about, right, wrong } of asked('constellation-of-meaning', /"(.*)"/)) {
    expect(meanings.get(right) ?? about).toBe(about);
    expect(wrong.filter((name) => meanings.get(name) === about)).toEqual([]);
  }
});

test.each([
  ['scientific-name', /scientific name (.*)\?/],
  ['constellation-of-star', /star (.*)\?/],
  ['country-of-city', /city of (.*)\?/],
  ['state-of-city', /city of (.*)\?/],
  ['language-of-extension', /ending in (.*) written/],
  ['flag', /is this: (.*)\?/],
  ['anthem', /anthem is (.*)\?/],
])('%s: nothing is asked twice with two right options', (template, pattern) => {
  const all = asked(template, pattern);
  expect(new Set(all.map(({ about }) => about)).size).toBe(all.length);
});

const PITCHES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const pitch = (note: string): number => {
  const signs = [...note.slice(1)].reduce((sum, sign) => sum + (sign === '♯' ? 1 : -1), 0);
  return ((PITCHES[note[0] as string] as number) + signs + 12) % 12;
};
const pitches = (root: string, steps: readonly number[]): string =>
  steps
    .map((step) => (pitch(root) + step) % 12)
    .sort((one, other) => one - other)
    .join();

test('the notes of a chord are those of the right one, counted in semitones, and of no other', () => {
  const steps: Readonly<Record<string, readonly number[]>> = {
    major: [0, 4, 7],
    minor: [0, 3, 7],
    diminished: [0, 3, 6],
    augmented: [0, 4, 8],
    'dominant seventh': [0, 4, 7, 10],
    'major seventh': [0, 4, 7, 11],
  };
  for (const { about, right, wrong } of asked('chord-of-notes', /notes (.*) make/)) {
    const notes = about
      .split(/, | and /)
      .map(pitch)
      .sort((one, other) => one - other)
      .join();
    const sounds = (chord: string): string =>
      pitches(chord.split(' ')[0] as string, steps[chord.slice(chord.indexOf(' ') + 1)] ?? []);
    expect(sounds(right)).toBe(notes);
    expect(wrong.filter((chord) => sounds(chord) === notes)).toEqual([]);
  }
});

test('a degree of a scale is as many semitones above its tonic as it has to be', () => {
  const heights: Readonly<Record<string, number>> = {
    mediant: 4,
    subdominant: 5,
    dominant: 7,
    submediant: 9,
    'leading note': 11,
  };
  for (const { about, right, wrong } of asked('degree-of-scale', /is the (.* of .*) major/)) {
    const [degree, tonic] = about.split(' of ') as [string, string];
    const expected = (pitch(tonic) + (heights[degree] as number)) % 12;
    expect(pitch(right)).toBe(expected);
    expect(wrong.filter((note) => pitch(note) === expected)).toEqual([]);
  }
});

test('relative keys are three semitones apart and have the same signature', () => {
  const signatures = new Map(asked('key-signature', /signature of (.*)\?/).map(({ about, right }) => [about, right]));
  for (const { about, right, wrong } of asked('relative-key', /of (.*)\?/)) {
    const [major, minor] = about.endsWith('major') ? [about, right] : [right, about];
    const tonic = (key: string): number => pitch(key.split(' ')[0] as string);
    expect((tonic(major) - tonic(minor) + 12) % 12).toBe(3);
    expect(signatures.get(right)).toBe(signatures.get(about));
    expect(wrong.filter((key) => tonic(key) === tonic(right))).toEqual([]);
  }
});
