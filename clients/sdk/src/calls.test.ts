import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EndReason, MatchState } from './messages.ts';
import { Code, PlaymeshError } from './errors.ts';
import { formatId, newId } from './ids.ts';
import { MATCH_ID, runningMatch, USERS } from '../test-support/messages.ts';
import { Player, TRANSPORTS } from '../test-support/player.ts';
import { failure } from '../test-support/scripted-mesh.ts';

describe.each(TRANSPORTS)('calls over %s', (transport) => {
  let player: Player;
  beforeEach(async () => {
    player = await Player.start(transport);
  });
  afterEach(() => player.stop());

  test('an error tells its code, reason, facts and wrong fields', async () => {
    player.mesh.users.register = async () => {
      throw failure(
        Code.INVALID_ARGUMENT,
        {
          reason: 'INVALID_REQUEST',
          metadata: { field: 'email' },
          violations: [{ field: 'email', description: 'must be an email address' }],
          retryAfterMs: 1_500,
        },
        'The request is not valid.',
      );
    };
    const error = await player.client
      .register({ email: 'nobody', username: 'kim', password: 'correct horse' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlaymeshError);
    expect(error).toMatchObject({
      name: 'PlaymeshError',
      message: 'The request is not valid.',
      code: Code.INVALID_ARGUMENT,
      reason: 'INVALID_REQUEST',
      metadata: { field: 'email' },
      violations: [{ field: 'email', description: 'must be an email address' }],
      retryAfterMs: 1_500,
    });
  });

  test('an error without details tells its code', async () => {
    player.mesh.users.logIn = async () => {
      throw failure(Code.PERMISSION_DENIED, {}, 'no');
    };
    await expect(player.client.logIn('kim', 'secret')).rejects.toMatchObject({
      code: Code.PERMISSION_DENIED,
      message: 'no',
      reason: '',
      violations: [],
      retryAfterMs: undefined,
    });
  });

  test('a call of unknown outcome is repeated with the same request id, after the time the service asked for', async () => {
    const ids: string[] = [];
    const times: number[] = [];
    player.mesh.matches.createMatch = async ({ requestId }) => {
      ids.push(String(requestId));
      times.push(performance.now());
      if (ids.length === 1) throw failure(Code.UNAVAILABLE, { retryAfterMs: 700 });
      return { match: runningMatch(1) };
    };
    const match = await player.client.createMatch('trivia_duel', 1);
    expect(match.matchId).toEqual(new Uint8Array(MATCH_ID));
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(690);
  });

  test('a limit is not waited out but told', async () => {
    let calls = 0;
    player.mesh.users.logIn = async () => {
      calls += 1;
      throw failure(Code.RESOURCE_EXHAUSTED, { reason: 'RATE_LIMITED', retryAfterMs: 20 });
    };
    await expect(player.client.logIn('kim', 'secret')).rejects.toMatchObject({
      reason: 'RATE_LIMITED',
      retryAfterMs: 20,
    });
    expect(calls).toBe(1);
  });

  test('an aborted call rejects with the reason', async () => {
    const aborter = new AbortController();
    player.mesh.matches.getMatch = () => {
      aborter.abort(new Error('gone'));
      return new Promise(() => {});
    };
    await expect(player.client.getMatch(MATCH_ID, { signal: aborter.signal })).rejects.toThrow('gone');
    await expect(player.client.getMatch(MATCH_ID, { signal: aborter.signal })).rejects.toThrow('gone');
  });

  test('closing ends what is under way', async () => {
    player.mesh.matches.getMatch = async () => {
      throw failure(Code.UNAVAILABLE);
    };
    const reading = expect(player.client.getMatch(MATCH_ID)).rejects.toMatchObject({ reason: 'CLOSED' });
    const finding = expect(player.client.findMatch('trivia_duel')).rejects.toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 50));
    player.client.close();
    await Promise.all([reading, finding]);
  });

  test('lists read page after page, as far as they are read', async () => {
    const asked: string[] = [];
    player.mesh.matches.listMatches = async ({ pageToken, state, own }) => {
      asked.push(`${pageToken}/${state}/${own}`);
      const page = Number(pageToken || 0);
      return { matches: [runningMatch(page)], nextPageToken: page === 2 ? '' : String(page + 1) };
    };
    const filter = { state: MatchState.RUNNING, own: true };
    const seqs: number[] = [];
    for await (const { seq } of player.client.listMatches(filter)) seqs.push(seq);
    expect(seqs).toEqual([0, 1, 2]);
    expect(asked).toEqual(['/2/true', '1/2/true', '2/2/true']);
    for await (const _ of player.client.listMatches(filter)) break;
    expect(asked).toHaveLength(4);
  });

  test('leaving is done when a repeat finds the seat gone', async () => {
    let tries = 0;
    player.mesh.matches.leaveMatch = async () => {
      tries += 1;
      throw tries === 1 ? failure(Code.UNAVAILABLE) : failure(Code.FAILED_PRECONDITION, { reason: 'NOT_SEATED' });
    };
    await player.client.leaveMatch(MATCH_ID);
    await expect(player.client.leaveMatch(MATCH_ID)).rejects.toMatchObject({ reason: 'NOT_SEATED' });
  });

  test('a match is joined by id, by code, or by both', async () => {
    const asked: unknown[] = [];
    player.mesh.matches.joinMatch = async ({ matchId, inviteCode }) => {
      asked.push([matchId.length ? formatId(matchId) : '', inviteCode]);
      return { match: runningMatch(1) };
    };
    await player.client.joinMatch(formatId(MATCH_ID));
    await player.client.joinMatch({ inviteCode: 'ABC' });
    await player.client.joinMatch(runningMatch(1), { inviteCode: 'DEF' });
    expect(asked).toEqual([
      [formatId(MATCH_ID), ''],
      ['', 'ABC'],
      [formatId(MATCH_ID), 'DEF'],
    ]);
  });

  test('a profile change names the fields that it changes, empty ones too', async () => {
    let asked: unknown;
    player.mesh.users.updateProfile = async ({ profile, updateMask }) => {
      asked = { profile, updateMask };
      return { profile: { ...profile, userId: USERS[0]! } };
    };
    await player.client.updateProfile({ displayName: 'Kim', locale: '' });
    expect(asked).toMatchObject({
      profile: { displayName: 'Kim', locale: '' },
      updateMask: ['display_name', 'locale'],
    });
  });

  test('a finished match is read back with its outcome', async () => {
    const match = {
      ...runningMatch(9),
      state: MatchState.FINISHED,
      outcome: { reason: EndReason.COMPLETED, winnerSeats: [1], scores: [3_000, 5_000], endTimeMs: 5 },
    };
    player.mesh.matches.getMatch = async ({ atLeastSeq }) => ({ snapshot: { seq: atLeastSeq, match } });
    const snapshot = await player.client.getMatch(MATCH_ID, { atLeastSeq: 9 });
    expect(snapshot.seq).toBe(9);
    expect(snapshot.match!.outcome).toEqual(match.outcome);
  });
});

test('an id is bytes or UUID text, and nothing else', () => {
  const id = newId();
  expect(formatId(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(String(newId())).not.toBe(String(newId()));
});
