import type { Clock } from '../../harness/clock.ts';
import type { Logger } from '../../harness/log.ts';
import type { Heart, Outage } from './heart.ts';

const BEAT_MS = 1_000;
/** Less than the 3 s of silence of all replicas that make an outage, so that whoever decides has heard of the last one. */
const MAX_AGE_MS = 2_000;
/** How long a replica is silent before the database no longer counts it among the living. */
const SILENCE_MS = 5_000;

/** What one beat brings back. */
export interface Beat {
  /** Replicas whose newest beat is less than 5 s old. */
  readonly alive: ReadonlySet<string>;
  /** Outages with an id above the one asked for, oldest first. */
  readonly outages: readonly Outage[];
}

/** This replica's heartbeat: tells the others that it lives, and learns who else does and when nobody could write. */
export class Heartbeat implements Heart {
  readonly #beat: (afterOutageId: number) => Promise<Beat>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #outages: Outage[] = [];
  #alive: ReadonlySet<string> = new Set();
  #beganAt = -Infinity;
  #underWay: Promise<void> | undefined;
  #cancel: () => void = () => {};
  #stopped = false;
  #away = false;

  constructor(beat: (afterOutageId: number) => Promise<Beat>, clock: Clock, logger: Logger) {
    this.#beat = beat;
    this.#clock = clock;
    this.#logger = logger;
  }

  get outages(): readonly Outage[] {
    return this.#outages;
  }

  /** Replicas that live, as of the newest beat. */
  get alive(): ReadonlySet<string> {
    return this.#alive;
  }

  /** When the newest beat was asked for, by the monotonic clock: it knows every replica that had beaten by then. */
  get beganAt(): number {
    return this.#beganAt;
  }

  /**
   * Whether a replica lives, as far as this one can tell: it calls nobody dead while it cannot beat itself, and nobody
   * within 5 s of an outage, since the others may only not have beaten again yet.
   */
  isAlive(replicaId: string): boolean {
    if (this.#alive.has(replicaId) || this.isLate) return true;
    const outage = this.#outages.at(-1);
    return outage !== undefined && this.#clock.now() - outage.ended < SILENCE_MS;
  }

  /** @throws when the database is away. */
  async start(): Promise<void> {
    await this.beat();
    const turn = async (): Promise<void> => {
      await this.beat().catch((error: unknown) => {
        if (!this.#away) this.#logger.warn({ cause: String(error) }, 'the database is away; commands wait');
        this.#away = true;
      });
      if (!this.#stopped) this.#cancel = this.#clock.after(BEAT_MS, () => void turn());
    };
    this.#cancel = this.#clock.after(BEAT_MS, () => void turn());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async beatIfLate(): Promise<void> {
    if (this.isLate) await this.beat();
    if (this.isLate) throw new Error('The database was so slow to answer that it may have been away since.');
  }

  get isLate(): boolean {
    return this.#clock.monotonic() - this.#beganAt > MAX_AGE_MS;
  }

  /** Beats once, or joins the beat that is under way. */
  beat(): Promise<void> {
    this.#underWay ??= this.#beatOnce().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #beatOnce(): Promise<void> {
    const began = this.#clock.monotonic();
    const { alive, outages } = await this.#beat(this.#outages.at(-1)?.id ?? 0);
    this.#alive = alive;
    this.#outages = [...this.#outages, ...outages];
    this.#beganAt = began;
    if (this.#away) this.#logger.info({ outages }, 'the database answers again');
    this.#away = false;
  }
}
