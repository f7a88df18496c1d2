import { formatId, type MatchSession, type Transport } from '../../../clients/sdk/src/index.ts';
import type { ActRequest, MatchServiceClient } from '../../../gen/playmesh/match/v1/match_service.ts';
import {
  MatchEvent,
  PlayResponse,
  WatchResponse,
  type Command,
  type PlayRequest,
} from '../../../gen/playmesh/match/v1/play.ts';
import type {
  Acknowledged,
  Connection,
  FollowedSession,
  History,
  Observer,
  PlayerStatistics,
  Refused,
  Seen,
  Sent,
} from './history.ts';

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };
type Message = NonNullable<PlayResponse['message']>;

/**
 * The bytes that stream messages were decoded from. The checker compares bytes, since what a decoder does not know it
 * drops; and no client hands them out, so the decoders themselves keep them from the moment this module is loaded.
 */
const wireBytes = new WeakMap<object, Uint8Array>();
for (const type of [PlayResponse, WatchResponse]) {
  const decode = type.decode.bind(type);
  type.decode = (input, length) => {
    const message = decode(input, length);
    if (input instanceof Uint8Array) wireBytes.set(message, Buffer.from(input)); // what it lies in is much bigger
    return message;
  };
}

/** Writes down what clients send and what comes back: on the wire, and as the SDK tells it to its app. */
export class Recorder {
  /** What has been written down so far; its lists go on growing until `stop`. */
  readonly history: History;
  readonly #observers: Observer[] = [];
  readonly #sent: Changeable<Sent>[] = [];
  readonly #sentById = new Map<string, Changeable<Sent>>();
  readonly #unanswered = new Set<string>();
  readonly #acknowledged: Acknowledged[] = [];
  readonly #refused: Refused[] = [];
  readonly #seen: Seen[] = [];
  readonly #sessions: Changeable<FollowedSession>[] = [];
  readonly #live = new Map<MatchSession, Changeable<FollowedSession>>();
  readonly #statistics: PlayerStatistics[] = [];
  readonly #unfinished: string[] = [];
  #connections = 0;
  #stopped = false;

  /** @param seed of the run; 0 where nothing is left to chance. */
  constructor(seed = 0) {
    this.history = {
      seed,
      observers: this.#observers,
      sent: this.#sent,
      acknowledged: this.#acknowledged,
      refused: this.#refused,
      seen: this.#seen,
      sessions: this.#sessions,
      statistics: this.#statistics,
      unfinished: this.#unfinished,
    };
  }

  /** How many commands have been sent and not been answered yet. */
  get inFlight(): number {
    return this.#unanswered.size;
  }

