import type { AnyGame } from '../games/game.ts';
import type { Entry } from './entry.ts';
import { fold, type RoomState, type Step } from './state.ts';

/** How many entries a viewer may have missed and still be sent just these; beyond, a snapshot is shorter. */
const MOST_MISSED = 64;
/** How far apart the states are that are kept to fold on. */
const STATE_EVERY = 16;
const KEPT = MOST_MISSED + STATE_EVERY;

/** An entry with what it folded to. */
export interface FoldedEntry {
  readonly seq: number;
  readonly at: number;
  readonly steps: readonly Step[];
}

/**
 * The newest entries of a match, for viewers that come back. They are kept as they are stored and folded again for the few
 * who ask: folded, they were most of what the garbage collector had to carry about.
 */
export class RecentEntries {
  readonly #game: AnyGame;
  /** Entry `seq` is in place `seq % KEPT` of both. */
  readonly #bodies: string[] = [];
  readonly #times: number[] = [];
  /** States to fold on, oldest first; undefined is what comes before the first entry. */
  readonly #states: { readonly seq: number; readonly state: RoomState | undefined }[];
  #oldest: number;
  #newest: number;

  /** @param base what the first entry that is added is folded on */
  constructor(game: AnyGame, base: RoomState | undefined) {
    const seq = base?.seq ?? 0;
    this.#game = game;
    this.#states = [{ seq, state: base }];
    this.#oldest = seq + 1;
    this.#newest = seq;
  }

  /** Adds the next entry. @param state the one that it led to */
  add({ seq, at, body }: Pick<Entry, 'seq' | 'at' | 'body'>, state: RoomState): void {
    const place = seq % KEPT;
    this.#bodies[place] = body;
    this.#times[place] = at;
    this.#newest = seq;
    if (seq - this.#oldest === KEPT) this.#oldest += 1;
    if (seq % STATE_EVERY !== 0) return;
    this.#states.push({ seq, state });
    while (this.#states[0]!.seq < this.#oldest - 1) this.#states.shift();
  }

  /** The entries behind `afterSeq`, oldest first; undefined where not all of them are kept. */
  after(afterSeq: number): readonly FoldedEntry[] | undefined {
    if (afterSeq === this.#newest) return [];
    const base = this.#states.findLast(({ seq }) => seq <= afterSeq);
    if (!base || base.seq < this.#oldest - 1) return undefined;
    const folded: FoldedEntry[] = [];
    let { state } = base;
    for (let seq = base.seq + 1; seq <= this.#newest; seq += 1) {
      const [at, body] = [this.#times[seq % KEPT]!, this.#bodies[seq % KEPT]!];
      const steps = fold(this.#game, state, { seq, at, body, entryId: '' });
      state = steps.at(-1)!.state;
      if (seq > afterSeq) folded.push({ seq, at, steps });
    }
    return folded;
  }
}
