import type { CallOptions } from 'nice-grpc-common';
import type { Tokens } from '../../../gen/playmesh/user/v1/user.ts';
import { AccountCalls } from './account-calls.ts';
import type { CallSettings } from './calls.ts';
import { openPlay, openWatch } from './connection.ts';
import type { Act } from './connection.ts';
import { Code, PlaymeshError } from './errors.ts';
import { findMatch } from './find-match.ts';
import type { FoundMatch, QueuePlace } from './find-match.ts';
import { formatId, newId, parseId } from './ids.ts';
import type { Id } from './ids.ts';
import type {
  MatchSettings,
  Match,
  MatchEvent,
  MatchState,
  Profile,
  Session,
  Snapshot,
  User,
  Visibility,
} from './messages.ts';
import { everyItem } from './pages.ts';
import { MatchSession, PLAY_TIMINGS, WATCH_TIMINGS } from './session.ts';
import type { Route } from './session.ts';
import { SignedCalls } from './signed-calls.ts';
import { StatsCalls } from './stats-calls.ts';
import { TokenKeeper } from './tokens.ts';
import type { SignedOut, TokenStorage } from './tokens.ts';
import type { Transport } from './transport.ts';

export interface ClientOptions {
  /** Where the player's tokens are kept between starts; by default they last as long as the client. */
  readonly storage?: TokenStorage;
  /** Told when nobody is signed in any more. */
  readonly onSignedOut?: (signedOut: SignedOut) => void;
}

export interface Credentials {
  readonly email: string;
  readonly username: string;
  readonly password: string;
}

/** What of a profile its owner sets; what is left out stays as it is, or at its default. */
export type ProfileChange = Partial<Omit<Profile, 'userId'>>;

/** A match by its id, or by whatever has one: a found match, a Match, a session. */
export type MatchRef = Id | { readonly matchId: Id; readonly route?: string };

export interface PlayOptions {
  /**
   * Which replica the stream is led to. By default all streams of the match to the same one; `spread` for matches with
   * many viewers; a key of one's own leads all streams with it to the same replica. Nothing but speed depends on it.
   */
  readonly route?: Route;
}

/**
 * One player's side of a mesh. Calls carry the player's token, which renews itself, and are repeated for up to 20 s
 * while their outcome is unknown. They reject with PlaymeshError, or with the reason of the signal that aborted them.
 */
export class PlaymeshClient {
  readonly #transport: Transport;
  readonly #tokens: TokenKeeper;
  readonly #calls: SignedCalls;
  readonly #sessions = new Set<MatchSession>();
  readonly #closing = new AbortController();
  /** Address and password, blocks, and what is stored of the account. */
  readonly account: AccountCalls;
  /** What was played, counted; a second or two behind. */
  readonly stats: StatsCalls;

