import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SeededRandom } from './shuffle.ts';

const SEED = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

describe('SeededRandom', () => {
  test("draws the words of OpenSSL's ChaCha20 key stream, across many blocks", () => {
    const stream = createCipheriv('chacha20', Buffer.from(SEED, 'hex'), Buffer.alloc(16)).update(
      Buffer.alloc(4 * 1000),
    );
    const random = new SeededRandom(SEED);
    // Every 32-bit word is below 2^32, so none is thrown away and each draw is one word.
    for (let word = 0; word < 1000; word++) expect(random.below(0x1_0000_0000)).toBe(stream.readUInt32LE(word * 4));
  });

  test('throws away words that would make small numbers more likely', () => {
    const bound = 0xc000_0000;
    const words = new SeededRandom(SEED);
    const fair = Array.from({ length: 100 }, () => words.below(0x1_0000_0000)).filter((word) => word < bound);
    expect(fair.length).toBeLessThan(100);
    const random = new SeededRandom(SEED);
    expect(fair.map(() => random.below(bound))).toEqual(fair);
  });

  test('the same seed gives the same order, another seed another one', () => {
    const items = Array.from({ length: 30 }, (_, index) => index);
    const order = new SeededRandom(SEED).shuffled(items);
    expect(new SeededRandom(SEED).shuffled(items)).toEqual(order);
    expect(new SeededRandom(SEED.replace('00', '01')).shuffled(items)).not.toEqual(order);
    expect(order.toSorted((a, b) => a - b)).toEqual(items);
  });

  test('every order of three is about equally frequent', () => {
    const random = new SeededRandom(SEED);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const order = random.shuffled([0, 1, 2]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1,000 expected, standard deviation 29; the seed is fixed, so this cannot flicker.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  test.each(['', 'abc', SEED.slice(2), `${SEED}00`, SEED.replace('0', 'x')])('refuses the seed %j', (seed) => {
    expect(() => new SeededRandom(seed)).toThrow('32 bytes in hex');
  });
});
