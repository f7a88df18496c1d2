/** Whatever is sent, the answer is a clear code that names what is wrong, nothing is lost and nothing leaks. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Metadata, createChannel, createClient } from 'nice-grpc';
import {
  ActRequest,
  CreateMatchRequest,
  GetMatchRequest,
  JoinMatchRequest,
  ListMatchEventsRequest,
  ListMatchesRequest,
  WatchRequest,
} from '../../gen/playmesh/match/v1/match_service.ts';
import { EndCode, PlayRequest, PlayResponse } from '../../gen/playmesh/match/v1/play.ts';
import { CreateTicketRequest, DeleteTicketRequest } from '../../gen/playmesh/match/v1/ticket_service.ts';
import { SessionFeedServiceDefinition } from '../../gen/playmesh/user/v1/session_feed_service.ts';
import { EndReason, Visibility, type Match } from '../../clients/sdk/src/index.ts';
import { answerAll, openDuel } from '../support/duel.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { RawClient, type StreamEnd } from '../support/raw-client.ts';
import { refusalOf, type Refusal } from '../support/refusal.ts';
import { until } from '../support/until.ts';

const MATCH = '/playmesh.match.v1.MatchService';
const TICKET = '/playmesh.match.v1.TicketService';
const HALF_OPEN = 1_000;

let mesh: TestMesh;
let players: Players;
let ada: Player;
let ben: Player;
/** Private: nothing to anyone but Ada and Ben. */
let match: Match;
let outsider: RawClient;
let insider: RawClient;
const refused: Refusal[] = [];

beforeAll(async () => {
  mesh = await startMesh();
  players = new Players(mesh.edge);
  [ada, ben] = await players.pair();
  match = await openDuel([ada, ben], { questions: 1 }, Visibility.PRIVATE);
  outsider = new RawClient(mesh.edge, (await players.guest()).tokens.accessToken);
  // By one route: of streams that come right after each other at two replicas, either may count as the newer one.
  insider = new RawClient(mesh.edge, ada.tokens.accessToken, 'insider');
}, 90_000);
afterAll(async () => {
  outsider.close();
  insider.close();
  players.close();
  await mesh.stop();
}, 30_000);

