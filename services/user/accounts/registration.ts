import { randomInt } from 'node:crypto';
import { ApiError, Code } from '../../harness/errors.ts';
import { newId } from '../../harness/ids.ts';
import type { Database, EntityManager } from '../../harness/store/database.ts';
import { sameName, type Account, type Credentials, type Profile } from '../domain/account.ts';
import { firstProfile } from '../domain/profile.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import type { Mails } from '../mail/mails.ts';
import { requireGoodPassword } from '../passwords/good-password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { findAccount, insertAccount } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import { findRequest, insertRequest, isRepeat, type AccountRequest } from '../store/requests.ts';
import { issueTokens, openSession, type Client, type SignedIn } from '../sessions/sign-in.ts';
import { refuseTakenNames, takenNames, type Names } from './names.ts';

/** For so long a repeated CreateGuest signs in to the guest that it made. */
const GUEST_REPEAT_MS = 60_000;

/** What Register asks for. */
export interface NewAccount extends Names {
  readonly requestId: string;
  readonly password: string;
  readonly profile: Partial<Profile> | undefined;
}

/** Makes accounts and signs them in; a request that is repeated finds the account that it made. */
export class Registration {
  readonly #database: Database;
  readonly #hasher: PasswordHasher;
  readonly #limits: Limits;
  readonly #mails: Mails;
  readonly #ring: KeyRing;

  constructor(database: Database, hasher: PasswordHasher, limits: Limits, mails: Mails, ring: KeyRing) {
    this.#database = database;
    this.#hasher = hasher;
    this.#limits = limits;
    this.#mails = mails;
    this.#ring = ring;
  }

  /**
   * Makes an account with credentials, and mails a token by which to verify the address.
   * @throws ApiError INVALID_REQUEST, EMAIL_TAKEN, USERNAME_TAKEN, REQUEST_ID_REUSED, RATE_LIMITED, OVERLOADED
   */
  async register(wanted: NewAccount, client: Client): Promise<SignedIn> {
    requireGoodPassword(wanted.password, wanted);
    await this.#limits.registration(client.clientAddress);
    const repeat = async (): Promise<SignedIn | undefined> => {
      const made = await this.#findMade(wanted.requestId);
      if (!made) return undefined;
      const { credentials } = made.account;
      const same =
        made.request.method === 'register' &&
        credentials !== undefined &&
        sameName(credentials.email, wanted.email) &&
        sameName(credentials.username, wanted.username) &&
        (await this.#hasher.verify(credentials.passwordHash, wanted.password));
      return this.#signInAgain(same ? made.account : undefined, client);
    };
    return unlessRepeated(repeat, async () => {
      await this.#database.use((em) => refuseTakenNames(em, wanted)); // before the work of hashing; the database decides
      const { email, username } = wanted;
      const credentials = { email, username, passwordHash: await this.#hasher.hash(wanted.password) };
      const request = { id: wanted.requestId, method: 'register' as const };
      return this.#make(request, credentials, firstProfile(wanted.profile, username), client);
    });
  }

  /** Makes an account without credentials. @throws ApiError REQUEST_ID_REUSED, RATE_LIMITED */
  async createGuest(requestId: string, profile: Partial<Profile> | undefined, client: Client): Promise<SignedIn> {
    await this.#limits.guest(client.clientAddress);
    const repeat = async (): Promise<SignedIn | undefined> => {
      const made = await this.#findMade(requestId);
      if (!made) return undefined;
      const same =
        made.request.method === 'create_guest' &&
        made.account.credentials === undefined &&
        made.request.clientAddress === client.clientAddress &&
        made.request.ageMs <= GUEST_REPEAT_MS;
      return this.#signInAgain(same ? made.account : undefined, client);
    };
    const defaultName = `Guest ${String(randomInt(10_000)).padStart(4, '0')}`;
    const request = { id: requestId, method: 'create_guest' as const };
    return unlessRepeated(repeat, () => this.#make(request, undefined, firstProfile(profile, defaultName), client));
  }

  async #findMade(requestId: string) {
    return this.#database.use(async (em) => {
      const request = await findRequest(em, requestId);
      const account = request && (await findAccount(em, request.accountId));
      return account && { request, account };
    });
  }

  /** Signs in to the account of a repeated request, or refuses where the repeat differs from the first. */
  async #signInAgain(account: Account | undefined, client: Client): Promise<SignedIn> {
    if (!account) {
      throw new ApiError(
        Code.ALREADY_EXISTS,
        'REQUEST_ID_REUSED',
        'This request_id has been used for another request; make a new one.',
        { metadata: { field: 'request_id' } },
      );
    }
    const continuation = await this.#database.transact((em) => signIn(em, account.id, 'log_in', client));
    return { account, tokens: await issueTokens(this.#ring, account, continuation) };
  }

  async #make(
    request: Pick<AccountRequest, 'id' | 'method'>,
    credentials: Credentials | undefined,
    profile: Profile,
    client: Client,
  ): Promise<SignedIn> {
    const { account, continuation } = await this.#database.transact(async (em) => {
      const made = await insertAccount(em, newId(), credentials, profile);
      await insertRequest(em, { ...request, accountId: made.id, clientAddress: client.clientAddress });
      if (credentials) await this.#mails.queue(em, made.id, 'verify_email');
      return { account: made, continuation: await signIn(em, made.id, request.method, client) };
    });
    this.#mails.hurry();
    return { account, tokens: await issueTokens(this.#ring, account, continuation) };
  }
}

/**
 * Makes an account unless the request has made one before. The same request may be under way a second time and win, and
 * then has taken the names that this one asks for as well, so a failure is no failure before that has been looked at.
 */
async function unlessRepeated(
  repeat: () => Promise<SignedIn | undefined>,
  make: () => Promise<SignedIn>,
): Promise<SignedIn> {
  const before = await repeat();
  if (before) return before;
  try {
    return await make();
  } catch (thrown) {
    const error = takenNames(thrown) ?? thrown;
    const lost = isRepeat(error) || (error instanceof ApiError && error.code === Code.ALREADY_EXISTS);
    const meanwhile = lost ? await repeat() : undefined;
    if (meanwhile) return meanwhile;
    throw error;
  }
}

async function signIn(
  em: EntityManager,
  accountId: string,
  action: AccountRequest['method'] | 'log_in',
  client: Client,
) {
  const continuation = await openSession(em, accountId, client);
  const { clientAddress } = client;
  const { sessionId } = continuation;
  await record(em, { action, accountId, actorId: accountId, sessionId, clientAddress });
  return continuation;
}