  /** Takes down the pictures that sessions which are attached still have now. */
  takePictures(): void {
    if (this.#stopped) return;
    for (const [session, followed] of this.#live) followed.state = session.state;
  }

  /** All is over: writes nothing down any more but how it came out, since what follows is only the tidying up. */
  stop(statistics: readonly PlayerStatistics[], unfinished: readonly string[]): void {
    this.takePictures();
    this.#stopped = true;
    this.#statistics.push(...statistics);
    this.#unfinished.push(...unfinished);
  }

  /** Begins to record a client. @param userId who is signed in, once somebody is. */
  client(name: string, userId: () => string): ClientRecording {
    return new ClientRecording(this, name, userId);
  }

  observe(name: string, userId: string, matchId: string): Observer {
    const observer: Observer = { name: `${name} (${this.#observers.length + 1})`, userId, matchId };
    this.#observers.push(observer);
    return observer;
  }

  connect(observer: Observer, way: Connection['way'], afterSeq: number): Connection {
    this.#connections += 1;
    return { number: this.#connections, observer, way, openedAt: performance.now(), afterSeq };
  }

  send(observer: Observer, command: Command): void {
    if (this.#stopped) return;
    const commandId = formatId(command.commandId);
    const before = this.#sentById.get(commandId);
    if (before) {
      before.times += 1;
      return;
    }
    const sent = { at: performance.now(), observer, commandId, command, times: 1 };
    this.#sent.push(sent);
    this.#sentById.set(commandId, sent);
    this.#unanswered.add(commandId);
  }

  answer(observer: Observer, message: Extract<Message, { $case: 'accepted' | 'refusal' }>): void {
    if (this.#stopped) return;
    const id = formatId(message.value.commandId);
    const commandId = this.#sentById.get(id)?.commandId ?? id; // one string for both
    const answered = { at: performance.now(), observer, commandId };
    this.#unanswered.delete(commandId);
    if (message.$case === 'accepted') this.#acknowledged.push({ ...answered, seq: message.value.seq });
    else this.#refused.push({ ...answered, reason: message.value.reason });
  }

  see(connection: Connection, message: Message | undefined, bytes: Uint8Array): void {
    if (this.#stopped) return;
    const { observer } = connection;
    const seen = { at: performance.now(), observer, connection, bytes };
    if (message?.$case === 'snapshot') {
      this.#seen.push({ ...seen, kind: 'snapshot', to: message.value.seq, timeMs: message.value.timeMs });
    } else if (message?.$case === 'events') {
      this.#seen.push({ ...seen, kind: 'events', from: message.value.after, to: message.value.seq });
    } else if (message?.$case === 'end') {
      this.#seen.push({ ...seen, kind: 'end', to: message.value.resumeAfter, code: message.value.code });
    } else if (message?.$case === 'accepted' || message?.$case === 'refusal') {
      this.answer(observer, message);
    }
  }

  follow(observer: Observer, session: MatchSession): void {
    const told: FollowedSession['told'][number][] = [];
    const followed: Changeable<FollowedSession> = { observer, told, state: undefined, end: 'live' };
    this.#sessions.push(followed);
    this.#live.set(session, followed);
    session.subscribe((update) => {
      if (this.#stopped) return;
      if (update.kind === 'event') {
        const { event } = update;
        told.push({ kind: 'event', seq: event.seq, bytes: Buffer.from(MatchEvent.encode(event).finish()) });
      }
      if (update.kind === 'snapshot') told.push(update);
    });
    void session.ended.then(({ code, error }) => {
      if (this.#stopped) return;
      followed.state = session.state;
      this.#live.delete(session);
      followed.end = error ? { error: error.message } : code === undefined ? 'closed' : { code };
    });
  }
}

/** Records one client: everything that goes over its transport, and the sessions that it follows. */
export class ClientRecording {
  readonly #recorder: Recorder;
  readonly #name: string;
  readonly #userId: () => string;
  readonly #observers = new Map<string, Observer>();

  constructor(recorder: Recorder, name: string, userId: () => string) {
    this.#recorder = recorder;
    this.#name = name;
    this.#userId = userId;
  }

  /** The same transport, listened to. */
  transport(inner: Transport): Transport {
    const { matches } = inner;
    const recorded: Pick<MatchServiceClient, 'play' | 'watch' | 'act'> = {
      play: (requests, options) => this.#play(matches, requests as AsyncIterable<PlayRequest>, options),
      watch: (request, options) => {
        const opened = this.#connect('watch', request.matchId as Uint8Array, request.afterSeq ?? 0);
        return this.#listen(matches.watch(request, options), () => opened);
      },
      act: async (request, options) => {
        const { matchId, command } = request as ActRequest;
        const observer = this.observer(matchId);
        this.#recorder.send(observer, command!);
        const response = await matches.act(request, options);
        if (response.result) {
          const { $case, value } = response.result;
          this.#recorder.answer(observer, { $case, value } as Parameters<Recorder['answer']>[1]);
        }
        return response;
      },
    };
    return { ...inner, matches: { ...matches, ...recorded }, close: () => inner.close() };
  }

  /** Writes down what a session of this client tells. */
  follow(session: MatchSession): void {
    this.#recorder.follow(this.observer(session.matchId), session);
  }

  observer(matchId: Uint8Array): Observer {
    const id = formatId(matchId);
    let observer = this.#observers.get(id);
    if (!observer) this.#observers.set(id, (observer = this.#recorder.observe(this.#name, this.#userId(), id)));
    return observer;
  }

  #connect(way: Connection['way'], matchId: Uint8Array, afterSeq: number): Connection {
    return this.#recorder.connect(this.observer(matchId), way, afterSeq);
  }

  #play(
    matches: MatchServiceClient,
    requests: AsyncIterable<PlayRequest>,
    options: Parameters<MatchServiceClient['play']>[1],
  ): AsyncIterable<PlayResponse> {
    let opened: Connection | undefined;
    const outgoing = async function* (this: ClientRecording): AsyncGenerator<PlayRequest> {
      for await (const request of requests) {
        const { message } = request;
        if (message?.$case === 'join') opened = this.#connect('play', message.value.matchId, message.value.afterSeq);
        if (message?.$case === 'command') this.#recorder.send(opened!.observer, message.value);
        yield request;
      }
    };
    return this.#listen(matches.play(outgoing.call(this), options), () => opened!);
  }

  async *#listen<Response extends PlayResponse | WatchResponse>(
    responses: AsyncIterable<Response>,
    connection: () => Connection,
  ): AsyncGenerator<Response> {
    for await (const response of responses) {
      this.#recorder.see(connection(), response.message, wireBytes.get(response)!);
      yield response;
    }
  }
}