  constructor(transport: Transport, { storage, onSignedOut }: ClientOptions = {}) {
    this.#transport = transport;
    const refresh = async (refreshToken: string): Promise<Tokens> => {
      const { tokens } = await this.#calls.unsigned((options) =>
        transport.users.refreshTokens({ refreshToken }, options),
      );
      return required(tokens);
    };
    this.#tokens = new TokenKeeper(storage, refresh, (signedOut) => {
      for (const session of this.#sessions) session.signOut();
      if (signedOut) onSignedOut?.(signedOut);
    });
    this.#calls = new SignedCalls(this.#tokens, this.#closing.signal);
    this.account = new AccountCalls(transport.users, this.#calls);
    this.stats = new StatsCalls(transport.stats, this.#calls);
  }

  /** Who is signed in, as UUID text; undefined also until `restore` or the first call has read the storage. */
  get userId(): string | undefined {
    return this.#tokens.userId;
  }

  /** Reads the storage. True when a player is signed in from before. */
  restore(): Promise<boolean> {
    return this.#tokens.restore();
  }

  /** Makes an account and signs it in. ALREADY_EXISTS with reason EMAIL_TAKEN or USERNAME_TAKEN. */
  async register(credentials: Credentials, profile?: ProfileChange, { signal }: CallSettings = {}): Promise<User> {
    const request = {
      requestId: newId(),
      ...credentials,
      passwordConfirmation: credentials.password,
      ...(profile ? { profile } : {}),
    };
    return this.#signIn((options) => this.#transport.users.register(request, options), signal);
  }

  /** Opens a session by username or email. UNAUTHENTICATED with reason BAD_CREDENTIALS. */
  async logIn(login: string, password: string, { signal }: CallSettings = {}): Promise<User> {
    return this.#signIn((options) => this.#transport.users.logIn({ login, password }, options), signal);
  }

  /** Makes an account without credentials and signs it in; who loses its tokens has lost it, unless it was upgraded. */
  async guest(profile?: ProfileChange, { signal }: CallSettings = {}): Promise<User> {
    const request = { requestId: newId(), ...(profile ? { profile } : {}) };
    return this.#signIn((options) => this.#transport.users.createGuest(request, options), signal);
  }

  /** Gives the guest who is signed in credentials; id, matches and sessions stay. */
  async upgrade(credentials: Credentials, { signal }: CallSettings = {}): Promise<User> {
    const request = { ...credentials, passwordConfirmation: credentials.password };
    try {
      const { user } = await this.#calls.signed(
        (options) => this.#transport.users.upgradeGuest(request, options),
        signal,
      );
      return required(user);
    } catch (error) {
      if (!(error instanceof PlaymeshError) || error.reason !== 'NOT_A_GUEST') throw error;
      const user = await this.getUser({ signal }); // done already, by a try whose answer was lost
      if (user.username.toLowerCase() !== credentials.username.toLowerCase()) throw error;
      return user;
    }
  }

  /** Ends the session here in any case, and at the service; rejects when that could not be told. */
  async logOut({ signal }: CallSettings = {}): Promise<void> {
    try {
      await this.#calls.signed((options) => this.#transport.users.logOut({}, options), signal);
    } catch (error) {
      if (!(error instanceof PlaymeshError) || error.code !== Code.UNAUTHENTICATED) throw error;
    } finally {
      await this.#tokens.signOut({ reason: 'LOGGED_OUT' });
    }
  }

  /** Deletes the account and signs out. @param password empty for a guest. */
  async deleteAccount(password: string, { signal }: CallSettings = {}): Promise<void> {
    await this.#calls.once((options) => this.#transport.users.deleteAccount({ password }, options), signal);
    await this.#tokens.signOut({ reason: 'LOGGED_OUT' });
  }

  /** The account that is signed in. */
  async getUser({ signal }: CallSettings = {}): Promise<User> {
    const { user } = await this.#calls.signed((options) => this.#transport.users.getUser({}, options), signal);
    return required(user);
  }

  /** What any player may know of another. */
  async getProfile(userId: Id, { signal }: CallSettings = {}): Promise<Profile> {
    const request = { userId: parseId(userId) };
    const { profile } = await this.#calls.signed(
      (options) => this.#transport.users.getProfile(request, options),
      signal,
    );
    return required(profile);
  }

  async updateProfile(profile: ProfileChange, { signal }: CallSettings = {}): Promise<Profile> {
    const paths = { displayName: 'display_name', areaCode: 'area_code', locale: 'locale' } as const;
    const named = (Object.keys(paths) as (keyof typeof paths)[]).filter((name) => profile[name] !== undefined);
    const request = { profile, updateMask: named.map((name) => paths[name]) };
    const { profile: updated } = await this.#calls.signed(
      (options) => this.#transport.users.updateProfile(request, options),
      signal,
    );
    return required(updated);
  }

  /** The player's live sessions, newest first. */
  listSessions({ signal }: CallSettings = {}): AsyncGenerator<Session, void> {
    return everyItem(async (pageToken) => {
      const page = await this.#calls.signed(
        (options) => this.#transport.users.listSessions({ pageToken }, options),
        signal,
      );
      return { items: page.sessions, next: page.nextPageToken };
    });
  }

  /** Ends one of the player's sessions, on another device for example. NOT_FOUND where there is none such. */
  async endSession(sessionId: Id, { signal }: CallSettings = {}): Promise<void> {
    const request = { sessionId: parseId(sessionId) };
    await this.#calls.once((options) => this.#transport.users.endSession(request, options), signal);
  }

  /**
   * Waits in a mode's queue for an opponent, over any number of replicas; `onPlace` is told of the player's place in it
   * at once and whenever it changes. Aborting deletes the ticket and rejects with
   * the signal's reason; where a match was found just before, that is returned, since the opponent waits in it.
   */
  findMatch(
    mode: string,
    { signal, onPlace }: CallSettings & { readonly onPlace?: (place: QueuePlace) => void } = {},
  ): Promise<FoundMatch> {
    return findMatch(
      {
        tickets: this.#transport.tickets,
        call: (call) => this.#calls.signed(call),
        accessToken: () => this.#tokens.accessToken(),
        renew: (refused) => this.#tokens.renew(refused),
      },
      mode,
      this.#calls.until(signal),
      onPlace,
    );
  }

  /** Makes a match with the player in seat 0. @param config settings other than the mode's own; what is left out is as the mode has it. */
  async createMatch(
    mode: string,
    visibility: Visibility,
    { config, signal }: CallSettings & { readonly config?: MatchSettings } = {},
  ): Promise<Match> {
    const request = { requestId: newId(), mode, visibility, ...(config ? { config: { config } } : {}) };
    const { match } = await this.#calls.signed(
      (options) => this.#transport.matches.createMatch(request, options),
      signal,
    );
    return required(match);
  }

  /** Takes a free seat; a private match needs its invite code, which alone also finds it. */
  async joinMatch(
    match: MatchRef | { readonly inviteCode: string },
    { signal, inviteCode = '' }: CallSettings & { readonly inviteCode?: string } = {},
  ): Promise<Match> {
    const byCode = typeof match === 'object' && 'inviteCode' in match && !('matchId' in match);
    const request = byCode ? { inviteCode: match.inviteCode } : { matchId: idOf(match), inviteCode };
    const { match: joined } = await this.#calls.signed(
      (options) => this.#transport.matches.joinMatch(request, options),
      signal,
    );
    return required(joined);
  }

  /** Gives the seat up for good: frees it before the start, resigns after it. */
  async leaveMatch(match: MatchRef, { signal }: CallSettings = {}): Promise<void> {
    const request = { matchId: idOf(match) };
    await this.#calls.signed(async (options, repeat) => {
      try {
        await this.#transport.matches.leaveMatch(request, options);
      } catch (error) {
        // callOnce has not read the details yet, so a repeat that finds the seat gone is told by the code alone.
        if (repeat === 0 || (error as { code?: unknown }).code !== Code.FAILED_PRECONDITION) throw error;
      }
    }, signal);
  }

  /** A match as the player may see it now. @param atLeastSeq a log entry that the answer must cover, if there is one. */
  async getMatch(match: MatchRef, { signal, atLeastSeq = 0 }: CallSettings & { readonly atLeastSeq?: number } = {}) {
    const request = { matchId: idOf(match), atLeastSeq };
    const { snapshot } = await this.#calls.signed(
      (options) => this.#transport.matches.getMatch(request, options),
      signal,
    );
    return required<Snapshot>(snapshot);
  }

  /**
   * Offers to play a match that is over once more, or takes up the opponent's offer: the match to play. One's opponent
   * finds it as `rematchId` of the match that is over. FAILED_PRECONDITION, MATCH_NOT_FINISHED or NOT_SEATED.
   */
  async offerRematch(match: MatchRef, { signal }: CallSettings = {}): Promise<Match> {
    const request = { matchId: idOf(match) };
    const { match: rematch } = await this.#calls.signed(
      (options) => this.#transport.matches.offerRematch(request, options),
      signal,
    );
    return required<Match>(rematch);
  }

  /** Open matches and the player's own, newest first. */
  listMatches({
    signal,
    ...filter
  }: CallSettings & {
    readonly state?: MatchState;
    readonly mode?: string;
    readonly own?: boolean;
  } = {}): AsyncGenerator<Match, void> {
    return everyItem(async (pageToken) => {
      const page = await this.#calls.signed(
        (options) => this.#transport.matches.listMatches({ ...filter, pageToken }, options),
        signal,
      );
      return { items: page.matches, next: page.nextPageToken };
    });
  }

  /** What has happened in a match, as the player may see it, oldest first. */
  listMatchEvents(match: MatchRef, { signal }: CallSettings = {}): AsyncGenerator<MatchEvent, void> {
    const matchId = idOf(match);
    return everyItem(async (pageToken) => {
      const page = await this.#calls.signed(
        (options) => this.#transport.matches.listMatchEvents({ matchId, pageToken }, options),
        signal,
      );
      return { items: page.events, next: page.nextPageToken };
    });
  }

  /** Follows a match, and plays it where the player has a seat. The session lives until it has ended or is closed. */
  play(match: MatchRef, { route = 'together' }: PlayOptions = {}): MatchSession {
    const matchId = idOf(match);
    const matchRoute = (typeof match === 'object' && 'route' in match && match.route) || '';
    const { matches, bidirectional } = this.#transport;
    const act: Act = (command, routing, signal) =>
      this.#calls.once((options) => matches.act({ matchId, command }, options), signal, routing);
    const session = new MatchSession(
      matchId,
      matchRoute,
      route,
      {
        userId: () => this.userId,
        accessToken: () => this.#tokens.accessToken(),
        renew: (refused) => this.#tokens.renew(refused),
        open: (opening, listener) =>
          bidirectional ? openPlay(matches, opening, listener) : openWatch(matches, opening, act, listener),
        act,
        measureDelay: (probe) => this.#calls.once((options) => matches.measureDelay({ probe }, options)),
        leave: () => this.leaveMatch(matchId),
        signedOut: (error) => {
          // Tokens that a storage fails to forget are refused by the service anyhow.
          this.#tokens.signOut({ reason: 'SESSION_ENDED', ...(error ? { error } : {}) }).catch(() => {});
        },
      },
      bidirectional ? PLAY_TIMINGS : WATCH_TIMINGS,
    );
    this.#sessions.add(session);
    void session.ended.then(() => this.#sessions.delete(session));
    return session;
  }

  /**
   * Ends all sessions and calls, and closes the transport. The player stays signed in where a storage keeps the tokens.
   */
  close(): void {
    this.#closing.abort(new PlaymeshError(Code.CANCELLED, 'The client was closed.', { reason: 'CLOSED' }));
    for (const session of this.#sessions) session.close();
    this.#transport.close();
  }

  async #signIn(
    call: (options: CallOptions) => Promise<{ user: User | undefined; tokens: Tokens | undefined }>,
    signal: AbortSignal | undefined,
  ): Promise<User> {
    const { user, tokens } = await this.#calls.unsigned(call, signal);
    await this.#tokens.signIn(formatId(required(user).userId), required(tokens));
    return required(user);
  }
}

function idOf(match: MatchRef): Uint8Array {
  return parseId(typeof match === 'object' && 'matchId' in match ? match.matchId : match);
}

/** A message that the contract promises. */
function required<T>(message: T | undefined): T {
  if (message === undefined) throw new PlaymeshError(Code.INTERNAL, 'The service left out a part of its answer.');
  return message;
}
