/** Calls about games of Go, through Envoy: whatever is wrong is refused by its name and changes nothing, and records go round. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createChannel, createClient, Metadata, type CallOptions, type Channel, type Client } from 'nice-grpc';
import { GoColour, GoPhase, MatchState, Visibility, type GoView, type Match } from '../../clients/sdk/src/index.ts';
import { newId } from '../../clients/sdk/src/ids.ts';
import { applyGo } from '../../clients/sdk/src/games/go.ts';
import { GoRecordServiceDefinition } from '../../gen/playmesh/match/v1/go_record_service.ts';
import { GoReviewServiceDefinition } from '../../gen/playmesh/match/v1/go_review_service.ts';
import { MatchServiceDefinition } from '../../gen/playmesh/match/v1/match_service.ts';
import type { Command } from '../../gen/playmesh/match/v1/play.ts';
import { readRecordFile, realRecord } from '../../services/match/records/real-records.ts';
import { readSgf } from '../../services/match/records/read-sgf.ts';
import { GoSide, openGo, point } from '../support/go.ts';
import { base64, callJson } from '../support/json-call.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { refusalOf } from '../support/refusal.ts';
import { until } from '../support/until.ts';

/** A real game, from another server. */
const FILE = 'pysgf/ogs.sgf';

let mesh: TestMesh;
let players: Players;
let channel: Channel;
let matches: Client<typeof MatchServiceDefinition>;
let records: Client<typeof GoRecordServiceDefinition>;
let reviews: Client<typeof GoReviewServiceDefinition>;

beforeAll(async () => {
  mesh = await startMesh();
  players = new Players(mesh.edge);
  channel = createChannel(mesh.edge);
  matches = createClient(MatchServiceDefinition, channel);
  records = createClient(GoRecordServiceDefinition, channel);
  reviews = createClient(GoReviewServiceDefinition, channel);
}, 90_000);
afterAll(async () => {
  channel.close();
  players.close();
  await mesh.stop();
}, 30_000);

/** Calls with a player's token. */
const as = ({ tokens }: Player): CallOptions => ({
  metadata: Metadata({ authorization: `Bearer ${tokens.accessToken}` }),
});

/** Both players of a game, which has begun. */
async function begin(pair: readonly [Player, Player], match: Match): Promise<[GoSide, GoSide]> {
  const [one, other] = [new GoSide(pair[0].follow(match)), new GoSide(pair[1].follow(match))];
  for (const { witness } of [one, other]) await witness.session.ready;
  await Promise.all([one.step(1), other.step(1)]);
  return [one, other];
}

/** Any number of 32 bits that is none of what a field takes. */
const numbersBut = (takes: (value: number) => boolean) =>
  fc.oneof(fc.nat(1_000), fc.integer({ min: 0, max: 0xff_ff_ff_ff })).filter((value) => !takes(value));
const within = (least: number, most: number) => (value: number) => value >= least && value <= most;

