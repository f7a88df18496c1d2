import { Tokens, User } from '../../../gen/playmesh/user/v1/user.ts';
import type { ScriptedMesh } from './scripted-mesh.ts';
import { USERS } from './messages.ts';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Tokens number `n` of a session, as the user service would give them. */
export function tokens(n: number, lifetimeSeconds = 900): Tokens {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = base64url({ iat, exp: iat + lifetimeSeconds, n });
  return Tokens.fromPartial({
    accessToken: `${base64url({ alg: 'ES256' })}.${claims}.signature`,
    accessExpireTime: new Date((iat + lifetimeSeconds) * 1_000),
    refreshToken: `refresh-${n}`,
  });
}

/** Lets guests in with tokens number 1, so that a client under test is signed in by one call. */
export function acceptGuests(mesh: ScriptedMesh, lifetimeSeconds?: number): void {
  mesh.users.createGuest = async () => ({
    user: User.fromPartial({ userId: USERS[0]!, guest: true }),
    tokens: tokens(1, lifetimeSeconds),
  });
}
