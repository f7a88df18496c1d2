import type { Events, MatchEvent, Snapshot } from '../../../gen/playmesh/match/v1/play.ts';
import { EndCode, type Reaction } from '../../../gen/playmesh/match/v1/play.ts';
import { Attachment } from './attachment.ts';
import type { AttachmentPorts, AttachmentTimings, ConnectionState } from './attachment.ts';
import { MatchClock } from './clock.ts';
import { repeating } from './calls.ts';
import type { Headers } from './calls.ts';
import { Commands } from './commands.ts';
import type { Accepted, SendOptions } from './commands.ts';
import { DelayMeter } from './delay-meter.ts';
import type { MeasureDelay } from './delay-meter.ts';
import type { Act, ConnectionListener, MatchConnection, Opening, ServerMessage } from './connection.ts';
import { Code, PlaymeshError, toPlaymeshError } from './errors.ts';
import { applyEntry, fromSnapshot } from './games/fold.ts';
import { newId } from './ids.ts';
import type { GameCommand, PlayState } from './messages.ts';
import { Updates } from './updates.ts';

/** How long a session that was left waits for the service to say how it ended. */
const LEAVE_MS = 2_000;

/** What a session tells. */
export type MatchUpdate =
  /** The picture begins anew: at the start, and where a snapshot is shorter than the events that were missed. */
  | { readonly kind: 'snapshot'; readonly state: PlayState }
  /** Something happened; each event comes once, in order. `state` is the one after its whole log entry. */
  | { readonly kind: 'event'; readonly event: MatchEvent; readonly state: PlayState }
  /** How many streams without a seat are watching; about right. */
  | { readonly kind: 'presence'; readonly watchers: number }
  | { readonly kind: 'connection'; readonly connection: ConnectionState };

export type Ended = Extract<ConnectionState, { state: 'ended' }>;

/** Times in milliseconds. */
export interface SessionTimings extends AttachmentTimings {
  /** Replicas that show a shorter log than was seen before are behind; when they all do for this long, it is so. */
  readonly behindMs: number;
}

export const PLAY_TIMINGS: SessionTimings = { pingMs: 5_000, silenceMs: 12_000, stableMs: 1_000, behindMs: 10_000 };
/** On Watch the server speaks by itself every 10 s. */
export const WATCH_TIMINGS: SessionTimings = { ...PLAY_TIMINGS, pingMs: undefined, silenceMs: 15_000 };

/** What a session stands on. */
export interface SessionPorts extends Omit<AttachmentPorts, 'open'> {
  /** Who plays, as UUID text. */
  userId(): string | undefined;
  open(opening: Opening, listener: ConnectionListener): MatchConnection;
  readonly act: Act;
  /** Brings a probe back, or asks for the first one. */
  readonly measureDelay: MeasureDelay;
  leave(): Promise<void>;
  /** The service has ended the session that the tokens belong to, or refuses tokens that it has just given. */
  signedOut(error: PlaymeshError | undefined): void;
}

/** Which header routes streams: the match's own value, none, or one that the app chose. */
export type Route = 'together' | 'spread' | { readonly key: string };

/**
 * A match, followed and played. Iterate it, or subscribe, for what happens; read `state` for how it stands. It looks
 * after its own connection until `ended` resolves, which it does for every session.
 */
export class MatchSession implements AsyncIterable<MatchUpdate> {
  readonly matchId: Uint8Array;
  /** The first picture. Rejects when the session ends before it. */
  readonly ready: Promise<PlayState>;
  /** How it ended. Never rejects. */
  readonly ended: Promise<Ended>;

  readonly #ports: SessionPorts;
  readonly #route: Route;
  readonly #timings: SessionTimings;
  readonly #clock = new MatchClock();
  readonly #clientId = newId();
  readonly #delay: DelayMeter;
  readonly #commands: Commands;
  readonly #updates = new Updates<MatchUpdate>();
  readonly #attachment: Attachment;
  /** How many connections were asked for. */
  #connections = 0;
  #connection: ConnectionState = { state: 'connecting' };
  #state: PlayState | undefined;
  /** The last log entry covered. */
  #cursor = 0;
  /** What the newest connection was asked to go on after. */
  #askedAfter = 0;
  /** Since when replicas have shown a shorter log than was seen before. */
  #behindSince: number | undefined;
  /** The viewer has taken a seat, so that it may see and do more than the present stream was opened for. */
  #seated = false;
  #matchRoute: string;
  #onReady!: { resolve(state: PlayState): void; reject(error: PlaymeshError): void };
  #onEnded!: (ended: Ended) => void;