/** No refusal tells how the service is made, and none is a fault of the service. */
afterEach(() => {
  for (const { code, message } of refused.splice(0)) {
    expect(['INTERNAL', 'UNKNOWN']).not.toContain(code);
    expect(message).not.toMatch(/\.ts\b|node_modules|\bselect\b|\binsert\b|undefined|\bat \//i);
  }
});

const id = (): Buffer => randomBytes(16);

const partial = <T>(
  type: { fromPartial(object: object): T; encode(message: T): { finish(): Uint8Array } },
  fields: object,
) => type.encode(type.fromPartial(fields)).finish();

type Told = (code: string, reason: string, field?: string) => void;

async function expectRefusal(
  refusal: Promise<Refusal | undefined>,
  code: string,
  reason: string,
  field?: string,
): Promise<void> {
  const found = await refusal;
  if (found) refused.push(found);
  expect(found).toMatchObject({ code, reason });
  if (field !== undefined) expect(Object.keys(found?.fields ?? {})).toContain(field);
}

describe('a unary call', () => {
  const create = { requestId: id(), mode: 'trivia_duel', visibility: Visibility.OPEN };
  const trivia = (value: object) => ({ ...create, config: { config: { $case: 'trivia', value } } });
  type Row = [what: string, path: string, bytes: Uint8Array, ...Parameters<Told>];
  const invalid = (what: string, path: string, bytes: Uint8Array, field: string): Row => [
    what,
    path,
    bytes,
    'INVALID_ARGUMENT',
    'INVALID_REQUEST',
    field,
  ];
  test.each<Row>([
    invalid('bytes that are no message', `${MATCH}/GetMatch`, Buffer.alloc(40, 0xff), ''),
    invalid('an id of 5 bytes', `${MATCH}/GetMatch`, partial(GetMatchRequest, { matchId: randomBytes(5) }), 'match_id'),
    invalid(
      'no request id',
      `${MATCH}/CreateMatch`,
      partial(CreateMatchRequest, { ...create, requestId: Buffer.alloc(0) }),
      'request_id',
    ),
    invalid(
      'no visibility',
      `${MATCH}/CreateMatch`,
      partial(CreateMatchRequest, { ...create, visibility: 0 }),
      'visibility',
    ),
    invalid(
      'a mode that is not offered',
      `${MATCH}/CreateMatch`,
      partial(CreateMatchRequest, { ...create, mode: 'chess' }),
      'mode',
    ),
    invalid(
      'settings of another game',
      `${MATCH}/CreateMatch`,
      partial(CreateMatchRequest, { ...trivia({}), mode: 'tictactoe' }),
      'config',
    ),
    invalid(
      '31 questions',
      `${MATCH}/CreateMatch`,
      partial(CreateMatchRequest, trivia({ questions: 31 })),
      'config.trivia.questions',
    ),
    invalid(
      'a window of 1 ms',
      `${MATCH}/CreateMatch`,
      partial(CreateMatchRequest, trivia({ answerMs: 1 })),
      'config.trivia.answer_ms',
    ),
    invalid('neither match nor code', `${MATCH}/JoinMatch`, partial(JoinMatchRequest, {}), ''),
    invalid('a page of -1', `${MATCH}/ListMatches`, partial(ListMatchesRequest, { pageSize: -1 }), 'page_size'),
    invalid(
      'a page token made up',
      `${MATCH}/ListMatches`,
      partial(ListMatchesRequest, { pageToken: 'abc' }),
      'page_token',
    ),
    invalid('no command', `${MATCH}/Act`, partial(ActRequest, { matchId: id() }), 'command'),
    invalid(
      'a command without id',
      `${MATCH}/Act`,
      partial(ActRequest, { matchId: id(), command: { position: 1 } }),
      'command.command_id',
    ),
    invalid(
      'an empty command',
      `${MATCH}/Act`,
      partial(ActRequest, { matchId: id(), command: { commandId: id() } }),
      'command.command',
    ),
    invalid(
      'a queue that is not offered',
      `${TICKET}/CreateTicket`,
      partial(CreateTicketRequest, { requestId: id(), mode: 'chess' }),
      'mode',
    ),
    [
      'a match that does not exist',
      `${MATCH}/GetMatch`,
      partial(GetMatchRequest, { matchId: id() }),
      'NOT_FOUND',
      'MATCH_NOT_FOUND',
    ],
    [
      'a ticket that does not exist',
      `${TICKET}/DeleteTicket`,
      partial(DeleteTicketRequest, { ticketId: id() }),
      'NOT_FOUND',
      'TICKET_NOT_FOUND',
    ],
    [
      'an invite code made up',
      `${MATCH}/JoinMatch`,
      partial(JoinMatchRequest, { inviteCode: 'AAAAAAAA' }),
      'PERMISSION_DENIED',
      'BAD_INVITE_CODE',
    ],
  ])('with %s', (_, path, bytes, ...told) => expectRefusal(outsider.refusal(path, bytes), ...told));

  test('of more than 64 KiB', async () => {
    const found = await outsider.refusal(`${MATCH}/GetMatch`, Buffer.alloc(70_000, 1));
    expect(found?.code).toBe('RESOURCE_EXHAUSTED');
  });

  test('about a private match of others is answered as if there were none', async () => {
    const { matchId } = match;
    const command = {
      commandId: id(),
      position: 1,
      command: { $case: 'trivia', value: { command: { $case: 'answer', value: { choice: 0 } } } },
    };
    const calls: [string, Uint8Array][] = [
      [`${MATCH}/GetMatch`, partial(GetMatchRequest, { matchId })],
      [`${MATCH}/ListMatchEvents`, partial(ListMatchEventsRequest, { matchId })],
      [`${MATCH}/LeaveMatch`, partial(GetMatchRequest, { matchId })],
      [`${MATCH}/JoinMatch`, partial(JoinMatchRequest, { matchId })],
      [`${MATCH}/Watch`, partial(WatchRequest, { matchId })],
      [`${MATCH}/Act`, partial(ActRequest, { matchId, command })],
    ];
    for (const [path, bytes] of calls)
      await expectRefusal(outsider.refusal(path, bytes), 'NOT_FOUND', 'MATCH_NOT_FOUND');
  });
});

describe('a Play stream', () => {
  const message = (value: object) => Buffer.from(partial(PlayRequest, { message: value }));
  const join = () => message({ $case: 'join', value: { matchId: match.matchId } });
  const ping = message({ $case: 'ping', value: { nonce: 1 } });
  const command = (fields: object) => message({ $case: 'command', value: fields });
  const answer = { $case: 'trivia', value: { command: { $case: 'answer', value: { choice: 0 } } } };

  async function endOf(client: RawClient, messages: readonly Buffer[], half = false): Promise<StreamEnd> {
    const { stream, end } = client.open(`${MATCH}/Play`);
    for (const bytes of messages) stream.write(bytes);
    if (half) stream.end();
    return end;
  }

  test.each<[string, () => readonly Buffer[], string, boolean?]>([
    ['a ping before the join', () => [ping], 'join'],
    ['a command before the join', () => [command({ commandId: id(), command: answer })], 'join'],
    ['a second join', () => [join(), join()], 'join'],
    ['an id of 5 bytes', () => [message({ $case: 'join', value: { matchId: randomBytes(5) } })], 'join.match_id'],
    ['an empty message', () => [join(), Buffer.alloc(0)], 'message'],
    ['bytes that are no message', () => [join(), Buffer.alloc(40, 0xff)], ''],
    ['a command without id', () => [join(), command({ command: answer })], 'command.command_id'],
    ['an empty command', () => [join(), command({ commandId: id() })], 'command.command'],
    ['a leave without id', () => [join(), message({ $case: 'leave', value: {} })], 'leave.command_id'],
    ['nothing at all', () => [], 'join', true],
  ])('with %s ends with INVALID_ARGUMENT', async (_, messages, field, ...[half]) => {
    const { refusal } = await endOf(insider, messages(), half);
    await expectRefusal(Promise.resolve(refusal), 'INVALID_ARGUMENT', 'INVALID_REQUEST', field);
  });

  test('of a match that is not the caller’s ends with NOT_FOUND', async () => {
    const { refusal } = await endOf(outsider, [join()]);
    await expectRefusal(Promise.resolve(refusal), 'NOT_FOUND', 'MATCH_NOT_FOUND');
  });

  test('with a command out of place is told so, and goes on', async () => {
    const { stream, end } = insider.open(`${MATCH}/Play`);
    stream.write(join());
    const wrong = { $case: 'tictactoe', value: { command: { $case: 'mark', value: { cell: 0 } } } };
    stream.write(command({ commandId: id(), position: 1, command: wrong }));
    const got: PlayResponse['message'][] = [];
    stream.on('data', (bytes: Buffer) => {
      got.push(PlayResponse.decode(bytes).message);
      if (got.at(-1)?.$case === 'refusal') stream.write(ping);
      if (got.at(-1)?.$case === 'pong') stream.cancel();
    });
    await end;
    const reasons = got.flatMap((one) => (one?.$case === 'refusal' ? [one.value.reason] : []));
    expect(reasons).toEqual(['MATCH_NOT_RUNNING']); // Ben has not come, so nothing can be played at all
    expect(got.at(-1)).toMatchObject({ $case: 'pong', value: { nonce: 1 } });
  });

  test(
    `that is never joined is closed: ${HALF_OPEN} of them cost the service nothing`,
    () =>
      mesh.explain(async () => {
        const before = await memory();
        const opened = Array.from({ length: HALF_OPEN }, () => outsider.open(`${MATCH}/Play`));
        expect(await outsider.refusal(`${MATCH}/ListMatches`, partial(ListMatchesRequest, {}))).toBeUndefined();
        const ends = await Promise.all(opened.map(({ end }) => end));
        expect(new Set(ends.map(({ refusal }) => refusal?.code))).toEqual(new Set(['INVALID_ARGUMENT']));
        expect((await memory()) - before).toBeLessThan(100);
      }),
    40_000,
  );

  /** Resident memory of both match replicas, in MiB. */
  async function memory(): Promise<number> {
    const read = async (name: string) => {
      const status = await readFile(`/proc/${mesh.pid(name)}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    };
    return (await read('match-0')) + (await read('match-1'));
  }
});

describe('who calls', () => {
  const get = partial(GetMatchRequest, { matchId: Buffer.alloc(16) });
  test.each<[string, () => string | undefined]>([
    ['without a token', () => undefined],
    ['with a token that is none', () => 'abc'],
    ['with a token of another signature', () => `${ada.tokens.accessToken.slice(0, -8)}AAAAAAAA`],
  ])('%s is turned away at the edge, and by the service itself', async (_, token) => {
    for (const address of [mesh.edge, mesh.direct.get('match-0')!]) {
      const client = new RawClient(address, token());
      expect((await client.refusal(`${MATCH}/GetMatch`, get))?.code).toBe('UNAUTHENTICATED');
      client.close();
    }
  });

  test('from outside finds no internal rpc; between services they need the service token', async () => {
    const path = '/playmesh.user.v1.SessionFeedService/ListEndedSessions';
    expect((await outsider.refusal(path, new Uint8Array()))?.code).toBe('UNIMPLEMENTED');
    const channel = createChannel(mesh.mesh);
    const feed = createClient(SessionFeedServiceDefinition, channel);
    const call = (token: string) =>
      refusalOf((options) =>
        feed.listEndedSessions({}, { ...options, metadata: Metadata({ 'x-playmesh-service-token': token }) }),
      );
    expect(await call('wrong')).toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(call(mesh.serviceToken)).rejects.toThrow('was answered');
    channel.close();
  });

  test.each([
    ['with Redis', false],
    ['without Redis', true],
  ])(
    'and logs out is off all streams within 2 s, %s',
    (_, withoutRedis) =>
      mesh.explain(async () => {
        const watcher = await players.guest();
        const open = await openDuel(await players.pair(), {});
        const client = new RawClient(mesh.edge, watcher.tokens.accessToken);
        const { stream, end } = client.open(`${MATCH}/Play`);
        stream.write(
          Buffer.from(partial(PlayRequest, { message: { $case: 'join', value: { matchId: open.matchId } } })),
        );
        await new Promise((resolve) => stream.once('data', resolve));
        if (withoutRedis) await mesh.kill('redis');
        const began = performance.now();
        await watcher.client.logOut();
        const { messages } = await end;
        expect(performance.now() - began).toBeLessThan(2_500);
        const { message: last } = PlayResponse.decode(messages.at(-1)!);
        expect(last).toMatchObject({ $case: 'end', value: { code: EndCode.SESSION_ENDED } });
        // Each replica hears for itself; all have by then.
        const left = 2_500 - (performance.now() - began);
        const refusal = () => client.refusal(`${MATCH}/GetMatch`, get);
        await until(
          'the end of the session to be known',
          async () => (await refusal())?.reason === 'SESSION_ENDED',
          left,
        );
        client.close();
        if (withoutRedis) await mesh.restart('redis');
      }),
    20_000,
  );
});

test(
  'after all of it a match plays to its end',
  () =>
    mesh.explain(async () => {
      const duel = await openDuel([ada, ben], { questions: 1 });
      const [first, second] = [ada.follow(duel), ben.follow(duel)];
      await Promise.all([answerAll(first, 0), answerAll(second, 1)]);
      expect((await first.finish()).match.outcome?.reason).toBe(EndReason.COMPLETED);
    }),
  40_000,
);
