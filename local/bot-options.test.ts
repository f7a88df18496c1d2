import { expect, test } from '@jest/globals';
import { readBotOptions, readGoBotOptions } from './bot-options.ts';

const server = { SERVER: 'http://127.0.0.1:8080' };
const problemOf = (environment: Readonly<Record<string, string>>): Promise<string> =>
  readGoBotOptions({ ...server, GAME: 'go', ...environment }).then(
    () => 'none',
    (error: Error) => error.message,
  );

test('a bot plays trivia at level 3 unless it is told otherwise', () => {
  expect(readBotOptions(server)).toEqual({ game: 'trivia', server: 'http://127.0.0.1:8080', level: 3, inviteCode: '' });
  expect(readBotOptions({ ...server, GAME: 'go', LEVEL: '5' })).toMatchObject({ game: 'go', level: 5 });
});

test('a bot of Go waits for blitz on 9 lines, in four games at once, with an account of its level', async () => {
  const options = await readGoBotOptions({ ...server, GAME: 'go' });
  expect(options).toMatchObject({
    modes: ['go_9x9_blitz'],
    games: 4,
    isOpen: false,
    profile: 'bot-3',
    engine: undefined,
  });
});

test('modes are a list; an engine gives the account its name', async () => {
  const options = await readGoBotOptions({
    ...server,
    GAME: 'go',
    MODE: 'go_9x9_live, go_19x19_rapid go_9x9_live',
    ENGINE: `${process.execPath} engine.js`,
    OPEN: '1',
    GAMES: '16',
  });
  expect(options).toMatchObject({
    modes: ['go_9x9_live', 'go_19x19_rapid'],
    games: 16,
    isOpen: true,
    profile: 'bot-node',
  });
});

test.each([
  [{ LEVEL: '6' }, 'LEVEL must be 1, 2, 3, 4 or 5, not "6".'],
  [{ GAME: 'chess' }, 'GAME must be trivia or go, not "chess".'],
  [{ MODE: 'trivia_duel' }, 'MODE must be modes of Go such as go_9x9_blitz,go_19x19_live, not "trivia_duel".'],
  [{ GAMES: '0' }, 'GAMES must be a whole number from 1 to 16, not "0".'],
  [{ GAMES: '2.5' }, 'GAMES must be a whole number from 1 to 16, not "2.5".'],
  [{ OPEN: 'yes' }, 'OPEN must be 0 or 1, not "yes".'],
  [{ INVITE: 'ABCD2345', OPEN: '1' }, 'INVITE names a match: MODE and OPEN find others.'],
  [{ ENGINE: '/no/such/engine' }, 'ENGINE names /no/such/engine, which is not installed.'],
  [
    { ENGINE: process.execPath, LEVEL: '2' },
    'LEVEL is for the built-in engine and GNU Go; node is told how strong it plays in ENGINE.',
  ],
  [{ PROFILE: '../x' }, 'PROFILE must be letters, digits, dashes and underscores, not "../x".'],
])('%p is refused with a sentence', async (environment, sentence) => {
  expect(await problemOf(environment as unknown as Readonly<Record<string, string>>)).toBe(sentence);
});

test('what is for Go alone is refused where trivia is played', () => {
  expect(() => readBotOptions({ ...server, ENGINE: 'gnugo' })).toThrow('ENGINE is for bots that play Go: GAME=go.');
});
