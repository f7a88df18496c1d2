import { randomInt } from 'node:crypto';
import { idFromBytes, writeId } from '../../harness/ids.ts';

/** Words of a slot: four of the command's id, the actor's number, the entry. An entry of 0 marks a free slot. */
const WORDS = 6;
const ACTOR = 4;
const SEQ = 5;
const FIRST_SLOTS = 8;
/** Of the process, so that nobody can choose ids that fall on one place. */
const SALT = randomInt(2 ** 32) | 1;

const wanted = new Uint32Array(4);
const wantedBytes = new Uint8Array(wanted.buffer);

/**
 * The commands that have had their effect, with their entries, so that a repeat is answered and not decided again. A hash
 * table in one piece of memory: a match may have thousands, and a replica thousands of matches, and as strings in a Map
 * they were most of what the garbage collector had to look after.
 */
export class AcceptedCommands {
  /** Numbers them in the order in which they came. */
  readonly #actors = new Map<string, number>();
  #slots = new Uint32Array(FIRST_SLOTS * WORDS);
  #count = 0;

  /** @param entries as `entries` gives them */
  constructor(entries: AcceptedEntries = []) {
    for (const [actor, commands] of entries) for (const [commandId, seq] of commands) this.add(actor, commandId, seq);
  }

  /** The entry that a command made, if it made one. */
  seqOf(actor: string, commandId: string): number | undefined {
    const number = this.#actors.get(actor);
    if (number === undefined) return undefined;
    writeId(commandId, wantedBytes, 0);
    return this.#slots[this.#place(number) + SEQ] || undefined;
  }

  /** @param seq of the entry, from 1 */
  add(actor: string, commandId: string, seq: number): void {
    let number = this.#actors.get(actor);
    if (number === undefined) this.#actors.set(actor, (number = this.#actors.size));
    if (2 * (this.#count + 1) * WORDS > this.#slots.length) this.#grow();
    writeId(commandId, wantedBytes, 0);
    const place = this.#place(number);
    if (this.#slots[place + SEQ] === 0) this.#count += 1;
    this.#slots.set(wanted, place);
    this.#slots[place + ACTOR] = number;
    this.#slots[place + SEQ] = seq;
  }

  /** All of it as plain data, by entry. */
  entries(): AcceptedEntries {
    const byActor = [...this.#actors.keys()].map((actor): [string, [string, number][]] => [actor, []]);
    const bytes = new Uint8Array(this.#slots.buffer);
    for (let place = 0; place < this.#slots.length; place += WORDS) {
      const seq = this.#slots[place + SEQ]!;
      if (seq > 0) byActor[this.#slots[place + ACTOR]!]![1].push([idFromBytes(bytes, 4 * place), seq]);
    }
    for (const [, commands] of byActor) commands.sort(([, seq], [, other]) => seq - other);
    return byActor;
  }

  /** Where the wanted command of an actor is, or would be: the table is never full. */
  #place(actor: number): number {
    const slots = this.#slots;
    const last = slots.length - WORDS;
    let hash = Math.imul(wanted[0]! ^ Math.imul(wanted[1]!, SALT), SALT);
    hash = Math.imul(hash ^ (hash >>> 15) ^ wanted[2]! ^ Math.imul(wanted[3]!, SALT) ^ actor, SALT);
    let place = ((hash ^ (hash >>> 13)) & (slots.length / WORDS - 1)) * WORDS;
    while (
      slots[place + SEQ] !== 0 &&
      !(
        slots[place] === wanted[0] &&
        slots[place + 1] === wanted[1] &&
        slots[place + 2] === wanted[2] &&
        slots[place + 3] === wanted[3] &&
        slots[place + ACTOR] === actor
      )
    ) {
      place = place === last ? 0 : place + WORDS;
    }
    return place;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(2 * old.length);
    for (let from = 0; from < old.length; from += WORDS) {
      if (old[from + SEQ] === 0) continue;
      wanted.set(old.subarray(from, from + 4));
      this.#slots.set(old.subarray(from, from + WORDS), this.#place(old[from + ACTOR]!));
    }
  }
}

/** By actor: each command's id and entry. */
export type AcceptedEntries = readonly (readonly [string, readonly (readonly [string, number])[]])[];
