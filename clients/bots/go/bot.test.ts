import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Code, formatId } from '../../sdk/src/index.ts';
import type { StoredTokens } from '../../sdk/src/index.ts';
import { createNativeTransport } from '../../sdk/src/native.ts';
import { USERS } from '../../sdk/test-support/messages.ts';
import { failure, ScriptedMesh } from '../../sdk/test-support/scripted-mesh.ts';
import { acceptGuests } from '../../sdk/test-support/sign-in.ts';
import type { Adviser } from './adviser.ts';
import { GoBot } from './bot.ts';

let mesh: ScriptedMesh;
let stored: StoredTokens | undefined;
let signedOut: number;
let bot: GoBot;

beforeEach(async () => {
  mesh = await ScriptedMesh.start();
  stored = undefined;
  signedOut = 0;
  const storage = { load: () => stored, save: (tokens: StoredTokens | undefined) => void (stored = tokens) };
  const options = { name: 'Sugi (bot, level 3)', adviser: {} as Adviser, storage, say: () => {} };
  bot = new GoBot(createNativeTransport(mesh.address), options, () => void (signedOut += 1));
});
afterEach(() => {
  bot.stop();
  mesh.close();
});

test('a bot whose account the service does not know any more plays as a new guest', async () => {
  stored = { userId: formatId(USERS[1]!), accessToken: 'old', accessExpireMs: 0, refreshToken: 'of another database' };
  mesh.users.refreshTokens = async () => {
    throw failure(Code.UNAUTHENTICATED, { reason: 'BAD_REFRESH_TOKEN' });
  };
  acceptGuests(mesh);
  await bot.signIn();
  expect(stored).toMatchObject({ userId: formatId(USERS[0]!) });
  expect(signedOut).toBe(0);
});

test('a bot whose account is taken from it while it plays says so', async () => {
  acceptGuests(mesh);
  await bot.signIn();
  mesh.matches.listMatches = async () => {
    throw failure(Code.UNAUTHENTICATED, { reason: 'SESSION_ENDED' });
  };
  mesh.users.refreshTokens = async () => {
    throw failure(Code.UNAUTHENTICATED, { reason: 'BAD_REFRESH_TOKEN' });
  };
  await expect(bot.ownGames()).rejects.toMatchObject({ code: Code.UNAUTHENTICATED });
  expect(signedOut).toBe(1);
});