  /** @param matchRoute Match.route as far as it is known; empty otherwise. */
  constructor(matchId: Uint8Array, matchRoute: string, route: Route, ports: SessionPorts, timings: SessionTimings) {
    this.matchId = matchId;
    this.#matchRoute = matchRoute;
    this.#route = route;
    this.#ports = ports;
    this.#timings = timings;
    this.ready = new Promise((resolve, reject) => (this.#onReady = { resolve, reject }));
    this.ready.catch(() => {}); // an app that does not look must not crash by it
    this.ended = new Promise((resolve) => (this.#onEnded = resolve));
    this.#delay = new DelayMeter(ports.measureDelay);
    this.#commands = new Commands((command) => this.#attachment.send(command));
    this.#attachment = new Attachment(
      {
        accessToken: () => ports.accessToken(),
        renew: (refused) => ports.renew(refused),
        open: (accessToken, listener) => this.#open(accessToken, listener),
      },
      {
        message: (message) => this.#hear(message),
        state: (state) => {
          this.#setConnection(state);
          if (state.state === 'live') this.#commands.resend();
        },
        forget: () => (this.#cursor = 0),
        over: (code, error) => {
          this.#finish(code, error);
          if (code === EndCode.SESSION_ENDED || error?.code === Code.UNAUTHENTICATED) ports.signedOut(error);
        },
      },
      this.#clock,
      timings,
    );
    this.#attachment.start();
  }

  /** The match as its viewer sees it now; undefined before the first snapshot. */
  get state(): PlayState | undefined {
    return this.#state;
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  /** Name of the replica that serves the stream; undefined where the edge does not tell. */
  get replica(): string | undefined {
    return this.#attachment.replica;
  }

  /** Now, in milliseconds since 1970 on the match's clock: deadlines minus this are countdowns. */
  serverNow(): number {
    return this.#clock.now();
  }

  /** Calls back with every update from now on. @returns ends that. */
  subscribe(listener: (update: MatchUpdate) => void): () => void {
    return this.#updates.subscribe(listener);
  }

  /** Begins with how things stand, then gives every update. Ends with the session; throws if that ended in an error. */
  [Symbol.asyncIterator](): AsyncIterableIterator<MatchUpdate> {
    const first: MatchUpdate[] = [{ kind: 'connection', connection: this.#connection }];
    if (this.#state) first.push({ kind: 'snapshot', state: this.#state });
    return this.#updates.read(first);
  }

  /**
   * Plays a move. Resolves when it is in the log, for good; across any number of connections it has effect at most once.
   * @param position the question or move that it is meant for, by the game's numbering; refused when that has passed.
   * @throws RefusedError when it has not happened and will not; PlaymeshError RESOURCE_EXHAUSTED, TOO_MANY_COMMANDS when
   * 64 are unanswered; UNAVAILABLE, OUTCOME_UNKNOWN when the session ends before the answer.
   */
  async send(command: GameCommand, position: number, options: SendOptions = {}): Promise<Accepted> {
    if (this.#connection.state === 'ended') throw closed(this.#connection);
    const delay = this.#delay.newest;
    const sent = { commandId: newId(), position, seenSeq: this.#cursor, command, ...(delay && { delay }) };
    return this.#commands.submit(sent, options);
  }

  /**
   * Says something to those of one's own side: players to players, watchers to watchers. @throws as `send`;
   * RefusedError RATE_LIMITED after five at once and one every two seconds.
   * @param text 1 to 500 characters
   */
  say(text: string, options?: SendOptions): Promise<Accepted> {
    return this.send({ $case: 'say', value: { text } }, 0, options);
  }

  /** Shows something to everybody; players only. @throws as `say` */
  react(reaction: Reaction, options?: SendOptions): Promise<Accepted> {
    return this.send({ $case: 'react', value: { reaction } }, 0, options);
  }

  /** Gives the seat up for good: frees it before the start, resigns after it. The session ends. */
  async leave(): Promise<void> {
    await this.#ports.leave();
    // The service says how it ended; a viewer that is no longer seated might otherwise be shown on.
    const timer = setTimeout(() => this.#finish(EndCode.LEFT, undefined), LEAVE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  /** Stops following the match and keeps the seat. Unanswered commands reject with reason OUTCOME_UNKNOWN. */
  close(): void {
    this.#finish(undefined, undefined);
  }

  /** For the client: nobody, or somebody else, is signed in from now on. */
  signOut(): void {
    this.#finish(EndCode.SESSION_ENDED, undefined);
  }

  #open(accessToken: string, listener: ConnectionListener): MatchConnection {
    this.#askedAfter = this.#seated ? 0 : this.#cursor;
    this.#connections += 1;
    return this.#ports.open(
      {
        matchId: this.matchId,
        afterSeq: this.#askedAfter,
        connection: { clientId: this.#clientId, number: this.#connections },
        accessToken,
        routing: this.#routing(),
      },
      listener,
    );
  }

  #routing(): Headers {
    const key = this.#route === 'together' ? this.#matchRoute : this.#route === 'spread' ? '' : this.#route.key;
    return key ? { 'x-match-route': key } : {};
  }

  #hear(message: ServerMessage): void {
    switch (message.$case) {
      case 'snapshot':
        return this.#replace(message.value);
      case 'events':
        return this.#advance(message.value);
      case 'presence':
        return this.#updates.emit({ kind: 'presence', watchers: message.value.watchers });
      case 'accepted':
        return this.#commands.accept(message.value.commandId, message.value.seq);
      case 'refusal':
        return this.#commands.refuse(message.value.commandId, message.value.reason);
      case 'unknown':
        return this.#commands.retry(message.value.commandId, message.value.retryAfterMs);
      case 'failed':
        return this.#commands.fail(message.value.commandId, message.value.error);
      default:
    }
  }

  #replace(snapshot: Snapshot): void {
    const state = fromSnapshot(snapshot);
    if (!state) return this.#attachment.restart(unusable('A snapshot came without its match.'));
    if (snapshot.seq < this.#askedAfter) {
      this.#behindSince ??= performance.now();
      if (performance.now() - this.#behindSince < this.#timings.behindMs) {
        return this.#attachment.restart(unusable('A snapshot came that is older than what was seen.'));
      }
    } else if (snapshot.seq < this.#cursor) {
      return; // the connection before brought more while this one was made; what follows overlaps
    }
    this.#behindSince = undefined;
    this.#seated = false;
    this.#askedAfter = snapshot.seq;
    this.#cursor = snapshot.seq;
    this.#state = state;
    // Go gives the time back that messages are on their way.
    if (state.view?.$case === 'go' && state.ownSeat !== undefined) this.#delay.start();
    this.#matchRoute = state.match.route;
    this.#onReady.resolve(state);
    this.#updates.emit({ kind: 'snapshot', state });
  }

  /** Events cover (after, seq]: nothing is missing exactly when they begin at the cursor or before it. */
  #advance({ after, seq, events }: Events): void {
    if (!this.#state || after > this.#cursor) {
      return this.#attachment.restart(unusable(`Entries ${this.#cursor + 1} to ${after} did not come.`));
    }
    this.#behindSince = undefined;
    const wasSeated = this.#state.ownSeat !== undefined;
    const fresh = events.filter((event) => event.seq > this.#cursor);
    for (const entry of byEntry(fresh)) {
      const entrySeq = entry[0]!.seq;
      const state = applyEntry(this.#state, entrySeq, entry, this.#ports.userId());
      this.#state = state;
      this.#cursor = entrySeq;
      for (const event of entry) this.#updates.emit({ kind: 'event', event, state });
    }
    if (seq > this.#cursor) {
      this.#cursor = seq; // the rest is hidden from this viewer
      this.#state = applyEntry(this.#state, seq, [], this.#ports.userId());
    }
    if (!wasSeated && this.#state.ownSeat !== undefined) {
      this.#seated = true;
      this.#attachment.restart(unusable('The seat was taken while watching.'));
    }
  }

  #setConnection(connection: ConnectionState): void {
    this.#connection = connection;
    this.#updates.emit({ kind: 'connection', connection });
  }

  #finish(code: EndCode | undefined, error: PlaymeshError | undefined): void {
    if (this.#connection.state === 'ended') return;
    const ended: Ended = { state: 'ended', ...(code === undefined ? {} : { code }), ...(error ? { error } : {}) };
    this.#setConnection(ended);
    this.#attachment.close();
    this.#delay.stop();
    this.#onReady.reject(closed(ended));
    this.#updates.end(error);
    if (code === EndCode.FINISHED) void this.#settle();
    else this.#commands.abandon(error);
    this.#onEnded(ended);
  }

  /** The match is over, but commands may have been accepted whose answer was lost: asking again tells. */
  async #settle(): Promise<void> {
    const never = new AbortController().signal;
    const settled = this.#commands.unanswered().map(async (command) => {
      const { commandId } = command;
      try {
        const { result } = await repeating(() => this.#ports.act(command, this.#routing(), never));
        if (result?.$case === 'accepted') this.#commands.accept(commandId, result.value.seq);
        if (result?.$case === 'refusal') this.#commands.refuse(commandId, result.value.reason);
      } catch (error) {
        this.#commands.fail(commandId, toPlaymeshError(error));
      }
    });
    await Promise.all(settled);
    this.#commands.abandon(undefined);
  }
}

/** Groups events by the log entry that they belong to. */
function byEntry(events: readonly MatchEvent[]): MatchEvent[][] {
  const entries: MatchEvent[][] = [];
  for (const event of events) {
    const last = entries.at(-1);
    if (last?.[0]?.seq === event.seq) last.push(event);
    else entries.push([event]);
  }
  return entries;
}

const unusable = (message: string): PlaymeshError => new PlaymeshError(Code.UNAVAILABLE, message, { reason: 'GAP' });

function closed({ code, error }: Ended): PlaymeshError {
  if (error) return error;
  const message = code === undefined ? 'The session was closed.' : `The session has ended with code ${code}.`;
  return new PlaymeshError(Code.FAILED_PRECONDITION, message, { reason: 'MATCH_CLOSED' });
}
