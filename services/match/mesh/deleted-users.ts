import { DeletionFeedServiceDefinition } from '../../../gen/playmesh/user/v1/deletion_feed_service.ts';
import type { MeshChannel } from '../../harness/grpc/channel.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { Logger } from '../../harness/log.ts';
import { Repeating } from '../../harness/repeating.ts';

const DEADLINE_MS = 2_000;
const POLL_MS = 10_000;
/** For so long deletions are told again: what a session that had not heard of it yet left behind is forgotten then too. */
const OVERLAP_MS = 60_000;

/** A page of users whose accounts were deleted, and the greatest time of their deletions, in milliseconds since 1970. */
export interface Deletions {
  readonly userIds: readonly string[];
  readonly latestMs: number | undefined;
}

/** Pages of those who were deleted since a time, or ever, oldest first. */
export type ListDeletions = (sinceMs: number | undefined) => AsyncIterable<Deletions>;

/** What the user service tells of deleted accounts. */
export function deletionsOver(mesh: MeshChannel): ListDeletions {
  const feed = mesh.client(DeletionFeedServiceDefinition, DEADLINE_MS);
  return async function* (sinceMs) {
    const sinceTime = sinceMs === undefined ? undefined : new Date(sinceMs);
    let pageToken = '';
    do {
      const { users, nextPageToken } = await feed.listDeletedUsers({ sinceTime, pageToken });
      yield {
        userIds: users.map(({ userId }) => idFromBytes(userId)),
        latestMs: users.at(-1)?.deleteTime?.getTime(),
      };
      pageToken = nextPageToken;
    } while (pageToken);
  };
}

/**
 * Has this service forget what belonged to users whose accounts were deleted: a replica that starts goes through all of
 * them, then through those of the last minute, so nothing needs to be kept about how far it is, and to forget twice must
 * do no harm. While the user service or the database is away it is only late.
 */
export class DeletedUsers {
  readonly #list: ListDeletions;
  readonly #forget: (userIds: readonly string[]) => Promise<void>;
  readonly #polling: Repeating;
  #latestMs: number | undefined;

  constructor(list: ListDeletions, forget: (userIds: readonly string[]) => Promise<void>, log: Logger) {
    this.#list = list;
    this.#forget = forget;
    const complaint = 'deleted accounts cannot be read; trying on';
    this.#polling = new Repeating({ work: () => this.#poll(), pauseMs: POLL_MS, complaint, log });
  }

  start(): void {
    this.#polling.start();
  }

  stop(): void {
    this.#polling.stop();
  }

  async #poll(): Promise<void> {
    const sinceMs = this.#latestMs === undefined ? undefined : this.#latestMs - OVERLAP_MS;
    for await (const { userIds, latestMs } of this.#list(sinceMs)) {
      if (!this.#polling.isRunning) return;
      if (userIds.length > 0) await this.#forget(userIds);
      this.#latestMs = latestMs ?? this.#latestMs;
    }
  }
}
