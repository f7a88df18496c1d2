import { createTransport } from 'nodemailer';
import type { Letter } from '../domain/mail.ts';

/** How long a mail server may take, in milliseconds: to be reached, to say anything, and for a mail as a whole. */
const REACH_MS = 10_000;
const SILENCE_MS = 20_000;
const SEND_MS = 60_000;

/** What carries letters to mailboxes. */
export interface Post {
  /**
   * Hands a letter over: `sent`, or `refused` where it will never be taken.
   * @throws PostAway when it may be tried again; it may have been sent nevertheless
   */
  send(to: string, letter: Letter): Promise<'sent' | 'refused'>;
}

/** Why a letter could not be handed over. Nothing of the letter is in it, nor whom it was for. */
export class PostAway extends Error {}

/**
 * A mail server. Each letter has a connection of its own: they are few, and a connection that is kept would be found dead
 * when it is needed.
 * @param url `smtp://user:password@host:port`, or `smtps://`
 * @param from the sender, such as `Games <games@example.org>`
 */
export function smtpPost(url: string, from: string): Post {
  const transport = createTransport({
    url,
    connectionTimeout: REACH_MS,
    greetingTimeout: REACH_MS,
    dnsTimeout: REACH_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(to, { subject, text }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          headers: { 'Auto-Submitted': 'auto-generated' }, // so that nobody's holiday answers (RFC 3834)
          signal: AbortSignal.timeout(SEND_MS),
        });
        return 'sent';
      } catch (error) {
        const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number };
        const isFinal = responseCode !== undefined && responseCode >= 500;
        if (isFinal && (command === 'RCPT TO' || command === 'DATA')) return 'refused';
        throw new PostAway([code, command, responseCode].filter(Boolean).join(' '));
      }
    },
  };
}
