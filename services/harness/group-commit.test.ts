import { describe, expect, test } from '@jest/globals';
import { GroupCommit, QueueFullError, type GroupCommitOptions } from './group-commit.ts';

interface Statement {
  readonly batch: readonly string[];
  resolve(stored?: readonly string[]): void;
  reject(cause: unknown): void;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A group commit of strings, whose statements the test answers. */
function gathered(options: Partial<GroupCommitOptions<string, string>> = {}) {
  const statements: Statement[] = [];
  const commit = new GroupCommit<string, string>({
    write: (batch) =>
      new Promise((resolve, reject) => {
        const answer = (stored: readonly string[] = batch): void =>
          resolve(new Map(batch.flatMap((row, index) => (stored.includes(row) ? [[index, row] as const] : []))));
        statements.push({ batch, resolve: answer, reject });
      }),
    bytes: (row) => row.length,
    compare: (a, b) => (a < b ? -1 : 1),
    classify: (cause) => cause as 'row' | 'retry' | 'unknown',
    maxRows: 4,
    maxBytes: 100,
    maxInFlight: 2,
    maxWaiting: 10,
    ...options,
  });
  return { commit, statements };
}

describe('GroupCommit', () => {
  test('writes a lone row at once, and what comes in one turn in one statement', async () => {
    const { commit, statements } = gathered();
    void commit.add('a');
    void commit.add('b');
    await turn();

    expect(statements.map(({ batch }) => batch)).toEqual([['a', 'b']]);
  });

  test('gathers while two statements are in flight', async () => {
    const { commit, statements } = gathered();
    for (const row of ['a', 'b', 'c', 'd']) {
      void commit.add(row);
      await turn();
    }
    expect(statements.map(({ batch }) => batch)).toEqual([['a'], ['b']]);
    statements[0]!.resolve();
    await turn();

    expect(statements[2]!.batch).toEqual(['c', 'd']);
  });

  test('bounds a statement in rows and in bytes, but for one row that is bigger alone', async () => {
    const rows = gathered();
    for (const row of 'abcdef') void rows.commit.add(row);
    await turn();
    expect(rows.statements.map(({ batch }) => batch.length)).toEqual([4, 2]);

    const bytes = gathered();
    for (const row of ['x'.repeat(150), 'y'.repeat(60), 'z'.repeat(60)]) void bytes.commit.add(row);
    await turn();
    expect(bytes.statements.map(({ batch }) => batch.length)).toEqual([1, 1]);
  });

  test('sorts each statement, so that two writers lock in one order', async () => {
    const { commit, statements } = gathered();
    for (const row of ['d', 'b', 'c', 'a']) void commit.add(row);
    await turn();

    expect(statements[0]!.batch).toEqual(['a', 'b', 'c', 'd']);
  });

  test('tells each row its own outcome', async () => {
    const { commit, statements } = gathered();
    const outcomes = Promise.all(['b', 'a'].map((row) => commit.add(row)));
    await turn();
    statements[0]!.resolve(['a']);

    expect(await outcomes).toEqual([{ kind: 'absent' }, { kind: 'stored', stored: 'a' }]);
  });

  test('finds the row that spoils a statement, and stores the others', async () => {
    const { commit, statements } = gathered();
    const outcomes = Promise.all(['a', 'b', 'c'].map((row) => commit.add(row)));
    await turn();
    statements[0]!.reject('row');
    for (let tried = 1; tried <= 3; tried += 1) {
      await turn();
      const [row] = statements[tried]!.batch;
      if (row === 'b') statements[tried]!.reject('row');
      else statements[tried]!.resolve();
    }

    expect((await outcomes).map(({ kind }) => kind)).toEqual(['stored', 'bad', 'stored']);
  });

  test('does not try row by row what went away meanwhile', async () => {
    const { commit, statements } = gathered();
    const outcomes = Promise.all(['a', 'b', 'c'].map((row) => commit.add(row)));
    await turn();
    statements[0]!.reject('row');
    await turn();
    statements[1]!.reject('unknown');

    expect((await outcomes).map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(statements).toHaveLength(2);
  });

  test('writes again what was rolled back whole, and gives up after five times', async () => {
    const { commit, statements } = gathered();
    const stored = commit.add('a');
    await turn();
    statements[0]!.reject('retry');
    await turn();
    statements[1]!.resolve();
    expect((await stored).kind).toBe('stored');

    const unlucky = commit.add('b');
    for (let tried = 2; tried < 7; tried += 1) {
      await turn();
      statements[tried]!.reject('retry');
    }
    expect((await unlucky).kind).toBe('unknown');
    expect(statements).toHaveLength(7);
  });

  test('never resends what has an unknown outcome', async () => {
    const { commit, statements } = gathered();
    const outcome = commit.add('a');
    await turn();
    statements[0]!.reject('unknown');

    expect(await outcome).toEqual({ kind: 'unknown', cause: 'unknown' });
    await turn();
    expect(statements).toHaveLength(1);
  });

  test('turns away what does not fit in the queue', async () => {
    const { commit, statements } = gathered({ maxWaiting: 2 });
    const rows = [commit.add('a'), commit.add('b')];
    expect(() => commit.add('c')).toThrow(QueueFullError);
    await turn();
    statements[0]!.resolve();
    await Promise.all(rows);
    rows.push(commit.add('d'));
    await turn();
    statements[1]!.resolve();

    expect((await rows[2]!).kind).toBe('stored');
  });

  test('is flushed when nothing waits and nothing is in flight', async () => {
    const { commit, statements } = gathered({ maxRows: 1, maxInFlight: 1 });
    await commit.flush();
    void commit.add('a');
    void commit.add('b');
    let flushed = false;
    const flush = commit.flush().then(() => (flushed = true));
    await turn();
    statements[0]!.resolve();
    await turn();
    expect(flushed).toBe(false);
    statements[1]!.resolve();
    await flush;
  });
});
