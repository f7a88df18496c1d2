import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { findPortBlock } from '../../local/ports.ts';
import { until } from './until.ts';

/** The user and the password that the server asks for. */
const USER = 'games';
export const SMTP_PASSWORD = 'a password that only tests ever use';

/** A mail as its reader sees it. */
export type ReceivedMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The token that it shows. */
  readonly token: string;
};

/** A mail server with the mailboxes behind it. */
export type TestMailServer = {
  /** How a service is told of it. */
  readonly environment: Readonly<Record<'PLAYMESH_SMTP_URL' | 'PLAYMESH_MAIL_FROM', string>>;
  /** All that it has taken, in order. */
  readonly received: readonly ReceivedMail[];
  /** What it says to each recipient instead of taking mail for them: a code of SMTP, or undefined to be kind again. */
  refuseWith(code: number | undefined): void;
  /** Lets mails wait for their answer until it is let go on. */
  hold(): () => void;
  /** Waits for the nth mail to an address, counted from 1. */
  mail(to: string, nth?: number): Promise<ReceivedMail>;
  /** Goes away, and lets go of its port. */
  stop(): Promise<void>;
  /** Comes back where it was. */
  start(): Promise<void>;
  /** Stops for good. */
  close(): Promise<void>;
};

/** Starts a mail server that asks for a password. */
export async function startMailServer(): Promise<TestMailServer> {
  const { first: port, release } = await findPortBlock(1);
  const received: ReceivedMail[] = [];
  let refusal: number | undefined;
  let held: Promise<void> | undefined;
  let server: SMTPServer | undefined;

  const open = () =>
    new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      closeTimeout: 100,
      onAuth: ({ username, password }, _session, answer) => {
        const isRight = username === USER && password === SMTP_PASSWORD;
        if (isRight) answer(null, { user: USER });
        else answer(new Error('wrong user or password'));
      },
      onRcptTo: (_address, _session, answer) => {
        if (refusal === undefined) answer();
        else answer(Object.assign(new Error('no such mailbox'), { responseCode: refusal }));
      },
      onData: (stream, session, answer) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          void (async () => {
            received.push(read(Buffer.concat(chunks).toString(), session));
            await held;
            answer();
          })();
        });
      },
    });

  const start = async () => {
    const opened = open();
    opened.on('error', () => undefined); // of clients that leave
    await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', () => resolve()));
    server = opened;
  };
  const stop = async () => {
    const closing = server;
    server = undefined;
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()));
  };
  await start();
  return {
    environment: {
      PLAYMESH_SMTP_URL: `smtp://${USER}:${encodeURIComponent(SMTP_PASSWORD)}@127.0.0.1:${port}`,
      PLAYMESH_MAIL_FROM: 'Games <games@example.org>',
    },
    received,
    refuseWith: (code) => void (refusal = code),
    hold() {
      let letGo = () => {};
      held = new Promise((resolve) => (letGo = resolve));
      return letGo;
    },
    mail: (to, nth = 1) =>
      until(`mail ${nth} to ${to}`, () => received.filter((mail) => mail.to.includes(to)).at(nth - 1)),
    stop,
    start,
    async close() {
      await stop();
      release();
    },
  };
}

function read(source: string, { envelope }: SMTPServerSession): ReceivedMail {
  const end = source.indexOf('\r\n\r\n');
  const lines = source
    .slice(0, end)
    .replaceAll(/\r\n\s+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.replace(/^.*?: /, '')]),
  );
  const body = source.slice(end + 4).replaceAll('\r\n', '\n');
  const encoded = headers['content-transfer-encoding'] === 'quoted-printable';
  const text = encoded
    ? body
        .replaceAll('=\n', '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
    : body;
  return {
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    headers,
    text,
    token: /[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? '',
  };
}
