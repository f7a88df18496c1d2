import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../harness/config.ts';
import { mailServer, variables } from './config.ts';

const environment = {
  DATABASE_URL: 'postgres://role:secret@127.0.0.1/playmesh',
  REDIS_URL: 'redis://127.0.0.1:6379/0',
  PLAYMESH_GRPC_PORT: '8110',
  PLAYMESH_HTTP_PORT: '8111',
  PLAYMESH_MESH_ADDRESS: '127.0.0.1:8081',
  PLAYMESH_SERVICE_TOKEN: 'x'.repeat(32),
  PLAYMESH_KEY_SECRET: 'x'.repeat(32),
};

describe('the configuration of the user service', () => {
  test('has defaults for limits and rotation', () => {
    expect(readConfig(variables, environment)).toMatchObject({
      PLAYMESH_KEY_ROTATION_DAYS: 30,
      PLAYMESH_REGISTRATION_LIMIT: { perMinute: 60, burst: 100 },
    });
  });

  test('reads a limit as per minute and burst', () => {
    expect(readConfig(variables, { ...environment, PLAYMESH_GUEST_LIMIT: '5/10' }).PLAYMESH_GUEST_LIMIT).toEqual({
      perMinute: 5,
      burst: 10,
    });
  });

  test.each(['60', '0/5', '5/0', '-1/5', 'many/more', '5/5/5'])('refuses the limit %s', (PLAYMESH_GUEST_LIMIT) => {
    expect(() => readConfig(variables, { ...environment, PLAYMESH_GUEST_LIMIT })).toThrow(
      'PLAYMESH_GUEST_LIMIT is not valid: must be <per minute>/<burst>, such as 60/100.',
    );
  });

  test('refuses a short key secret without repeating it', () => {
    const read = () => readConfig(variables, { ...environment, PLAYMESH_KEY_SECRET: 'hunter2' });
    expect(read).toThrow(/^PLAYMESH_KEY_SECRET is not valid: must have at least 32 characters\.$/);
  });

  test('reads a limit of mailboxes as per hour and burst', () => {
    expect(readConfig(variables, { ...environment, PLAYMESH_MAILBOX_LIMIT: '30/5' }).PLAYMESH_MAILBOX_LIMIT).toEqual({
      perMinute: 0.5,
      burst: 5,
    });
    expect(() => readConfig(variables, { ...environment, PLAYMESH_MAILBOX_LIMIT: '0.5/5' })).toThrow(
      'PLAYMESH_MAILBOX_LIMIT is not valid: must be <per hour>/<burst>, such as 3/5.',
    );
  });

  describe('of mails', () => {
    const read = (more: Readonly<Record<string, string>>) => readConfig(variables, { ...environment, ...more });
    const url = 'smtps://games:secret@smtp.example.org';

    test('needs a sender where there is a server, and neither without one', () => {
      expect(mailServer(read({}))).toBeUndefined();
      expect(mailServer(read({ PLAYMESH_SMTP_URL: '', PLAYMESH_MAIL_FROM: 'a@example.org' }))).toBeUndefined();
      expect(() => mailServer(read({ PLAYMESH_SMTP_URL: url }))).toThrow(
        'PLAYMESH_MAIL_FROM must be set where PLAYMESH_SMTP_URL is.',
      );
      for (const from of ['games@example.org', 'My Games <games@example.org>']) {
        expect(mailServer(read({ PLAYMESH_SMTP_URL: url, PLAYMESH_MAIL_FROM: from }))).toEqual({ url, from });
      }
    });

    test.each([
      ['PLAYMESH_SMTP_URL', 'http://smtp.example.org', 'must begin with smtp:// or smtps://'],
      ['PLAYMESH_MAIL_FROM', 'games', 'must be an address, or Name <address>'],
      [
        'PLAYMESH_MAIL_FROM',
        'Games\r\nBcc: x@example.org <games@example.org>',
        'must be an address, or Name <address>',
      ],
      ['PLAYMESH_MAIL_LINK', 'example.org?token={token}', 'must be a URL'],
      ['PLAYMESH_MAIL_LINK', 'https://example.org/verify', 'must have {token} in it'],
    ])('refuses %s=%j', (name, value, why) => {
      expect(() => read({ [name]: value })).toThrow(`${name} is not valid: ${why}.`);
    });

    test('takes a link to a page or to an app', () => {
      for (const link of ['https://example.org/{purpose}?token={token}', 'mygame://mail/{token}']) {
        expect(read({ PLAYMESH_MAIL_LINK: link }).PLAYMESH_MAIL_LINK).toBe(link);
      }
    });
  });
});