/** A setting that is wrong by itself, and the field that the refusal has to name. */
const wrongSettings: fc.Arbitrary<readonly [object, string]> = fc.oneof(
  ...Object.entries({
    size: (value: number) => value === 0 || (within(5, 25)(value) && value % 2 === 1),
    handicap: (value: number) => value === 0 || within(2, 9)(value),
    passes: (value: number) => value === 0 || within(2, 4)(value),
    scoringMs: (value: number) => value === 0 || within(10_000, 3_600_000)(value),
    ruleset: within(0, 5),
    scoring: within(0, 2),
    suicide: within(0, 2),
    ko: within(0, 3),
    // Room for kinds that other versions of the contract may have.
    colours: within(0, 9),
  }).map(([name, takes]) =>
    numbersBut(takes)
      .filter((value) => value <= 0x7f_ff_ff_ff || !['ruleset', 'scoring', 'suicide', 'ko', 'colours'].includes(name))
      .map((value) => [{ [name]: value }, name === 'scoringMs' ? 'scoring_ms' : name] as const),
  ),
  numbersBut(within(0, 201)).map((halfPoints) => [{ komi: { halfPoints } }, 'komi.half_points'] as const),
  fc.constantFrom(1, 3, 5, 7, 9).map((handicap) => [{ size: 5, handicap: Math.max(2, handicap) }, 'handicap'] as const),
  ...(
    [
      ['absolute', { mainMs: 60_000 }, 'mainMs', within(1_000, 86_400_000)],
      ['fischer', { mainMs: 60_000 }, 'incrementMs', within(0, 3_600_000)],
      ['fischer', { mainMs: 60_000 }, 'maxMs', within(0, 86_400_000)],
      ['byoYomi', { periods: 3, periodMs: 30_000 }, 'periods', within(1, 100)],
      ['byoYomi', { periods: 3, periodMs: 30_000 }, 'periodMs', within(1_000, 3_600_000)],
      ['canadian', { periodMs: 30_000, stones: 10 }, 'stones', within(1, 50)],
      ['simple', {}, 'moveMs', within(1_000, 3_600_000)],
      ['correspondence', {}, 'days', within(1, 30)],
    ] as const
  ).map(([$case, rest, field, takes]) =>
    numbersBut(takes).map((value) => {
      const path = `time.${snake($case)}.${snake(field)}`;
      return [{ time: { control: { $case, value: { ...rest, [field]: value } } } }, path] as const;
    }),
  ),
  fc
    .string({ unit: fc.constantFrom('.', 'X', 'O'), maxLength: 625 })
    .filter(({ length }) => length !== 81)
    .map((board) => [{ opening: { board } }, 'opening.board'] as const),
  fc.constant([{ opening: { board: 'XO'.padEnd(81, 'X') } }, 'opening.board'] as const),
  fc.constant([{ opening: { board: 'b'.padEnd(81, '.') } }, 'opening.board'] as const),
  numbersBut(within(0, 80)).map(
    (koPoint) => [{ opening: { board: '.'.repeat(81), koPoint } }, 'opening.ko_point'] as const,
  ),
  numbersBut(within(0, 1_000)).map(
    (black) => [{ opening: { board: '.'.repeat(81), prisoners: { black } } }, 'opening.prisoners.black'] as const,
  ),
);

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test(
  'any setting that is wrong is refused by the name of its field, and makes no match',
  () =>
    mesh.explain(async () => {
      const ada = await players.guest('native', 'Ada');
      const property = fc.asyncProperty(wrongSettings, async ([settings, field]) => {
        const refusal = await refusalOf((options) =>
          matches.createMatch(
            {
              requestId: newId(),
              mode: 'go_9x9_live',
              visibility: Visibility.OPEN,
              config: { config: { $case: 'go', value: settings } },
            },
            { ...options, ...as(ada) },
          ),
        );
        expect(refusal).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_REQUEST' });
        expect(Object.keys(refusal.fields ?? {})).toEqual([`config.go.${field}`]);
      });
      await fc.assert(property, { numRuns: 300 });
      expect((await matches.listMatches({ own: true }, as(ada))).matches).toEqual([]);
    }),
  60_000,
);

