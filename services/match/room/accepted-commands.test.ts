import { expect, test } from '@jest/globals';
import { AcceptedCommands } from './accepted-commands.ts';

test('a command is known by its actor and its id together', () => {
  const accepted = new AcceptedCommands();
  accepted.add('ann', 'x', 3);
  accepted.add('bob', 'x', 4);
  accepted.add('ann', 'y', 5);
  expect(accepted.seqOf('ann', 'x')).toBe(3);
  expect(accepted.seqOf('bob', 'x')).toBe(4);
  expect(accepted.seqOf('bob', 'y')).toBeUndefined();
  expect(accepted.seqOf('cid', 'x')).toBeUndefined();
});

test('what was stored is known again', () => {
  const accepted = new AcceptedCommands();
  accepted.add('ann', 'x', 3);
  accepted.add('bob', 'x', 4);
  const stored = JSON.parse(JSON.stringify(accepted.entries())) as ReturnType<typeof accepted.entries>;
  expect(new AcceptedCommands(stored).entries()).toEqual(accepted.entries());
});
