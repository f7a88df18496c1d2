import { describe, expect, test } from '@jest/globals';
import { boundPorts, readOptions } from './options.ts';

describe('options', () => {
  test('have defaults below the ephemeral ports, all different', () => {
    const ports = [...boundPorts(readOptions({})).values()];
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });

  test('move one port alone', () => {
    expect(readOptions({ EDGE_PORT: '9000' }).ports).toEqual({ ...readOptions({}).ports, edge: 9000 });
  });

  test('move every port by the offset, so that two checkouts share none', () => {
    const first = boundPorts(readOptions({}));
    const second = boundPorts(readOptions({ PORT_OFFSET: '100' }));
    expect([...second.values()]).toEqual([...first.values()].map((port) => port + 100));
    expect([...second.values()].filter((port) => [...first.values()].includes(port))).toEqual([]);
  });

  test('place every replica, and the stores behind the last one', () => {
    const options = readOptions({ MATCH_REPLICAS: '5' });
    expect(boundPorts(options).get('match-4 (HTTP)')).toBe(8171);
    expect([...boundPorts(options).values()]).not.toContain(options.ports.postgres);
  });

  test('may be more for a command that knows more, and are refused in its name', () => {
    expect(readOptions({ MAKEFLAGS: ' -- SERVER=x EDGE_PORT=1' }, ['SERVER']).ports.edge).toBe(8080);
    expect(() => readOptions({ MAKEFLAGS: ' -- SEVER=x' }, ['SERVER'])).toThrow(
      'SEVER is not a variable of this command',
    );
  });

  test('hand a mail server on to the service that sends mails, with whom they come from', () => {
    const given = { SMTP_URL: 'smtps://me:secret@mail.example.org', MAIL_FROM: 'Games <games@example.org>' };
    expect(readOptions(given).environment).toEqual({
      user: { PLAYMESH_SMTP_URL: given.SMTP_URL, PLAYMESH_MAIL_FROM: given.MAIL_FROM },
    });
    expect(readOptions({}).environment).toEqual({});
    expect(() => readOptions({ SMTP_URL: given.SMTP_URL })).toThrow('MAIL_FROM must be set where SMTP_URL is.');
    expect(() => readOptions({ SMTP_URL: 'secret' })).toThrow(/^SMTP_URL must begin with smtp:\/\/ or smtps:\/\/\.$/);
  });

  test.each([
    [{ EDGE_PORT: 'http' }, 'EDGE_PORT must be a whole number from 1 to 65535, not "http".'],
    [{ EDGE_PORT: '99999' }, 'EDGE_PORT must be a whole number from 1 to 65535, not "99999".'],
    [{ MATCH_REPLICAS: '0' }, 'MATCH_REPLICAS must be a whole number from 1 to 32, not "0".'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ EDGE_PORT: '8081' }, 'Port 8081 is wanted by edge and mesh both.'],
    [{ PLAYMESH_EDGE: '1' }, 'PLAYMESH_EDGE is not a variable of make run'],
    [{ MAKEFLAGS: ' -- EDGE_PROT=9000' }, 'EDGE_PROT is not a variable of make run'],
    [{ MAKEFLAGS: 'w --jobserver-auth=3,4 -- EDGE_PORT=1 FOO=2' }, 'FOO is not a variable of make run'],
  ])('refuse %j in a sentence', (environment, sentence) => {
    expect(() => readOptions(environment)).toThrow(sentence);
  });

  test('never repeat the URL they refuse, which may hold a password', () => {
    expect(() => readOptions({ DATABASE_URL: 'mysql://me:secret@host/db' })).toThrow(
      /^DATABASE_URL must begin with postgres:\/\/ or postgresql:\/\/\.$/,
    );
    expect(() => readOptions({ REDIS_URL: 'http://:secret@host' })).toThrow(/^(?!.*secret)/);
  });

  test("let make's own flags pass", () => {
    expect(readOptions({ MAKEFLAGS: 'ks --jobserver-auth=3,4 -- EDGE_PORT=9000', EDGE_PORT: '9000' }).ports.edge).toBe(
      9000,
    );
  });
});