test(
  'any command that is wrong is refused, and changes nothing',
  () =>
    mesh.explain(async () => {
      const [ada, ben, cleo] = [
        await players.guest('native', 'Ada'),
        await players.guest('native', 'Ben'),
        await players.guest('native', 'Cleo'),
      ];
      const match = await openGo([ada, ben], { colours: 2 /* Ada has Black */ });
      const [black, white] = await begin([ada, ben], match);
      await black.place('C3');
      await white.step(2);
      await white.place('C4');
      await black.step(3);

      const number = fc.integer({ min: 0, max: 0xff_ff_ff_ff });
      const go = (command: object): Pick<Command, 'command'> =>
        ({ command: { $case: 'go', value: { command } } }) as Pick<Command, 'command'>;
      const place = (at: number) => go({ $case: 'place', value: { point: at } });
      const anyMove = fc.oneof(fc.nat(80).map(place), fc.constant(go({ $case: 'pass', value: {} })));
      const onStep = { position: 3 };
      const wrong: fc.Arbitrary<readonly [Player, Partial<Command>]> = fc.oneof(
        // Off the board, or on a stone.
        fc
          .oneof(fc.constantFrom(point('C3'), point('C4')), fc.integer({ min: 81, max: 0xff_ff_ff_ff }))
          .map((at) => [ada, { ...onStep, ...place(at) }] as const),
        // Of another step.
        fc
          .tuple(
            number.filter((position) => position !== 3),
            anyMove,
          )
          .map(([position, move]) => [ada, { position, ...move }] as const),
        // Out of turn, or from who does not play.
        fc.tuple(fc.constantFrom(ben, cleo), anyMove).map(([who, move]) => [who, { ...onStep, ...move }] as const),
        // Time on the way that nobody has measured.
        fc
          .tuple(fc.uint8Array({ minLength: 1, maxLength: 80 }), anyMove)
          .map(([delay, move]) => [ada, { ...onStep, delay, ...move }] as const),
        // Of another phase, of no request, or of another game.
        fc
          .tuple(
            fc.constantFrom(ada, ben),
            fc.oneof(
              number.map((at) => go({ $case: 'mark', value: { point: at, isDead: true } })),
              fc.constantFrom(
                ...['accept', 'resume', 'withdraw'].map(($case) => go({ $case, value: {} })),
                {} as Pick<Command, 'command'>,
                go({ $case: 'answer', value: { request: 1, isGranted: true } }),
              ),
              fc.integer({ min: 4, max: 0x7f_ff_ff_ff }).map((request) => go({ $case: 'ask', value: { request } })),
              fc.constant({
                command: { $case: 'tictactoe', value: { command: { $case: 'mark', value: { cell: 0 } } } },
              }),
            ),
          )
          .map(([who, command]) => [who, { ...onStep, ...command }] as const),
      );
      const told = new Set<string>();
      const property = fc.asyncProperty(wrong, async ([who, command]) => {
        told.add(await refused(match, who, command));
      });
      await fc.assert(property, { numRuns: 300 });
      for (const reason of ['INVALID_REQUEST', 'NOT_SEATED', 'NOT_YOUR_TURN', 'WRONG_STEP'])
        expect(told).toContain(reason);
      // After twenty refusals at once a player is told to come again.
      const rest = ['INVALID_POINT', 'NOT_IN_SCORING', 'NO_REQUEST', 'OCCUPIED', 'OUTCOME_UNKNOWN', 'WRONG_GAME'];
      const known = ['INVALID_REQUEST', 'NOT_SEATED', 'NOT_YOUR_TURN', 'WRONG_STEP', ...rest];
      expect([...told].filter((reason) => !known.includes(reason))).toEqual([]);
      const { view, seq } = black.witness.state!;
      const now = (await ada.client.getMatch(match)).match!;
      expect([now.seq, now.state]).toEqual([seq, MatchState.RUNNING]);
      expect((await ada.client.getMatch(match)).view).toEqual(view);
      await black.place('D4');
    }),
  60_000,
);

/** Why a command was refused, by the game or before it. @throws Error where it was accepted */
async function refused(match: Match, who: Player, command: Partial<Command>): Promise<string> {
  const request = { matchId: match.matchId, command: { commandId: newId(), ...command } };
  let reason: string | undefined;
  const failed = await refusalOf(async (options) => {
    const { result } = await matches.act(request, { ...options, ...as(who) });
    if (result?.$case !== 'refusal') return result;
    reason = result.value.reason;
    throw new Answered();
  }).catch((error: unknown) => {
    if (!(error instanceof Answered)) throw error;
    return undefined;
  });
  return reason ?? failed!.reason!;
}

class Answered extends Error {}

