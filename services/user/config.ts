import { z } from 'zod';
import { commonVariables, ConfigError, redisVariable } from '../harness/config.ts';
import { LINK_PLACES } from './domain/mail.ts';

const limitPer = (time: string, minutes: number, example: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,5}$/, `must be <per ${time}>/<burst>, such as ${example}`)
    .transform((text) => {
      const [times, burst] = text.split('/').map(Number);
      return { perMinute: times! / minutes, burst: burst! };
    });
const limit = limitPer('minute', 1, '60/100');
const slowLimit = limitPer('hour', 60, '3/5');

/** Apart from the others, for commands that need nothing else. */
export const keySecretVariable = {
  /** Encrypts the private signing keys in the database; whoever has both can sign tokens. */
  PLAYMESH_KEY_SECRET: z.string().min(32, 'must have at least 32 characters'),
};

/**
 * What the user service reads from its environment. A limit is `<per minute>/<burst>`, or for mailboxes
 * `<per hour>/<burst>`: a bucket that holds the burst and gets so many back in that time; the defaults let a household or a
 * test play freely and slow down who guesses or floods.
 */
export const variables = {
  ...commonVariables,
  ...redisVariable,
  ...keySecretVariable,
  /** After how many days the next key signs. */
  PLAYMESH_KEY_ROTATION_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  /** Registrations and upgrades of guests, per client address. */
  PLAYMESH_REGISTRATION_LIMIT: limit.prefault('60/100'),
  /** New guests, per client address. */
  PLAYMESH_GUEST_LIMIT: limit.prefault('120/200'),
  /** Wrong passwords, and tokens of mails that are not good, per client address. */
  PLAYMESH_LOGIN_FAILURE_ADDRESS_LIMIT: limit.prefault('30/60'),
  /** Wrong passwords, per account. */
  PLAYMESH_LOGIN_FAILURE_ACCOUNT_LIMIT: limit.prefault('5/20'),
  /** Mails that are asked for, per client address. */
  PLAYMESH_MAIL_ADDRESS_LIMIT: limit.prefault('10/20'),
  /** Mails that are asked for, per mailbox that they go to. */
  PLAYMESH_MAILBOX_LIMIT: slowLimit.prefault('3/5'),
  /** Blocks, blocks taken back, and changes of the password, per account. */
  PLAYMESH_CHANGE_LIMIT: limit.prefault('30/60'),
  /** Pages of exported data, per account. */
  PLAYMESH_EXPORT_LIMIT: limit.prefault('60/120'),
  /** The mail server, such as `smtps://user:password@smtp.example.org`; empty where there is none. */
  PLAYMESH_SMTP_URL: z
    .string()
    .regex(/^(smtps?:\/\/\S+)?$/, 'must begin with smtp:// or smtps://')
    .default(''),
  /** Whom mails come from; needed where there is a mail server. */
  PLAYMESH_MAIL_FROM: z
    .string()
    .regex(/^([^\s@<>]+@[^\s@<>]+|[^<>\r\n]+ <[^\s@<>]+@[^\s@<>]+>)?$/, 'must be an address, or Name <address>')
    .default(''),
  /** The link in mails; without it they show the bare token. */
  PLAYMESH_MAIL_LINK: z
    .string()
    .regex(/^([a-z][a-z0-9+.-]*:\/\/\S+)?$/i, 'must be a URL')
    .refine((link) => link === '' || link.includes(LINK_PLACES.token), `must have ${LINK_PLACES.token} in it`)
    .default(''),
};

/** The variables as they have been read. */
export type UserConfig = z.infer<z.ZodObject<typeof variables>>;

/** Where mails are sent, and from whom; undefined where there is no mail server. @throws ConfigError without a sender */
export function mailServer(config: UserConfig): { readonly url: string; readonly from: string } | undefined {
  const { PLAYMESH_SMTP_URL: url, PLAYMESH_MAIL_FROM: from } = config;
  if (url === '') return undefined;
  if (from === '') throw new ConfigError('PLAYMESH_MAIL_FROM must be set where PLAYMESH_SMTP_URL is.');
  return { url, from };
}
