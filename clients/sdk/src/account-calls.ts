import type { UserServiceClient } from '../../../gen/playmesh/user/v1/user_service.ts';
import type { CallSettings } from './calls.ts';
import { parseId } from './ids.ts';
import type { Id } from './ids.ts';
import type { AuditAction, AuditEvent, BlockedUser, DataRecord } from './messages.ts';
import { everyItem } from './pages.ts';
import type { SignedCalls } from './signed-calls.ts';

/** What keeps an account its owner's, and what its owner wants to keep away. */
export class AccountCalls {
  readonly #users: UserServiceClient;
  readonly #calls: SignedCalls;

  constructor(users: UserServiceClient, calls: SignedCalls) {
    this.#users = users;
    this.#calls = calls;
  }

  /** Asks for one more mail with a token for `verifyEmail`. FAILED_PRECONDITION with reason EMAIL_VERIFIED and others. */
  async requestEmailVerification({ signal }: CallSettings = {}): Promise<void> {
    await this.#calls.signed((options) => this.#users.requestEmailVerification({}, options), signal);
  }

  /** Shows the token of a mail; nobody need be signed in. UNAUTHENTICATED with reason BAD_MAIL_TOKEN. */
  async verifyEmail(token: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#calls.unsignedOnce((options) => this.#users.verifyEmail({ token }, options), signal);
  }

  /** Asks for a mail with a token for `resetPassword`. The answer does not tell whether an account has the address. */
  async requestPasswordReset(email: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#calls.unsigned((options) => this.#users.requestPasswordReset({ email }, options), signal);
  }

  /** Sets a new password by the token of a mail, and ends all sessions; log in then. UNAUTHENTICATED, BAD_MAIL_TOKEN. */
  async resetPassword(token: string, password: string, { signal }: CallSettings = {}): Promise<void> {
    const request = { token, password, passwordConfirmation: password };
    await this.#calls.unsignedOnce((options) => this.#users.resetPassword(request, options), signal);
  }

  /** Changes the password, and ends the player's other sessions. UNAUTHENTICATED with reason BAD_CREDENTIALS. */
  async changePassword(currentPassword: string, password: string, { signal }: CallSettings = {}): Promise<void> {
    const request = { currentPassword, password, passwordConfirmation: password };
    await this.#calls.once((options) => this.#users.changePassword(request, options), signal);
  }

  /** Blocks a user: the two are not matched any more. FAILED_PRECONDITION with reason TOO_MANY_BLOCKS beyond 1,000. */
  async block(userId: Id, { signal }: CallSettings = {}): Promise<void> {
    const request = { userId: parseId(userId) };
    await this.#calls.signed((options) => this.#users.blockUser(request, options), signal);
  }

  /** Takes a block back. */
  async unblock(userId: Id, { signal }: CallSettings = {}): Promise<void> {
    const request = { userId: parseId(userId) };
    await this.#calls.signed((options) => this.#users.unblockUser(request, options), signal);
  }

  /** Whom the player blocks, latest first. */
  blockedUsers({ signal }: CallSettings = {}): AsyncGenerator<BlockedUser, void> {
    return everyItem(async (pageToken) => {
      const page = await this.#calls.signed((options) => this.#users.listBlockedUsers({ pageToken }, options), signal);
      return { items: page.blockedUsers, next: page.nextPageToken };
    });
  }

  /** Everything that is stored about the player's account. */
  exportData({ signal }: CallSettings = {}): AsyncGenerator<DataRecord, void> {
    return everyItem(async (pageToken) => {
      const page = await this.#calls.signed((options) => this.#users.exportData({ pageToken }, options), signal);
      return { items: page.records, next: page.nextPageToken };
    });
  }

  /** For operators: the audit trail, latest first, of one account or all, of one action or all. */
  auditEvents({
    signal,
    accountId,
    ...filter
  }: CallSettings & { readonly accountId?: Id; readonly action?: AuditAction } = {}): AsyncGenerator<AuditEvent, void> {
    const request = { ...filter, accountId: accountId ? parseId(accountId) : new Uint8Array() };
    return everyItem(async (pageToken) => {
      const page = await this.#calls.signed(
        (options) => this.#users.listAuditEvents({ ...request, pageToken }, options),
        signal,
      );
      return { items: page.events, next: page.nextPageToken };
    });
  }
}
