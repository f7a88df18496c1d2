import { describe, expect, test } from '@jest/globals';
import { retryMs, writeLetter } from './mail.ts';

describe('a letter', () => {
  test('shows the token where there is no link', () => {
    expect(writeLetter('verify_email', 'ann', 'T0ken', '')).toEqual({
      subject: 'Confirm your e-mail address',
      text: `Hello ann,

to confirm that this e-mail address is yours, enter this code where you were asked for it:

T0ken

It works once, within 24 hours. If you have no account with us, ignore this mail.
`,
    });
  });

  test('has the token in the link, and what it is for', () => {
    const link = 'https://example.org/{purpose}?token={token}&again={token}';
    const { subject, text } = writeLetter('reset_password', 'ann', 'T0ken', link);
    expect(subject).toBe('Set a new password');
    expect(text).toContain(
      'open this link:\n\nhttps://example.org/reset-password?token=T0ken&again=T0ken\n\nIt works once, within one hour.',
    );
  });
});

test('a mail that could not be sent is tried again after 2 s, then less and less often, but each minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1_000].map(retryMs)).toEqual([
    2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ]);
});
