import { describe, expect, test } from '@jest/globals';
import { newId } from '../../../harness/ids.ts';
import type { Entry, LinkedEntry } from '../entry.ts';
import type { LogStore } from '../ports.ts';

/** A log to be tried, whichever it is. */
export interface TriedLog {
  readonly log: LogStore;
  /** Stores a match's first entry. */
  create(first: Entry): Promise<void>;
  /** The database's time in milliseconds since 1970. */
  now(): Promise<number>;
}

/** What every LogStore must do: the same tests for the simulated one and for PostgreSQL, so that one stands for the other. */
export function describeLogContract(name: string, tried: () => TriedLog): void {
  /** A new match; the returned function makes what may follow its newest known entry. */
  const match = async (): Promise<{
    first: Entry;
    after: (entry: Entry, changes?: Partial<LinkedEntry>) => LinkedEntry;
  }> => {
    const at = Math.floor(await tried().now()) - 1_000;
    const matchId = newId();
    const entry = (): Entry => ({
      matchId,
      seq: 1,
      entryId: newId(),
      actor: newId(),
      commandId: newId(),
      at,
      body: '["\\u0000"]',
    });
    const first = entry();
    await tried().create(first);
    return {
      first,
      after: (previous, changes) => ({
        ...entry(),
        seq: previous.seq + 1,
        previousEntryId: previous.entryId,
        ...changes,
      }),
    };
  };
  const unlinked = ({ previousEntryId: _previousEntryId, ...entry }: LinkedEntry): Entry => entry;
  const stored = async (matchId: string): Promise<string[]> =>
    (await tried().log.read(matchId, 1)).map(({ entryId }) => entryId);

  describe(`${name} as a log`, () => {
    test('gives back what was stored, field by field', async () => {
      const { first, after } = await match();
      const { previousEntryId, ...entry } = after(first, { body: `["ü \\\\ \\" ' {},\\r\\n"]` });

      expect(await tried().log.append({ ...entry, previousEntryId })).toBe('stored');
      expect(await tried().log.read(first.matchId, 1)).toEqual([first, entry]);
      expect(await tried().log.read(first.matchId, 2)).toEqual([entry]);
      expect(await tried().log.read(newId(), 1)).toEqual([]);
    });

    test('stores nothing behind a gap', async () => {
      const { first, after } = await match();
      const missing = after(first);

      expect(await tried().log.append(after(missing))).toBe('absent');
      expect(await stored(first.matchId)).toEqual([first.entryId]);
    });

    test('stores nothing that was decided on another entry than the one before', async () => {
      const { first, after } = await match();

      expect(await tried().log.append(after(first, { previousEntryId: newId() }))).toBe('absent');
      expect(await stored(first.matchId)).toEqual([first.entryId]);
    });

    test('gives a place once, and keeps who was first', async () => {
      const { first, after } = await match();
      const [mine, theirs] = [after(first), after(first)];

      expect(await tried().log.append(mine)).toBe('stored');
      expect(await tried().log.append(theirs)).toBe('absent');
      expect(await stored(first.matchId)).toEqual([first.entryId, mine.entryId]);
    });

    test('gives a place once to two that ask together, and tells each its own outcome', async () => {
      const { first, after } = await match();
      const both = [after(first), after(first)];
      const outcomes = await Promise.all(both.map((entry) => tried().log.append(entry)));

      expect([...outcomes].sort()).toEqual(['absent', 'stored']);
      expect(await stored(first.matchId)).toEqual([first.entryId, both[outcomes.indexOf('stored')]!.entryId]);
    });

    test('stores an actor’s command once in a match, and each actor’s own', async () => {
      const { first, after } = await match();
      const once = after(first);
      const { actor, commandId } = once;
      await tried().log.append(once);

      expect(await tried().log.append(after(once, { actor, commandId }))).toBe('absent');
      const others = after(once, { commandId });
      expect(await tried().log.append(others)).toBe('stored');
      const elsewhere = await match();
      expect(await tried().log.append(elsewhere.after(elsewhere.first, { actor, commandId }))).toBe('stored');
    });

    test('stores nothing that is more than 250 ms ahead of the database’s time', async () => {
      const { first, after } = await match();
      const now = await tried().now();

      expect(await tried().log.append(after(first, { at: Math.floor(now) + 5_000 }))).toBe('absent');
      expect(await tried().log.append(after(first, { at: Math.floor(now) + 100 }))).toBe('stored');
    });

    test('finds a row that cannot be stored among others, which are', async () => {
      const matches = await Promise.all(Array.from({ length: 5 }, () => match()));
      const outcomes = await Promise.all(
        matches.map(({ first, after }, index) =>
          tried().log.append(after(first, index === 2 ? { body: 'x'.repeat(262_145) } : {})),
        ),
      );

      expect(outcomes).toEqual(['stored', 'stored', 'bad', 'stored', 'stored']);
    });

    test('reads what is above each match’s head, in order, and nothing else', async () => {
      const [one, two, three] = [await match(), await match(), await match()];
      const second = one.after(one.first);
      const third = one.after(second);
      const newest = two.after(two.first);
      for (const entry of [second, third, newest]) await tried().log.append(entry);

      const tails = await tried().log.readTails([one.first, newest, three.first]);
      expect(tails).toEqual(
        new Map([[one.first.matchId, { holdsHead: true, entries: [second, third].map(unlinked) }]]),
      );
      expect(await tried().log.readTails([])).toEqual(new Map());
    });

    test('says so when it holds another entry in a head’s place, or none', async () => {
      const [other, shorter, empty] = [await match(), await match(), await match()];
      const [stored, lost] = [other.after(other.first), other.after(other.first)];
      const behind = other.after(stored);
      for (const entry of [stored, behind]) await tried().log.append(entry);
      const heads = [lost, shorter.after(shorter.first), { ...empty.first, matchId: newId() }];

      const tails = await tried().log.readTails(heads);
      expect(heads.map(({ matchId }) => tails.get(matchId))).toEqual([
        { holdsHead: false, entries: [unlinked(behind)] },
        { holdsHead: false, entries: [] },
        { holdsHead: false, entries: [] },
      ]);
    });

    test('keeps the newer of two snapshots', async () => {
      const matchId = newId();
      expect(await tried().log.readSnapshot(matchId)).toBeUndefined();
      const snapshot = (seq: number) => ({ seq, game: 'counting@1', format: 1, body: Buffer.from(String(seq)) });
      await tried().log.writeSnapshot(matchId, snapshot(200));
      await tried().log.writeSnapshot(matchId, snapshot(400));
      await tried().log.writeSnapshot(matchId, snapshot(200));

      expect(await tried().log.readSnapshot(matchId)).toEqual(snapshot(400));
    });
  });
}