test(
  'a record is uploaded by Ada, found and replayed by Ben in a browser, and played on from its fiftieth move',
  () =>
    mesh.explain(async () => {
      const [ada, ben, cleo] = [
        await players.guest('native', 'Ada'),
        await players.guest('web', 'Ben'),
        await players.guest('web', 'Cleo'),
      ];
      const sgf = readRecordFile(FILE);
      const real = realRecord(FILE);
      const request = { requestId: newId(), sgf, visibility: Visibility.OPEN };
      const { review } = await reviews.createReview(request, as(ada));
      expect(review).toMatchObject({ size: real.size, moves: real.moves.length, handicap: real.handicap });
      expect((await reviews.createReview(request, as(ada))).review).toEqual(review);

      const ask = async (method: string, body: object) =>
        (await callJson(mesh, `match.v1.${method}`, body, ben.tokens.accessToken)).body;
      const listed = (await ask('GoReviewService/ListReviews', {}))['reviews'] as { reviewId: string }[];
      const reviewId = base64(review!.reviewId);
      expect(listed.map((one) => one.reviewId)).toEqual([reviewId]);
      const read = readSgf(String((await ask('GoRecordService/GetRecord', { reviewId }))['sgf']));
      expect(read).toEqual({ record: real });

      const replay = await records.getReplay({ reviewId: review!.reviewId }, as(ben));
      expect(replay.moves).toHaveLength(real.moves.length);
      let view: GoView = replay.start!;
      for (const { moved, colour } of replay.moves.slice(0, 50)) {
        view = applyGo({ ...view, toMove: colour }, { event: { $case: 'moved', value: moved! } });
      }
      const fiftieth = await records.getPosition({ reviewId: review!.reviewId, moves: 50 }, as(ben));
      expect(fiftieth.view).toEqual(view);
      expect(
        await refusalOf((o) => records.getPosition({ reviewId: review!.reviewId, moves: 9_999 }, { ...o, ...as(ben) })),
      ).toMatchObject({
        code: 'INVALID_ARGUMENT',
        fields: { moves: `must be at most ${real.moves.length}, the moves made` },
      });

      // The settings that come with a position are those of a match.
      const match = await openGo([ben, cleo], fiftieth.config!, `go_${real.size}x${real.size}_live`);
      const [side, other] = await begin([ben, cleo], match);
      expect(side.view).toMatchObject({
        phase: GoPhase.PLAY,
        board: view.board,
        toMove: view.toMove,
        prisoners: view.prisoners,
        moves: 0,
      });
      const mover = (side.view.blackSeat === 0) === (side.view.toMove === GoColour.BLACK) ? side : other;
      await mover.send({
        $case: 'go',
        value: { command: { $case: 'place', value: { point: view.board.indexOf('.') } } },
      });
      await side.step(2);
      // The match's own replay begins from there, and goes on with what comes.
      const own = await records.getReplay({ matchId: match.matchId }, as(ada));
      expect(own.start).toMatchObject({ board: view.board, moves: 0 });
      expect(own.moves).toHaveLength(1);
      expect(own.end).toEqual(side.view);
      expect(own.seq).toBe(side.witness.state!.seq);

      // What is no record is told where it is wrong. Only who has uploaded one deletes it.
      const bad = async (text: string) =>
        (
          await refusalOf((options) =>
            reviews.createReview(
              { requestId: newId(), sgf: Buffer.from(text), visibility: Visibility.OPEN },
              { ...options, ...as(ada) },
            ),
          )
        ).fields;
      expect(await bad('(;SZ[8])')).toEqual({
        sgf: expect.stringMatching(/^is no record of Go: line 1, column \d+: SZ/),
      });
      expect(await bad('(;SZ[9];B[aa];W[aa])')).toEqual({ sgf: 'cannot be replayed: move 2 is on a stone' });
      await reviews.deleteReview({ reviewId: review!.reviewId }, as(ben));
      expect((await reviews.getReview({ reviewId: review!.reviewId }, as(cleo))).review).toEqual(review);
      await reviews.deleteReview({ reviewId: review!.reviewId }, as(ada));
      expect(
        await refusalOf((options) => reviews.getReview({ reviewId: review!.reviewId }, { ...options, ...as(ada) })),
      ).toMatchObject({ code: 'NOT_FOUND', reason: 'REVIEW_NOT_FOUND' });
      for (const source of [{}, { matchId: newId(), reviewId: newId() }, { matchId: newId().slice(1) }]) {
        expect(await refusalOf((options) => records.getRecord(source, { ...options, ...as(ada) }))).toMatchObject({
          code: 'INVALID_ARGUMENT',
          fields: { match_id: 'or review_id must be 16 bytes, and the other empty' },
        });
      }
    }),
  60_000,
);

test('a review goes with the account of who has uploaded it', () =>
  mesh.explain(async () => {
    const [ada, ben] = [await players.guest('native', 'Ada'), await players.guest('web', 'Ben')];
    const upload = async (player: Player) => {
      const request = { requestId: newId(), sgf: readRecordFile(FILE), visibility: Visibility.PRIVATE };
      return (await reviews.createReview(request, as(player))).review!.reviewId;
    };
    const [adas, bens] = [await upload(ada), await upload(ben)];
    await ada.client.deleteAccount('');
    const reasonNow = async () =>
      (await refusalOf((options) => reviews.getReview({ reviewId: adas }, { ...options, ...as(ben) }))).reason;
    await until('the review to go', async () => (await reasonNow().catch(() => '')) === 'REVIEW_NOT_FOUND');
    expect((await reviews.getReview({ reviewId: bens }, as(ben))).review).toBeDefined();
  }));
