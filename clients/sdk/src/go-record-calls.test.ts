import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GoColour, GoConfig, GoMoved, GoView } from '../../../gen/playmesh/match/v1/go.ts';
import type { GoRecordServiceClient } from '../../../gen/playmesh/match/v1/go_record_service.ts';
import { newId } from './ids.ts';
import { afterReplayMove, Code, formatId, PlaymeshClient, PlaymeshError } from './index.ts';
import type { StoredTokens, Transport } from './index.ts';

const MATCH = newId();
const TOKENS: StoredTokens = {
  userId: formatId(newId()),
  accessToken: 'access',
  accessExpireMs: Date.now() + 900_000,
  refreshToken: 'refresh',
};

let records: Partial<GoRecordServiceClient>;
let client: PlaymeshClient;

beforeEach(() => {
  records = {};
  const goRecords = new Proxy({}, { get: (_, method: keyof GoRecordServiceClient) => records[method] });
  const transport = { goRecords, bidirectional: true, close: () => {} } as unknown as Transport;
  client = new PlaymeshClient(transport, { storage: { load: () => TOKENS, save: () => {} } });
});
afterEach(() => client.close());

test('a record comes with a name for its file, for the player who is signed in', async () => {
  records.getRecord = async ({ matchId }, options) => {
    expect(matchId).toEqual(MATCH);
    expect(options?.metadata?.get('authorization')).toBe('Bearer access');
    return { sgf: '(;GM[1])', fileName: 'game.sgf' };
  };
  expect(await client.goRecords.record(formatId(MATCH))).toEqual({ sgf: '(;GM[1])', fileName: 'game.sgf' });
});

test('a position is that after so many moves, with settings to play on from it', async () => {
  records.getPosition = async ({ moves }) => ({
    view: GoView.fromPartial({ moves: moves ?? 0 }),
    seq: 3,
    comment: 'Tengen.',
    config: GoConfig.fromPartial({ size: 9 }),
  });
  expect(await client.goRecords.position(MATCH, 17)).toMatchObject({
    view: { moves: 17 },
    comment: 'Tengen.',
    config: { size: 9 },
  });
});

test('a review is named as one, and its replay makes each view of the one before, whoever has moved', async () => {
  const start = GoView.fromPartial({ board: '.'.repeat(25), toMove: GoColour.BLACK, clocks: [{}, {}] });
  const move = (point: number, colour: GoColour) => ({ moved: GoMoved.fromPartial({ point }), colour, comment: '' });
  records.getReplay = async (request) => {
    expect(request).toEqual({ reviewId: MATCH, fromMove: 0 });
    const moves = [move(3, GoColour.BLACK), move(4, GoColour.BLACK)];
    return { start, startComment: 'Lo.', moves, end: GoView.fromPartial({}), seq: 0 };
  };
  const replay = await client.goRecords.replay({ reviewId: formatId(MATCH) });
  expect(replay.startComment).toBe('Lo.');
  expect(replay.moves.reduce(afterReplayMove, replay.start).board.slice(0, 5)).toBe('...XX');
});

test('an answer without its position is an error', async () => {
  records.getPosition = async () => ({ view: undefined, seq: 3, comment: '', config: undefined });
  const error = await client.goRecords.position(MATCH, 1).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlaymeshError);
  expect(error).toMatchObject({ code: Code.INTERNAL });
});
