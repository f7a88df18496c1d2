/** For so long after its use a refresh token may be used once more, by a client whose answer was lost. */
export const GRACE_MS = 10_000;

/** A refresh token as it is kept. */
export interface RefreshToken {
  /** How many rotations of the session came before it. */
  readonly generation: number;
  /** When it was used, in milliseconds since 1970. */
  readonly spendTime: number | undefined;
  /** Whether it has been used once more in the time of grace. */
  readonly repeated: boolean;
}

/** The use of a refresh token. */
export interface RefreshAttempt {
  readonly token: RefreshToken;
  /** Generation of the session's newest tokens. */
  readonly generation: number;
  /** Whether the client says it is the one that opened the session. */
  readonly sameClient: boolean;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/**
 * What the use of a token that belongs to a living session means.
 * `rotate`: it is the newest, and is spent now. `repeat`: it was spent a moment ago and its answer was lost; one more
 * token of the same generation is issued, and whichever of the two is used first makes the other one worthless.
 * `reuse`: two parties hold the session's tokens and nobody can say which is the thief, so the session must end
 * (RFC 9700, section 4.14.2).
 */
export function judgeRefresh({ token, generation, sameClient, now }: RefreshAttempt): 'rotate' | 'repeat' | 'reuse' {
  if (token.spendTime === undefined) return token.generation === generation ? 'rotate' : 'reuse';
  const justSpent = token.generation === generation - 1 && now - token.spendTime <= GRACE_MS;
  return justSpent && sameClient && !token.repeated ? 'repeat' : 'reuse';
}
