import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createChannel, createClient, Metadata, type Channel, type Client } from 'nice-grpc';
import { EndReason } from '../../gen/playmesh/match/v1/match.ts';
import {
  MatchFeedServiceDefinition,
  type FinishedMatch as WireMatch,
} from '../../gen/playmesh/match/v1/match_feed_service.ts';
import { RatingServiceDefinition } from '../../gen/playmesh/stats/v1/rating_service.ts';
import { Standing, StatsServiceDefinition } from '../../gen/playmesh/stats/v1/stats_service.ts';
import { startDatabase, type TestDatabase } from '../../test/support/database.ts';
import { refusalOf } from '../../test/support/refusal.ts';
import { SERVICE_TOKEN, startScriptedMesh, type ScriptedMesh } from '../../test/support/scripted-mesh.ts';
import { startService, testLog, type TestService } from '../../test/support/service.ts';
import { SERVICE_TOKEN_HEADER } from '../harness/auth/gate.ts';
import { commonVariables, readConfig } from '../harness/config.ts';
import { bind } from '../harness/grpc/service.ts';
import { idFromBytes, idToBytes, newId } from '../harness/ids.ts';
import { buildApp } from './app.ts';
import { openStatsDatabase } from './store/stats-database.ts';

/** What the scripted match service has finished so far. */
const finished: WireMatch[] = [];
const asked: number[] = [];

const matchFeed = bind(MatchFeedServiceDefinition, {
  async listFinishedMatches({ afterFeedNumber, pageSize }) {
    asked.push(afterFeedNumber);
    const matches = finished.filter(({ feedNumber }) => feedNumber > afterFeedNumber).slice(0, pageSize);
    return { matches, nextPageToken: '' };
  },
});

function finish(
  mode: string,
  userIds: readonly string[],
  how: Partial<NonNullable<WireMatch['outcome']>> = {},
  rated = false,
  ratedAs = mode,
): string {
  const matchId = newId();
  const outcome = {
    reason: EndReason.COMPLETED,
    winnerSeats: [0],
    scores: [3000, 1000],
    endTimeMs: Date.now(),
    ...how,
  };
  const feedNumber = finished.length + 1;
  finished.push({
    feedNumber,
    matchId: idToBytes(matchId),
    mode,
    ratedAs,
    userIds: userIds.map(idToBytes),
    outcome,
    createTimeMs: 1,
    rated,
  });
  return matchId;
}

