import { beforeAll, describe, expect, test } from '@jest/globals';
import { PasswordHasher } from './password-hasher.ts';

describe('PasswordHasher', () => {
  let hasher: PasswordHasher;
  beforeAll(async () => {
    hasher = await PasswordHasher.create();
  });

  test('knows a password again, and no other', async () => {
    const hash = await hasher.hash('correct horse');
    expect(await hasher.verify(hash, 'correct horse')).toBe(true);
    expect(await hasher.verify(hash, 'correct horsf')).toBe(false);
  });

  test('salts each hash', async () => {
    expect(await hasher.hash('correct horse')).not.toBe(await hasher.hash('correct horse'));
  });

  test('says no without a hash, after the same work', async () => {
    const hash = await hasher.hash('correct horse');
    const workOf = async (kept: string | undefined) => {
      const before = process.cpuUsage().user;
      expect(await hasher.verify(kept, 'wrong')).toBe(false);
      return process.cpuUsage().user - before;
    };
    let [known, unknown] = [0, 0];
    for (let round = 0; round < 5; round++) {
      known += await workOf(hash);
      unknown += await workOf(undefined);
    }
    expect(unknown).toBeGreaterThan(known / 2); // of the processor, so that a busy machine makes no difference
  });

  test('works on two at a time, lets 64 wait, and tells the others to come back', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 70 }, () => hasher.verify(undefined, 'x')));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(4);
    expect(refused[0]!.reason).toMatchObject({ reason: 'OVERLOADED', options: { retryAfterMs: 1_000 } });
    expect(await hasher.verify(undefined, 'x')).toBe(false); // and goes on when it has caught up
  });
});
