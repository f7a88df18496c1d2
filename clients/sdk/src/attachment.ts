import type { Command, End } from '../../../gen/playmesh/match/v1/play.ts';
import { EndCode } from '../../../gen/playmesh/match/v1/play.ts';
import type { MatchClock } from './clock.ts';
import { endedEarly } from './connection.ts';
import type { ConnectionListener, MatchConnection, ServerMessage } from './connection.ts';
import { Code, PlaymeshError, toPlaymeshError } from './errors.ts';
import { backoffMs, isTransient } from './retry.ts';
import { SilenceWatch } from './silence.ts';

/** How the session stands with the service. */
export type ConnectionState =
  /** The first connection is being made. */
  | { readonly state: 'connecting' }
  /** Everything that happens arrives, and commands go out. */
  | { readonly state: 'live'; readonly replica: string | undefined }
  /** The connection was lost; what happens meanwhile comes later, and commands wait. */
  | {
      readonly state: 'reconnecting';
      /** Number of the next try, from 1. */
      readonly attempt: number;
      /** How long until then, in milliseconds. */
      readonly retryInMs: number;
      /** Why the last one was lost. */
      readonly error: PlaymeshError;
    }
  /** It is over, with the service's code or an error, or neither where the app closed it. */
  | { readonly state: 'ended'; readonly code?: EndCode; readonly error?: PlaymeshError };

/** Times in milliseconds. */
export interface AttachmentTimings {
  /** Between pings; undefined where the transport cannot ping and the server speaks by itself. */
  readonly pingMs: number | undefined;
  /** A connection that says nothing for this long is dead. */
  readonly silenceMs: number;
  /** A connection that was live for this long was a good one: the next loss is the first again. */
  readonly stableMs: number;
}

/** What an attachment stands on. */
export interface AttachmentPorts {
  accessToken(): Promise<string>;
  renew(refused: string): Promise<string>;
  /** Makes a connection that goes on where the owner has got to. */
  open(accessToken: string, listener: ConnectionListener): MatchConnection;
}

/** Whom an attachment serves. */
export interface AttachmentOwner {
  message(message: ServerMessage): void;
  state(state: Exclude<ConnectionState, { state: 'ended' }>): void;
  /** What was seen is not the match's log any more; the next connection begins anew. */
  forget(): void;
  /** Nothing more comes. UNAUTHENTICATED means that even a renewed token was refused. */
  over(code: EndCode | undefined, error: PlaymeshError | undefined): void;
}

interface Link {
  readonly connection: MatchConnection;
  readonly silence: SilenceWatch;
  readonly pinging: ReturnType<typeof setInterval> | undefined;
  /** When each ping that has no pong yet was sent, by the match clock's local reading. */
  readonly pings: Map<number, number>;
  readonly openedAt: number;
  liveSince: number | undefined;
}

/**
 * Keeps one match attached over any number of connections, to whichever replica: notices silence, reconnects with
 * back-off, renews a refused token once, and moves to another replica before the present one stops.
 */
export class Attachment {
  readonly #ports: AttachmentPorts;
  readonly #owner: AttachmentOwner;
  readonly #clock: MatchClock;
  readonly #timings: AttachmentTimings;
  #current: Link | undefined;
  /** A connection that has said nothing yet; it replaces the current one with its first message. */
  #candidate: Link | undefined;
  #dialing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Losses in a row. */
  #losses = 0;
  /** True when the token in use comes from a renewal that followed a refusal. */
  #renewed = false;
  #closed = false;

  constructor(ports: AttachmentPorts, owner: AttachmentOwner, clock: MatchClock, timings: AttachmentTimings) {
    this.#ports = ports;
    this.#owner = owner;
    this.#clock = clock;
    this.#timings = timings;
  }

  /** Which replica serves it now. */
  get replica(): string | undefined {
    return this.#current?.connection.replica;
  }

  start(): void {
    void this.#dial();
  }

  /** Sends a command; false when there is no connection to send it on. */
  send(command: Command): boolean {
    this.#current?.connection.send(command);
    return this.#current !== undefined;
  }

  /** Gives the present connection up, because what it brought cannot be used, and makes another. */
  restart(error: PlaymeshError): void {
    const link = this.#current;
    if (link) this.#lose(link, error, true);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#drop(this.#current);
    this.#drop(this.#candidate);
  }

