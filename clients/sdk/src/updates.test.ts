import { expect, test } from '@jest/globals';
import { Updates } from './updates.ts';

async function collect(iterable: AsyncIterable<number>): Promise<(number | string)[]> {
  const seen: (number | string)[] = [];
  try {
    for await (const item of iterable) seen.push(item);
  } catch (error) {
    seen.push((error as Error).message);
  }
  return seen;
}

test('readers and listeners get the same, in order', async () => {
  const updates = new Updates<number>();
  const heard: number[] = [];
  updates.subscribe((update) => heard.push(update));
  const [slow, waiting] = [updates.read([0]), collect(updates.read([]))];
  for (const update of [1, 2, 3]) updates.emit(update);
  updates.end(undefined);
  expect(heard).toEqual([1, 2, 3]);
  expect(await waiting).toEqual([1, 2, 3]);
  expect(await collect(slow)).toEqual([0, 1, 2, 3]);
  expect(await collect(updates.read([9]))).toEqual([9]);
});

test('an end with an error reaches readers after what came before it', async () => {
  const updates = new Updates<number>();
  const reading = collect(updates.read([]));
  updates.emit(1);
  updates.end(new Error('lost'));
  expect(await reading).toEqual([1, 'lost']);
});

test('a reader that does not read is given up, and nobody else', async () => {
  const updates = new Updates<number>();
  const idle = updates.read([]);
  let heard = 0;
  updates.subscribe(() => (heard += 1));
  for (let update = 0; update < 5_000; update += 1) updates.emit(update);
  const seen = await collect(idle);
  expect(seen).toHaveLength(4_097);
  expect(seen.at(-1)).toBe('Updates were not read in time.');
  expect(heard).toBe(5_000);
});

test('who stops listening or reading gets nothing more', async () => {
  const updates = new Updates<number>();
  const heard: number[] = [];
  const stop = updates.subscribe((update) => heard.push(update));
  const reader = updates.read([]);
  updates.emit(1);
  stop();
  await reader.return!();
  updates.emit(2);
  expect(heard).toEqual([1]);
  expect(await reader.next()).toEqual({ done: true, value: undefined });
});
