/** What an account may do, from least to most. */
export const ROLES = ['player', 'host', 'operator', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** The part of an account that other players see. */
export interface Profile {
  /** 1 to 63 characters. */
  readonly displayName: string;
  /** 100 to 999, or 0 where the player has not said. */
  readonly areaCode: number;
  /** BCP 47, or empty where the player has not said. */
  readonly locale: string;
}

/** Names and the hash that a password is held against. */
export interface Credentials {
  readonly email: string;
  readonly username: string;
  readonly passwordHash: string;
}

/** An account; a guest has no credentials. */
export interface Account {
  readonly id: string;
  readonly credentials: Credentials | undefined;
  /** Whether a mail to its address has been answered. */
  readonly emailVerified: boolean;
  readonly roles: readonly Role[];
  readonly profile: Profile;
  readonly createTime: Date;
}

/** The roles that an account has after a request for these: player always, each once, lowest first. */
export const completeRoles = (wanted: readonly Role[]): readonly Role[] =>
  ROLES.filter((role) => role === 'player' || wanted.includes(role));

/** Whether two complete lists of roles are the same. */
export const sameRoles = (one: readonly Role[], other: readonly Role[]): boolean => one.join() === other.join();

/** Whether names differ at most in case, which is how they are unique. */
export const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * What a login can be the name of: an email has an @, a username never; undefined where it can be neither, so that
 * nothing strange reaches a query.
 */
export function readLogin(login: string): { readonly by: 'email' | 'username'; readonly value: string } | undefined {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$/.test(login)) return { by: 'username', value: login };
  if (/^[^\s@\0]+@[^\s@\0]+$/.test(login)) return { by: 'email', value: login };
  return undefined;
}
