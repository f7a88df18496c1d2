import { SignJWT } from 'jose';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../../harness/auth/tokens.ts';
import type { Account } from '../domain/account.ts';
import { ACCESS_TOKEN_MS } from '../domain/key-schedule.ts';
import type { KeyRing } from './key-ring.ts';

/** A signed access token, and when it expires. */
export interface AccessToken {
  readonly accessToken: string;
  readonly accessExpireTime: Date;
}

/** Signs an access token (JWT, RFC 7519) for a session of an account, with the roles that the account has now. */
export async function signAccessToken(ring: KeyRing, account: Account, sessionId: string): Promise<AccessToken> {
  const { id, key } = ring.signing();
  const issued = Math.floor(Date.now() / 1000);
  const expires = issued + ACCESS_TOKEN_MS / 1000;
  const accessToken = await new SignJWT({ sid: sessionId, roles: [...account.roles] })
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: id, typ: 'JWT' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(account.id)
    .setIssuedAt(issued)
    .setExpirationTime(expires)
    .sign(key);
  return { accessToken, accessExpireTime: new Date(expires * 1000) };
}
