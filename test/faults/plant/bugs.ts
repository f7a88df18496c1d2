/** A bug as it could have been written: a piece of the match service's source, and what stands in its place. */
export type Bug = {
  readonly name: string;
  /** From the root of the checkout. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly instead: string;
};

const ROOM = 'services/match/room/room.ts';
const LOG = 'services/match/store/log.ts';
const APPENDS = 'const kind = await this.#parts.log.append(';

/** The bugs that the core is built against. That the checker finds each shows that it would find them unplanted. */
export const bugs = {
  acknowledgeBeforeCommit: {
    name: 'acknowledge before commit',
    file: ROOM,
    text: APPENDS,
    instead: `const kind = 'stored' as Awaited<ReturnType<LogStore['append']>>;
    void this.#parts.log.append(`,
  },
  publishBeforeCommit: {
    name: 'publish before commit',
    file: ROOM,
    text: APPENDS,
    instead: `this.#parts.bus.publish(entry);
    ${APPENDS}`,
  },
  dedupeOff: {
    name: 'dedupe off',
    file: ROOM,
    text: `if (repeated !== undefined) return { kind: 'accepted', seq: repeated };`,
    instead: '',
  },
  // Of two replicas that race for one place in a log, the later one wins, whatever it was decided on.
  guardOff: {
    name: 'guard off',
    file: LOG,
    text: `  where (select p.entry_id from log p where p.match_id = r.match_id and p.seq = r.seq - 1) = r.previous_entry_id
    and to_timestamp(r.at / 1000.0) <= clock_timestamp() + interval '250 ms'
  order by r.match_id, r.seq
  on conflict do nothing`,
    instead: `  order by r.match_id, r.seq
  on conflict (match_id, seq) do update set entry_id = excluded.entry_id, actor = excluded.actor,
    command_id = excluded.command_id, at = excluded.at, body = excluded.body`,
  },
  tailPollOff: {
    name: 'tail poll off',
    file: 'services/match/room/upkeep.ts',
    text: `const silent = [...this.#rooms.loaded()].filter((room) => all || this.#isPollDue(room, now));`,
    instead: 'const silent: Room[] = [];',
  },
} as const satisfies Record<string, Bug>;

/** A source with a bug in it. @throws Error where the text is not there exactly once: the bug must be written anew. */
export function withBug(source: string, { name, file, text, instead }: Bug): string {
  const [before, after, ...others] = source.split(text);
  if (after === undefined || others.length > 0) {
    throw new Error(`The bug "${name}" cannot be planted: ${file} has this not once: ${text}`);
  }
  return before + instead + after;
}