describe('the stats service', () => {
  let database: TestDatabase;
  let mesh: ScriptedMesh;
  let service: TestService;
  let channel: Channel;
  let client: Client<StatsServiceDefinition>;
  let ratings: Client<RatingServiceDefinition>;

  const as = async (userId: string) => ({
    metadata: Metadata().set('authorization', `Bearer ${await mesh.sign({ userId })}`),
  });

  /** Waits until the service has asked for what comes after the last match: by then it has counted all of them. */
  async function counted(): Promise<void> {
    asked.length = 0;
    const deadline = performance.now() + 4_000;
    while (!asked.includes(finished.length)) {
      if (performance.now() > deadline) throw new Error('The stats service does not read on.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  beforeAll(async () => {
    database = await startDatabase('stats');
    const migrating = await openStatsDatabase(database.url);
    await migrating.migrate();
    await migrating.close();
    mesh = await startScriptedMesh([matchFeed]);
    const config = readConfig(commonVariables, {
      DATABASE_URL: database.url,
      PLAYMESH_GRPC_PORT: '1',
      PLAYMESH_HTTP_PORT: '1',
      PLAYMESH_MESH_ADDRESS: mesh.address,
      PLAYMESH_SERVICE_TOKEN: SERVICE_TOKEN,
    });
    service = await startService(await buildApp(config, testLog('stats')));
    channel = createChannel(service.address);
    client = createClient(StatsServiceDefinition, channel);
    ratings = createClient(RatingServiceDefinition, channel);
  });

  afterAll(async () => {
    channel?.close();
    await service?.stop();
    await mesh?.stop();
    await database?.stop();
  });

  test('counts finished matches for each player', async () => {
    const [ann, bob] = [newId(), newId()];
    finish('trivia_duel', [ann, bob]);
    finish('trivia_duel', [bob, ann], { winnerSeats: [], scores: [500, 500] });
    finish('tictactoe', [ann, bob], { reason: EndReason.FORFEITED, winnerSeats: [1], scores: [0, 1] });
    finish('trivia_duel', [ann, bob], { reason: EndReason.ABANDONED, winnerSeats: [], scores: [] });
    await counted();
    const { modes } = await client.getPlayerStats({}, await as(ann));
    expect(modes).toMatchObject([
      { mode: 'tictactoe', played: 1, won: 0, lost: 1, drawn: 0, score: 0 },
      { mode: 'trivia_duel', played: 2, won: 1, lost: 0, drawn: 1, score: 3500 },
    ]);
    const other = await client.getPlayerStats({ userId: idToBytes(bob) }, await as(ann));
    expect(other.modes.map(({ won, lost, drawn }) => [won, lost, drawn])).toEqual([
      [1, 0, 0],
      [0, 1, 1],
    ]);
  });

  test('rates players by rated matches, and tells other services how strong they are', async () => {
    const [ann, bob, cid] = [newId(), newId(), newId()];
    finish('trivia_duel', [ann, bob], {}, true);
    finish('trivia_duel', [ann, cid]);
    await counted();
    const [stats] = (await client.getPlayerStats({}, await as(ann))).modes;
    expect(stats).toMatchObject({ played: 2, won: 2, rated: 1 });
    expect(stats!.rating).toBeGreaterThan(1_600);
    expect(stats!.ratingDeviation).toBeLessThan(350);

    const userIds = [cid, ann, bob].map(idToBytes);
    const { ratings: told } = await ratings.batchGetRatings(
      { mode: 'trivia_duel', userIds },
      { metadata: Metadata().set(SERVICE_TOKEN_HEADER, SERVICE_TOKEN) },
    );
    expect(told.map(({ matches }) => matches)).toEqual([0, 1, 1]);
    expect(told[0]).toEqual({ rating: 1_500, deviation: 350, matches: 0 });
    expect(told[1]!.rating).toBeCloseTo(stats!.rating, 6);
    expect(told[1]!.rating + told[2]!.rating).toBeCloseTo(3_000, 6);
    finish('go_9x9_blitz', [ann, bob], {}, true, 'go_blitz');
    finish('go_19x19_blitz', [ann, cid], {}, true, 'go_blitz');
    await counted();
    const go = (await client.getPlayerStats({}, await as(ann))).modes.filter(({ mode }) => mode.startsWith('go'));
    expect(go).toMatchObject([
      { mode: 'go_19x19_blitz', played: 1, rated: 2 },
      { mode: 'go_9x9_blitz', played: 1, rated: 2 },
    ]);
    expect(go[0]!.rating).toBe(go[1]!.rating);
    const { leaders } = await client.listLeaders({ mode: 'go_9x9_blitz' }, await as(ann));
    expect(leaders[0]).toMatchObject({ userId: idToBytes(ann), won: 1, rating: go[0]!.rating });
    await expect(ratings.batchGetRatings({ mode: 'trivia_duel', userIds }, await as(ann))).rejects.toThrow('services');
  });

  test('lists who has won most, the best or those around a player; who has won equally often shares a place', async () => {
    const mode = 'leaders';
    const [best, second, third, loser] = [newId(), newId(), newId(), newId()];
    for (const [winner, times] of [
      [best, 3],
      [second, 1],
      [third, 1],
    ] as const) {
      for (let count = 0; count < times; count += 1) finish(mode, [winner, loser]);
    }
    await counted();
    const list = async (request: { aroundUserId?: Uint8Array; pageSize?: number }) => {
      const { leaders } = await client.listLeaders({ mode, ...request }, await as(best));
      return leaders.map(({ place, userId, won, played }) => [place, idFromBytes(userId), won, played]);
    };
    const [one, other] = [second, third].sort();
    const all = [
      [1, best, 3, 3],
      [2, one, 1, 1],
      [2, other, 1, 1],
      [4, loser, 0, 5],
    ];
    expect(await list({})).toEqual(all);
    expect(await list({ pageSize: 2 })).toEqual(all.slice(0, 2));
    expect(await list({ aroundUserId: idToBytes(loser), pageSize: 3 })).toEqual(all.slice(2));
    expect(await list({ aroundUserId: idToBytes(other!), pageSize: 3 })).toEqual(all.slice(1));
    expect(await list({ aroundUserId: idToBytes(newId()) })).toEqual([]);
    expect((await client.listLeaders({ mode: 'unheard_of' }, await as(best))).leaders).toEqual([]);
  });

  test('has no sums for whoever has not played', async () => {
    expect(await client.getPlayerStats({}, await as(newId()))).toEqual({ modes: [] });
  });

  test('lists the matches of a player, latest first, page by page', async () => {
    const [ann, bob] = [newId(), newId()];
    const times = [5_000, 1_000, 5_000, 3_000];
    const ids = times.map((endTimeMs) => finish('trivia_duel', [ann, bob], { endTimeMs }));
    finish('tictactoe', [ann, bob], { endTimeMs: 9_000 });
    await counted();
    const seen = [];
    let pageToken = '';
    do {
      const page = await client.listPlayerMatches({ pageSize: 3, pageToken, mode: 'trivia_duel' }, await as(ann));
      seen.push(...page.matches);
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen.map(({ matchId }) => Buffer.from(matchId).toString('hex'))).toEqual(
      [ids[2], ids[0], ids[3], ids[1]].map((id) => Buffer.from(idToBytes(id!)).toString('hex')),
    );
    expect(seen[0]).toMatchObject({
      mode: 'trivia_duel',
      standing: Standing.WON,
      score: 3000,
      endTime: new Date(5_000),
    });
    expect(seen[0]!.opponentIds.map((id) => Buffer.from(id))).toEqual([Buffer.from(idToBytes(bob))]);
    const all = await client.listPlayerMatches({}, await as(ann));
    expect(all.matches.map(({ mode }) => mode)).toEqual(['tictactoe', ...Array<string>(4).fill('trivia_duel')]);
    expect(all.nextPageToken).toBe('');
  });

  test('needs a signed-in caller, whose session has not ended', async () => {
    const unsigned = await refusalOf((options) => client.getPlayerStats({}, options));
    expect(unsigned).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'UNAUTHENTICATED' });
    const sessionId = newId();
    const token = await mesh.sign({ userId: newId(), sessionId });
    const signed = { metadata: Metadata().set('authorization', `Bearer ${token}`) };
    await client.getPlayerStats({}, signed);
    mesh.endSession(sessionId);
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // the feed is read each second
    const ended = await refusalOf((options) => client.getPlayerStats({}, { ...signed, ...options }));
    expect(ended).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_ENDED' });
  });

  test.each([
    ['an id of another length', { userId: Uint8Array.of(1) }, 'user_id'],
    ['a page size below 0', { pageSize: -1 }, 'page_size'],
    ['a page token that it has not given out', { pageToken: 'nonsense' }, 'page_token'],
    ['a page token that is too long', { pageToken: 'x'.repeat(513) }, 'page_token'],
    ['a mode that is too long', { mode: 'x'.repeat(33) }, 'mode'],
    ['a mode with U+0000', { mode: 'a\0' }, 'mode'],
  ])('refuses %s', async (_, request, field) => {
    const signed = await as(newId());
    const refusal = await refusalOf((options) => client.listPlayerMatches(request, { ...signed, ...options }));
    expect(refusal.code).toBe('INVALID_ARGUMENT');
    expect(Object.keys(refusal.fields!)).toEqual([field]);
  });
});
