import { expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { RefusalBudget } from './refusal-budget.ts';
import { SimulatedTime } from './simulation/time.ts';

const takeAll = (budget: RefusalBudget, actor: string): number => {
  let taken = 0;
  while (budget.take(actor)) taken += 1;
  return taken;
};

test('An actor has twenty refusals at once and ten a second from then on.', async () => {
  const time = new SimulatedTime();
  const budget = new RefusalBudget(time.clock());

  expect(takeAll(budget, 'alice')).toBe(20);
  await time.advance(500);
  expect(takeAll(budget, 'alice')).toBe(5);
  await time.advance(60_000);
  expect(takeAll(budget, 'alice')).toBe(20);
});

test('One actor’s refusals cost another nothing.', () => {
  const budget = new RefusalBudget(new SimulatedTime().clock());
  takeAll(budget, 'alice');

  expect(takeAll(budget, 'bob')).toBe(20);
});

test('Whoever has not been refused for a while takes no memory.', async () => {
  const time = new SimulatedTime();
  const budget = new RefusalBudget(time.clock());
  for (let count = 0; count < 5_000; count += 1) budget.take(newId());
  await time.advance(5_000);
  budget.take('alice');

  expect(budget.size).toBe(1);
});
