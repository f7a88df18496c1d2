/** Finding opponents, with two replicas of match. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { TicketState, type Ticket } from '../../gen/playmesh/match/v1/ticket_service.ts';
import { formatId } from '../../clients/sdk/src/index.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { TicketDesk } from '../support/tickets.ts';
import { until } from '../support/until.ts';

const MODE = 'trivia_duel';

let mesh: TestMesh;
let players: Players;
let desks: [TicketDesk, TicketDesk];

beforeAll(async () => {
  mesh = await startMesh();
  players = new Players(mesh.edge);
  desks = [new TicketDesk(mesh, 'match-0'), new TicketDesk(mesh, 'match-1')];
}, 90_000);
afterAll(async () => {
  for (const desk of desks) desk.close();
  players.close();
  await mesh.stop();
}, 30_000);

/** Gives players ratings, as if they had played for them. */
const rate = (ratings: readonly (readonly [Player, number])[]): Promise<unknown> =>
  Promise.all(
    ratings.map(([{ userId }, rating]) =>
      mesh.sql(
        `insert into stats.player_rating (user_id, mode, rating, deviation, volatility, matches, rated_at)
         values ($1, $2, $3, 60, 0.06, 30, clock_timestamp())`,
        [userId, MODE, rating],
      ),
    ),
  );

/** One enters at the first replica, a while later the other at the second; how long it took both to know of their match. */
async function meet(one: Player, other: Player): Promise<{ readonly matchIds: string[]; readonly tookMs: number }> {
  const [first, second] = desks;
  const waiting = await first.enter(one, MODE);
  const watching = first.watch(one, waiting.ticketId);
  await sleep(50);
  const began = performance.now();
  const late = await second.enter(other, MODE);
  const found = await Promise.all([watching, second.watch(other, late.ticketId)]);
  return { matchIds: found.map(({ matchId }) => formatId(matchId)), tookMs: performance.now() - began };
}

test('two who come to different replicas know of their match within 200 ms of the second one’s coming', () =>
  mesh.explain(async () => {
    const pair = await players.pair();
    const took: number[] = [];
    for (let round = 0; round < 11; round++) {
      const { matchIds, tookMs } = await meet(...pair);
      expect(new Set(matchIds).size).toBe(1);
      took.push(tookMs);
    }
    took.sort((a, b) => a - b);

    expect(took[5]).toBeLessThan(200);
  }));

test('who is of about one strength meets at once, others when they have waited for it', () =>
  mesh.explain(async () => {
    const [strong, stronger, weak, beginner] = [...(await players.pair()), ...(await players.pair())];
    await rate([
      [strong, 1_900],
      [stronger, 1_960],
      [weak, 1_340],
    ]);
    expect((await meet(strong, stronger)).tookMs).toBeLessThan(1_000);

    const { tookMs } = await meet(beginner, weak); // 160 points: 100 at once, and 40 more each second
    expect(tookMs).toBeGreaterThan(1_000);
    expect(tookMs).toBeLessThan(4_000);
  }));

test('who waits is told their place, and how long it will likely take as soon as anybody can tell', () =>
  mesh.explain(async () => {
    await mesh.sql('delete from match.ticket'); // nobody has been matched before
    const [weak, strong] = await players.pair();
    await rate([
      [weak, 200],
      [strong, 2_900],
    ]);
    const [desk] = desks;
    const seen: Ticket[] = [];
    const ahead = await desk.enter(weak, MODE);
    const behind = await desk.enter(strong, MODE);
    const watching = [desk.watch(weak, ahead.ticketId), desk.watch(strong, behind.ticketId, (one) => seen.push(one))];
    expect(await until('a place', () => seen.find(({ position }) => position > 0))).toMatchObject({
      state: TicketState.WAITING,
      position: 2,
      estimateMs: undefined,
    });
    await mesh.sql(
      `insert into match.ticket (ticket_id, user_id, request_id, mode, state, match_id, created_at, seen_at, matched_at)
       select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, 'matched', gen_random_uuid(), t, t, t + interval '30 s'
       from generate_series(1, 100), (select clock_timestamp() - interval '31 s' as t) as began`,
      [MODE],
    );
    const { estimateMs } = await until('an estimate', () => seen.find((one) => one.estimateMs !== undefined));
    expect(estimateMs).toBeGreaterThan(20_000);
    expect(estimateMs).toBeLessThan(30_000);
    const found = await Promise.all(watching); // after 20 s anybody meets anybody
    expect(formatId(found[0]!.matchId)).toBe(formatId(found[1]!.matchId));
  }, 40_000));

test('who has blocked somebody does not meet them, and both meet others', () =>
  mesh.explain(async () => {
    const [[one, blocked], [third, fourth]] = [await players.pair(), await players.pair()];
    await one.client.account.block(blocked.userId);
    const [first, second] = desks;
    const enter = async (desk: TicketDesk, player: Player) => {
      const { ticketId } = await desk.enter(player, MODE);
      return desk.watch(player, ticketId);
    };
    const apart = Promise.all([enter(first, blocked), enter(second, one)]);
    await sleep(1_500);
    const waiting = await mesh.sql(`select from match.ticket where state = 'waiting'`);
    expect(waiting).toHaveLength(2);
    const found = [...(await Promise.all([enter(first, third), enter(second, fourth)])), ...(await apart)];
    const ids = found.map(({ matchId }) => formatId(matchId));
    expect(new Set(ids).size).toBe(2);
    expect(ids[2]).not.toBe(ids[3]);
  }));

test('who has left the queue is in no match, and who was matched before cannot leave', () =>
  mesh.explain(async () => {
    const [one, other] = await players.pair();
    const [desk] = desks;
    const aborter = new AbortController();
    const left = one.client.findMatch(MODE, {
      signal: aborter.signal,
      onPlace: () => aborter.abort(new Error('left')),
    });
    await expect(left).rejects.toThrow('left');
    const alone = await desk.enter(other, MODE);
    const watching = desk.watch(other, alone.ticketId);
    await sleep(1_500);
    const states = await mesh.sql(`select user_id from match.ticket where state = 'waiting'`);
    expect(states).toEqual([{ user_id: other.userId }]);
    const found = await one.client.findMatch(MODE);
    expect(formatId((await watching).matchId)).toBe(formatId(found.matchId));
    await expect(desk.leave(other, alone.ticketId)).rejects.toThrow('TICKET_MATCHED');
  }));
