/** What an account may do; the lower-case names of playmesh.user.v1.Role. */
export type Role = 'player' | 'host' | 'operator' | 'admin';

/** Who a verified access token says is calling. */
export interface Caller {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly Role[];
  /** When the token expires, in seconds since 1970. */
  readonly expires: number;
}

/** True for operators, who may look into everything, and for admins. */
export const isOperator = (caller: Caller): boolean =>
  caller.roles.includes('operator') || caller.roles.includes('admin');
