import { expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { Budget, REFUSALS, TALK } from './budget.ts';
import { SimulatedTime } from './simulation/time.ts';

const takeAll = (budget: Budget, actor: string): number => {
  let taken = 0;
  while (budget.take(actor)) taken += 1;
  return taken;
};

test('An actor has twenty refusals at once and ten a second from then on.', async () => {
  const time = new SimulatedTime();
  const budget = new Budget(REFUSALS, time.clock());

  expect(takeAll(budget, 'alice')).toBe(20);
  await time.advance(500);
  expect(takeAll(budget, 'alice')).toBe(5);
  await time.advance(60_000);
  expect(takeAll(budget, 'alice')).toBe(20);
});

test('An actor may speak five times at once and every two seconds from then on.', async () => {
  const time = new SimulatedTime();
  const budget = new Budget(TALK, time.clock());

  expect(takeAll(budget, 'alice')).toBe(5);
  await time.advance(1_999);
  expect(takeAll(budget, 'alice')).toBe(0);
  await time.advance(1);
  expect(takeAll(budget, 'alice')).toBe(1);
});

test('What one actor takes costs another nothing.', () => {
  const budget = new Budget(REFUSALS, new SimulatedTime().clock());
  takeAll(budget, 'alice');

  expect(takeAll(budget, 'bob')).toBe(20);
});

test('Whoever has not taken anything for a while takes no memory.', async () => {
  const time = new SimulatedTime();
  const budget = new Budget(REFUSALS, time.clock());
  for (let count = 0; count < 5_000; count += 1) budget.take(newId());
  await time.advance(5_000);
  budget.take('alice');

  expect(budget.size).toBe(1);
});
