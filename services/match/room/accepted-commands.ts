/**
 * The commands that have had their effect, with their entries, so that a repeat is answered and not decided again.
 * By actor first: no key has to be put together for a lookup.
 */
export class AcceptedCommands {
  readonly #byActor = new Map<string, Map<string, number>>();

  /** @param entries as `entries` gives them */
  constructor(entries: AcceptedEntries = []) {
    for (const [actor, commands] of entries) for (const [commandId, seq] of commands) this.add(actor, commandId, seq);
  }

  /** The entry that a command made, if it made one. */
  seqOf(actor: string, commandId: string): number | undefined {
    return this.#byActor.get(actor)?.get(commandId);
  }

  add(actor: string, commandId: string, seq: number): void {
    let commands = this.#byActor.get(actor);
    if (!commands) this.#byActor.set(actor, (commands = new Map<string, number>()));
    commands.set(commandId, seq);
  }

  /** All of it as plain data. */
  entries(): AcceptedEntries {
    return [...this.#byActor].map(([actor, commands]) => [actor, [...commands]]);
  }
}

/** By actor: each command's id and entry. */
export type AcceptedEntries = readonly (readonly [string, readonly (readonly [string, number])[]])[];
