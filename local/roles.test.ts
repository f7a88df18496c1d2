import { expect, test } from '@jest/globals';
import { databaseUrl, scramVerifier, serviceUrl } from './roles.ts';

test.each([
  ['postgres://a:b@host:5432/old', 'postgres://a:b@host:5432/new'],
  ['postgres://a:b@host', 'postgres://a:b@host/new'],
  ['postgresql://host/old?sslmode=require', 'postgresql://host/new?sslmode=require'],
  ['postgres://a:b@/old?host=%2Ftmp%2Fx', 'postgres://a:b@/new?host=%2Ftmp%2Fx'],
])('another database of %s', (url, expected) => {
  expect(databaseUrl(url, 'new')).toBe(expected);
});

test.each([
  ['postgres://admin:secret@host:5432/old', 'postgres://playmesh_match:p%40ss@host:5432/db'],
  ['postgres://host/old', 'postgres://playmesh_match:p%40ss@host/db'],
  ['postgres://admin:secret@/old?host=%2Ftmp', 'postgres://playmesh_match:p%40ss@/db?host=%2Ftmp'],
])("a service's own way to %s never shows the admin's password", (url, expected) => {
  expect(serviceUrl(url, 'db', 'match', 'p@ss')).toBe(expected);
});

/** Made by PostgreSQL 18.6 itself. */
const fromServer =
  'SCRAM-SHA-256$4096:uLDi97pGsmG7jO8bFv7/rw==$KwjrQHbDmrVrYCL2YqfTD9s5K9VqEnB8e33RTp2RgKw=:G5a3lgzVhAdyNi9fYmcpiZfvgfQm2jlT5orr5C/j0x4=';

test('the SCRAM verifier is the one PostgreSQL makes of the same password, salt and iterations', () => {
  const [, salt = ''] = /\$4096:([^$]+)\$/.exec(fromServer) ?? [];
  expect(scramVerifier('correct horse', Buffer.from(salt, 'base64'))).toBe(fromServer);
});
