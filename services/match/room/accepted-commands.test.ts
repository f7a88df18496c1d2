import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../harness/ids.ts';
import { AcceptedCommands, type AcceptedEntries } from './accepted-commands.ts';

const [ANN, BOB, CID] = [newId(), newId(), newId()];
const [X, Y] = [newId(), newId()];

test('a command is known by its actor and its id together', () => {
  const accepted = new AcceptedCommands();
  accepted.add(ANN, X, 3);
  accepted.add(BOB, X, 4);
  accepted.add(ANN, Y, 5);
  expect(accepted.seqOf(ANN, X)).toBe(3);
  expect(accepted.seqOf(BOB, X)).toBe(4);
  expect(accepted.seqOf(ANN, Y)).toBe(5);
  expect(accepted.seqOf(BOB, Y)).toBeUndefined();
  expect(accepted.seqOf(CID, X)).toBeUndefined();
});

test('what was stored is known again', () => {
  const accepted = new AcceptedCommands();
  for (let seq = 1; seq < 500; seq += 1) accepted.add(seq % 3 ? ANN : BOB, newId(), seq);
  const stored = JSON.parse(JSON.stringify(accepted.entries())) as AcceptedEntries;
  expect(new AcceptedCommands(stored).entries()).toEqual(accepted.entries());
  expect(stored.flatMap(([, commands]) => commands)).toHaveLength(499);
});

test('any ids, alike or not, are kept apart, however many they are', () => {
  const hex = fc.integer({ min: 0, max: 2 }).map((value) => value.toString(16).padStart(8, '0'));
  const id = fc
    .tuple(hex, hex, hex, hex)
    .map((words) => words.join(''))
    .map((text) =>
      [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-'),
    );
  const command = fc.tuple(fc.constantFrom(ANN, BOB, CID), id, fc.integer({ min: 1, max: 2 ** 31 - 1 }));
  fc.assert(
    fc.property(fc.array(command, { maxLength: 200 }), fc.array(command), (commands, others) => {
      const accepted = new AcceptedCommands();
      const model = new Map<string, number>();
      for (const [actor, commandId, seq] of commands) {
        accepted.add(actor, commandId, seq);
        model.set(actor + commandId, seq);
      }
      for (const [actor, commandId] of [...commands, ...others])
        expect(accepted.seqOf(actor, commandId)).toBe(model.get(actor + commandId));
      expect(accepted.entries().flatMap(([, known]) => known)).toHaveLength(model.size);
    }),
  );
});
