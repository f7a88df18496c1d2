import { expect, test } from '@jest/globals';
import { Code, PlaymeshError, RefusedError } from '../../sdk/src/index.ts';
import { sentenceOf, sentenceOfRefusal } from './sentences.ts';

const SERVER = 'http://mesh:8080';
const codes = Object.values(Code).filter((code) => code !== Code.OK);

test.each(codes)('an error with code %d is one sentence, without codes and what the service had to say', (code) => {
  const sentence = sentenceOf(new PlaymeshError(code, '14 UNAVAILABLE: at Object.fn (x.ts:1)'), SERVER);
  expect(sentence).toMatch(/^[^\n]{10,56}\.$/);
  expect(sentence).not.toMatch(/UNAVAILABLE|Object|[A-Z]_[A-Z]/);
});

test('a wrong field is told by what it must be like, and a taken name by name', () => {
  const violations = [{ field: 'user.password', description: 'value length must be at least 8 characters' }];
  expect(sentenceOf(new PlaymeshError(Code.INVALID_ARGUMENT, '', { violations }), SERVER)).toContain('8 characters');
  expect(sentenceOf(new PlaymeshError(Code.ALREADY_EXISTS, '', { reason: 'USERNAME_TAKEN' }), SERVER)).toContain(
    'taken',
  );
  expect(sentenceOf(new PlaymeshError(Code.UNAVAILABLE, ''), SERVER)).toBe('http://mesh:8080 cannot be reached.');
  const limited = new PlaymeshError(Code.RESOURCE_EXHAUSTED, '', { retryAfterMs: 4_200 });
  expect(sentenceOf(limited, SERVER)).toContain('again in 5 s');
  expect(sentenceOf(new TypeError('x is not a function'), SERVER)).toBe('Something went wrong here; try again.');
});

test('a refusal is told, unless the screen tells it already', () => {
  expect(sentenceOfRefusal(new RefusedError('TOO_LATE'))).toContain('Too late');
  expect(sentenceOfRefusal(new RefusedError('SOMETHING_NEW'))).toBe('That was not accepted.');
  expect(sentenceOfRefusal(new RefusedError('ALREADY_ANSWERED'))).toBeUndefined();
});
