import { beforeAll, describe, expect, test } from '@jest/globals';
import { folded } from './bank.ts';
import type { BankQuestion } from './bank.ts';
import { readShippedBanks, readShippedQuestions } from './shipped.ts';

let generated: readonly BankQuestion[];
beforeAll(async () => {
  const banks = await readShippedBanks();
  generated = [...banks].flatMap(([name, { questions }]) => (name === 'general.json' ? [] : questions));
});

function groupsBy(key: (question: BankQuestion) => string | number | undefined): ReadonlyMap<unknown, BankQuestion[]> {
  return Map.groupBy(generated, key);
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[a-z\d]{4,}/g) ?? [];
}

describe('the questions that were generated', () => {
  test('are at least 3,000, of five categories and twelve templates', () => {
    expect(generated.length).toBeGreaterThanOrEqual(3_000);
    expect(groupsBy(({ category }) => category).size).toBeGreaterThanOrEqual(5);
    expect(groupsBy(({ template }) => template).size).toBeGreaterThanOrEqual(12);
  });

  test('come from no template by more than a fifth', () => {
    const largest = Math.max(...[...groupsBy(({ template }) => template).values()].map(({ length }) => length));
    expect(largest / generated.length).toBeLessThanOrEqual(0.2);
  });

  test('have a template each, which their ids begin with', () => {
    expect(generated.filter(({ id, template }) => template === undefined || !id.startsWith(`${template}-`))).toEqual(
      [],
    );
  });

  test('have ids and texts that no other question of the service has', async () => {
    const all = await readShippedQuestions();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ text }) => folded(text))).size).toBe(all.length);
  });

  test('have three or four different options', () => {
    const wrong = generated.filter(
      ({ options }) => options.length < 3 || options.length > 4 || new Set(options.map(folded)).size !== options.length,
    );
    expect(wrong).toEqual([]);
  });

  test('read as a question, or as something to be done', () => {
    expect(generated.filter(({ text }) => !/^\p{Lu}.*[^ ]\?$|^Name the .*\.$/u.test(text))).toEqual([]);
  });

  test('do not say the right option, unless they say the others too', () => {
    const told = generated.filter(({ text, options, rightChoice }) => {
      const said = wordsOf(text);
      const others = options.filter((_, index) => index !== rightChoice).flatMap(wordsOf);
      return wordsOf(options[rightChoice] as string).some((word) => said.includes(word) && !others.includes(word));
    });
    expect(told.map(({ text, options, rightChoice }) => `${text} ${options[rightChoice]}`)).toEqual([]);
  });

  test('have each difficulty, and none more than a third', () => {
    const shares = [1, 2, 3, 4, 5].map((step) => generated.filter(({ difficulty }) => difficulty === step).length);
    expect(Math.min(...shares)).toBeGreaterThan(generated.length * 0.05);
    expect(Math.max(...shares)).toBeLessThan(generated.length / 3);
  });

  test('are in English', () => {
    expect(generated.filter(({ locale }) => locale !== 'en')).toEqual([]);
  });

  // The bounds are what chance exceeds once in a thousand times, with two and three degrees of freedom; nothing is drawn here.
  test.each([
    [3, 13.82],
    [4, 16.27],
  ])('have the right one of %i options as often at each place', (count, bound) => {
    const asked = generated.filter(({ options }) => options.length === count);
    const expected = asked.length / count;
    const places = Array.from({ length: count }, (_, place) => asked.filter((one) => one.rightChoice === place).length);
    const chiSquared = places.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(bound);
  });

  test('come in files that say where they are from and what one may do with them', async () => {
    const banks = [...(await readShippedBanks()).values()];
    expect(banks.filter(({ source, licence }) => source.length < 10 || licence.length < 10)).toEqual([]);
    expect(banks.filter(({ licence }) => /share.?alike|ODbL|BY-SA|NonCommercial/i.test(licence))).toEqual([]);
  });
});