  async #dial(): Promise<void> {
    if (this.#closed || this.#dialing) return;
    this.#dialing = true;
    let accessToken: string;
    try {
      accessToken = await this.#ports.accessToken();
    } catch (error) {
      this.#dialing = false;
      if (!this.#closed) this.#recover(toPlaymeshError(error), false);
      return;
    }
    if (this.#closed) return;
    const openedAt = this.#clock.read();
    const connection = this.#ports.open(accessToken, {
      message: (message) => this.#hear(link, message),
      closed: (error) => {
        if (error?.code === Code.UNAUTHENTICATED) this.#refused(link, accessToken, error);
        else this.#lose(link, error ?? endedEarly(), false);
      },
    });
    const link: Link = { connection, ...this.#watch(connection, () => link), openedAt, liveSince: undefined };
    this.#candidate = link;
  }

  /** Begins to ping a connection and to listen for its silence. */
  #watch(connection: MatchConnection, link: () => Link): Pick<Link, 'silence' | 'pinging' | 'pings'> {
    const { pingMs, silenceMs } = this.#timings;
    const silence = new SilenceWatch(silenceMs, () => {
      const message = `Nothing was heard for ${silenceMs / 1_000} s.`;
      this.#lose(link(), new PlaymeshError(Code.UNAVAILABLE, message, { reason: 'SILENCE' }), true);
    });
    const pings = new Map<number, number>();
    if (pingMs === undefined) return { silence, pinging: undefined, pings };
    let nonce = 0;
    const ping = (): void => {
      nonce += 1;
      pings.set(nonce, this.#clock.read());
      connection.ping(nonce);
    };
    ping();
    return { silence, pinging: setInterval(ping, pingMs), pings };
  }

  #hear(link: Link, message: ServerMessage): void {
    if (link !== this.#current && link !== this.#candidate) return;
    link.silence.heard();
    this.#learnTime(link, message);
    if (message.$case === 'end') {
      this.#end(link, message.value);
      return;
    }
    if (link === this.#candidate) this.#promote(link);
    if (message.$case === 'draining') this.#redial(message.value.reconnectAfterMs);
    else if (message.$case !== 'pong') this.#owner.message(message);
  }

  #learnTime(link: Link, message: ServerMessage): void {
    if (message.$case === 'snapshot') {
      // The one that answers the join was made after the connection was asked for.
      this.#clock.learn(message.value.timeMs, link.liveSince === undefined ? link.openedAt : undefined);
    } else if (message.$case === 'pong') {
      const { nonce, timeMs } = message.value;
      this.#clock.learn(timeMs, link.pings.get(nonce));
      link.pings.delete(nonce);
    }
  }

  #promote(link: Link): void {
    this.#drop(this.#current);
    this.#current = link;
    this.#candidate = undefined;
    this.#dialing = false;
    this.#renewed = false;
    link.liveSince = performance.now();
    this.#owner.state({ state: 'live', replica: link.connection.replica });
  }

  #end(link: Link, { code, resumeAfter }: End): void {
    switch (code) {
      case EndCode.FINISHED:
      case EndCode.LEFT:
      case EndCode.SESSION_ENDED:
        this.close();
        this.#owner.over(code, undefined);
        return;
      case EndCode.REPLACED:
        // While moving to another replica it is our own new connection that took the seat.
        if (link === this.#current && this.#dialing) break;
        this.close();
        this.#owner.over(code, undefined);
        return;
      default:
    }
    if (code === EndCode.RESUME && resumeAfter === 0) this.#owner.forget();
    this.#lose(link, new PlaymeshError(Code.UNAVAILABLE, 'The replica asked to connect anew.'), true);
  }

  /** @param atOnce whether the first try need not wait: no server is down, so nobody is spared by waiting. */
  #lose(link: Link, error: PlaymeshError, atOnce: boolean): void {
    if (link !== this.#current && link !== this.#candidate) return;
    const lived = link.liveSince === undefined ? 0 : performance.now() - link.liveSince;
    if (lived >= this.#timings.stableMs) this.#losses = 0;
    this.#drop(link);
    this.#recover(error, atOnce);
  }

  #refused(link: Link, accessToken: string, error: PlaymeshError): void {
    if (link !== this.#current && link !== this.#candidate) return;
    this.#drop(link);
    if (this.#renewed) {
      this.#recover(error, false);
      return;
    }
    this.#dialing = true;
    if (!this.#current) this.#owner.state({ state: 'reconnecting', attempt: this.#losses + 1, retryInMs: 0, error });
    this.#ports.renew(accessToken).then(
      () => {
        this.#dialing = false;
        this.#renewed = true;
        void this.#dial();
      },
      (failure: unknown) => {
        this.#dialing = false;
        if (!this.#closed) this.#recover(toPlaymeshError(failure), false);
      },
    );
  }

  /** Decides what follows from a loss; the link that was lost is dropped already. */
  #recover(error: PlaymeshError, atOnce: boolean): void {
    if (!isTransient(error)) {
      this.close();
      this.#owner.over(undefined, error);
      return;
    }
    const retryInMs = atOnce && this.#losses === 0 ? 0 : (error.retryAfterMs ?? 0) + backoffMs(this.#losses, error);
    this.#losses += 1;
    if (!this.#dialing) this.#redial(retryInMs);
    if (!this.#current) this.#owner.state({ state: 'reconnecting', attempt: this.#losses, retryInMs, error });
  }

  #redial(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#dial(), inMs);
  }

  #drop(link: Link | undefined): void {
    if (!link) return;
    if (link === this.#current) this.#current = undefined;
    if (link === this.#candidate) {
      this.#candidate = undefined;
      this.#dialing = false;
    }
    link.silence.stop();
    clearInterval(link.pinging);
    link.connection.close();
  }
}
