import type { Caller } from '../../harness/auth/caller.ts';
import { invalidArgument } from '../../harness/errors.ts';
import type { Database, EntityManager } from '../../harness/store/database.ts';
import type { Account } from '../domain/account.ts';
import { withoutOthers, type RecordedEvent } from '../domain/audit.ts';
import type { Limits } from '../limits/limits.ts';
import { findAccount } from '../store/accounts.ts';
import { isRecorded, listEventsAbout, record } from '../store/audit.ts';
import { listBlocksById, type Block } from '../store/blocks.ts';
import type { MailRow, SessionRow } from '../store/entities.ts';
import { listMails } from '../store/mails.ts';
import { listSessionsById } from '../store/sessions.ts';

/** One thing that is stored about an account. */
export type DataRecord =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'session'; readonly session: SessionRow }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'mail'; readonly mail: MailRow }
  | { readonly kind: 'event'; readonly event: RecordedEvent };

/** The last record of a page: the next one begins after it. */
export interface DataPosition {
  /** The line of the audit trail that tells of the export. */
  readonly exportId: string;
  readonly kind: DataRecord['kind'];
  readonly id: string;
}

/** Reads records of one kind in the order of their ids, from after one on. */
type Reader = (
  em: EntityManager,
  accountId: string,
  limit: number,
  after: string | undefined,
) => Promise<readonly { readonly id: string; readonly record: DataRecord }[]>;

/** In the order of the export. */
const READERS: Readonly<Record<DataRecord['kind'], Reader>> = {
  account: async (em, accountId, _limit, after) => {
    const account = after === undefined ? await findAccount(em, accountId) : undefined;
    return account ? [{ id: accountId, record: { kind: 'account', account } }] : [];
  },
  session: async (...where) =>
    (await listSessionsById(...where)).map((session) => ({ id: session.id, record: { kind: 'session', session } })),
  block: async (...where) =>
    (await listBlocksById(...where)).map((block) => ({ id: block.blockedId, record: { kind: 'block', block } })),
  mail: async (...where) =>
    (await listMails(...where)).map((mail) => ({ id: mail.id, record: { kind: 'mail', mail } })),
  event: async (em, accountId, limit, after) =>
    (await listEventsAbout(em, accountId, limit, after)).map((event) => ({
      id: event.id,
      record: { kind: 'event', event: withoutOthers(event, accountId) },
    })),
};

/** The kinds of records, in the order of the export. */
export const DATA_KINDS = Object.keys(READERS) as readonly DataRecord['kind'][];

/** Hands out everything that is stored about an account, to its owner. */
export class DataExport {
  readonly #database: Database;
  readonly #limits: Limits;

  constructor(database: Database, limits: Limits) {
    this.#database = database;
    this.#limits = limits;
  }

  /**
   * At most `limit` records after a position, and where the next page begins; undefined at the end. The first page is in
   * the audit trail, and no other can be read without it.
   * @throws ApiError RATE_LIMITED, INVALID_REQUEST for a position in no export of the caller's
   */
  async read(
    caller: Caller,
    limit: number,
    after: DataPosition | undefined,
    clientAddress: string,
  ): Promise<{ readonly records: readonly DataRecord[]; readonly next: DataPosition | undefined }> {
    const { userId: accountId, sessionId } = caller;
    await this.#limits.export(accountId);
    return this.#database.transact(async (em) => {
      const begin = () =>
        record(em, { action: 'export_data', accountId, actorId: accountId, sessionId, clientAddress });
      const exportId = after?.exportId ?? (await begin());
      if (after && !(await isRecorded(em, { id: exportId, action: 'export_data', actorId: accountId }))) {
        throw invalidArgument([{ field: 'page_token', description: 'must be of an export of yours' }]);
      }
      const records: DataRecord[] = [];
      let next: DataPosition | undefined;
      for (const kind of DATA_KINDS.slice(after ? DATA_KINDS.indexOf(after.kind) : 0)) {
        const from = kind === after?.kind ? after.id : undefined;
        const found = await READERS[kind](em, accountId, limit + 1 - records.length, from);
        for (const { id, record: each } of found) {
          if (records.length === limit) return { records, next };
          records.push(each);
          next = { exportId, kind, id };
        }
      }
      return { records, next: undefined };
    });
  }
}
