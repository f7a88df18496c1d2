import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GoView } from '../../../gen/playmesh/match/v1/go.ts';
import type { GoRecordServiceClient } from '../../../gen/playmesh/match/v1/go_record_service.ts';
import { newId } from './ids.ts';
import { Code, formatId, PlaymeshClient, PlaymeshError } from './index.ts';
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

test('a position is that after so many moves', async () => {
  records.getPosition = async ({ moves }) => ({ view: GoView.fromPartial({ moves: moves ?? 0 }), seq: 3 });
  expect((await client.goRecords.position(MATCH, 17)).moves).toBe(17);
});

test('an answer without its position is an error', async () => {
  records.getPosition = async () => ({ view: undefined, seq: 3 });
  const error = await client.goRecords.position(MATCH, 1).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlaymeshError);
  expect(error).toMatchObject({ code: Code.INTERNAL });
});
