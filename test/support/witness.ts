import {
  EndCode,
  type MatchEvent,
  type MatchSession,
  type MatchUpdate,
  type PlayState,
} from '../../clients/sdk/src/index.ts';
import { PATIENCE_MS } from './until.ts';

/** One case of what can happen in a match, as the wire names it. */
type EventOf<Case extends string> = Extract<NonNullable<MatchEvent['event']>, { $case: Case }>['value'];

/** Follows a session and writes down everything that it tells, in order. */
export class Witness {
  readonly session: MatchSession;
  readonly name: string;
  /** Every event that the session told, once for each time that it told it. */
  readonly events: MatchEvent[] = [];
  /** The log entries at which the picture began anew; the first one is the beginning. */
  readonly snapshots: number[] = [];
  /** The replicas that served it, in order. */
  readonly replicas: string[] = [];
  /** For how long it was without a connection after the first one, in milliseconds. */
  offlineMs = 0;
  #lostAt: number | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(name: string, session: MatchSession) {
    this.name = name;
    this.session = session;
    session.subscribe((update) => {
      this.#note(update);
      for (const look of [...this.#waiting]) look();
    });
  }

  #note(update: MatchUpdate): void {
    if (update.kind === 'event') this.events.push(update.event);
    if (update.kind === 'snapshot') this.snapshots.push(update.state.seq);
    if (update.kind !== 'connection') return;
    if (update.connection.state === 'reconnecting') this.#lostAt ??= performance.now();
    if (update.connection.state === 'live') {
      this.replicas.push(update.connection.replica ?? 'unknown');
      if (this.#lostAt !== undefined) this.offlineMs += performance.now() - this.#lostAt;
      this.#lostAt = undefined;
    }
  }

  get state(): PlayState | undefined {
    return this.session.state;
  }

  /** The trivia events that it has seen, of one case, in order. */
  trivia<Case extends TriviaCase>(kind: Case): TriviaEventOf<Case>[] {
    return this.events.flatMap(({ event }) => {
      const inner = event?.$case === 'trivia' ? event.value.event : undefined;
      return inner?.$case === kind ? [inner.value as TriviaEventOf<Case>] : [];
    });
  }

  /** The events of the match itself that it has seen, of one case, in order. */
  seen<Case extends NonNullable<MatchEvent['event']>['$case']>(kind: Case): EventOf<Case>[] {
    return this.events.flatMap(({ event }) => (event?.$case === kind ? [event.value as EventOf<Case>] : []));
  }

  /** Waits until something that the session has told makes it so; looked at after every update. */
  until<T>(what: string, look: () => T | undefined | false, milliseconds = PATIENCE_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`${this.name} waited in vain for ${what} for ${milliseconds} ms; ${this.#describe()}`));
      }, milliseconds);
      const check = (): void => {
        const found = look();
        if (found === undefined || found === false) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Waits until a question is open to this viewer. */
  question(number: number, milliseconds?: number): Promise<TriviaEventOf<'questionOpened'>> {
    return this.until(
      `question ${number}`,
      () => this.trivia('questionOpened').find(({ question }) => question?.number === number),
      milliseconds,
    );
  }

  /** Waits until a question is revealed to this viewer. */
  reveal(number: number, milliseconds?: number): Promise<TriviaEventOf<'revealed'>> {
    return this.until(
      `the reveal of question ${number}`,
      () => this.trivia('revealed').find((revealed) => revealed.number === number),
      milliseconds,
    );
  }

  /** Waits until the session is attached, and returns the replica it is attached to. */
  live(milliseconds?: number): Promise<string> {
    return this.until(
      'a connection',
      () => this.session.connection.state === 'live' && (this.session.replica ?? 'unknown'),
      milliseconds,
    );
  }

  /** Whether it is attached to another replica than this one. */
  isLiveBut(replica: string): boolean {
    return this.session.connection.state === 'live' && this.session.replica !== replica;
  }

  /** Waits for the end of the match. @throws when the session ends otherwise. */
  async finish(milliseconds = PATIENCE_MS): Promise<PlayState> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`${this.name} did not see the end within ${milliseconds} ms; ${this.#describe()}`)),
        milliseconds,
      );
    });
    const ended = await Promise.race([this.session.ended, late]);
    clearTimeout(timer);
    if (ended.code !== EndCode.FINISHED) {
      throw new Error(`${this.name}'s session ended with ${JSON.stringify(ended)} ${ended.error?.message ?? ''}`);
    }
    return this.session.state!;
  }

  #describe(): string {
    const { connection, state } = this.session;
    const last = this.events.at(-1)?.event;
    const inner = last?.$case === 'trivia' ? `trivia.${last.value.event?.$case}` : last?.$case;
    return `it was ${connection.state} at entry ${state?.seq}, on ${this.replicas.join(' → ')}, and had last seen ${inner}`;
  }
}

type TriviaEvents = NonNullable<EventOf<'trivia'>['event']>;
type TriviaCase = TriviaEvents['$case'];
type TriviaEventOf<Case extends TriviaCase> = Extract<TriviaEvents, { $case: Case }>['value'];

/** Events as every viewer sees them: without the choice that only who made it sees before the reveal. */
export const withoutOwnChoices = (events: readonly MatchEvent[]): MatchEvent[] =>
  events.map((event) => {
    const inner = event.event?.$case === 'trivia' ? event.event.value.event : undefined;
    if (inner?.$case !== 'answered') return event;
    const answered = { $case: 'answered', value: { seat: inner.value.seat } } as const;
    return { ...event, event: { $case: 'trivia', value: { event: answered } } };
  });
