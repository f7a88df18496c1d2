import { expect, test } from '@jest/globals';
import { estimateWait } from './estimate.ts';

test('Who has just come will likely wait as long as half of those before did.', () => {
  expect(estimateWait([1_000, 9_000, 2_000, 3_000, 4_000], 0)).toBe(3_000);
});

test('Who has waited longer than some is compared with the others only.', () => {
  expect(estimateWait([1_000, 2_000, 3_000, 10_000, 20_000, 30_000], 5_000)).toBe(15_000);
});

test('Nothing is said of few, nor when nobody has waited as long.', () => {
  expect(estimateWait([1_000, 2_000, 3_000, 4_000], 0)).toBeUndefined();
  expect(estimateWait([1_000, 2_000, 3_000, 4_000, 5_000], 5_000)).toBeUndefined();
});
