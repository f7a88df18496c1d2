import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GoColours, GoRuleset } from '../../../sdk/src/index.ts';
import { isPlayable } from '../../../bots/go/match/settings.ts';
import { GoConfig } from '../../../../gen/playmesh/match/v1/go.ts';
import { goConfig } from '../../test-support/go-states.ts';
import { ADA, after, BEN, keys, MATCH, stateOn } from '../../test-support/states.ts';
import type { AppState } from '../app-state.ts';
import { modesOf } from '../games.ts';
import type { Challenge, OwnMatch } from '../list-screens.ts';
import { SETTINGS, TIMES } from './game-choices.ts';

const MENU = stateOn({ name: 'menu', selected: 0, ownMatches: [] }, { game: 'go' });

describe('the menu', () => {
  test('is about another game after an arrow to the side, and goes around', () => {
    const trivia = after(MENU, ...keys('<left>')).state;
    expect(trivia.game).toBe('trivia');
    expect(after(trivia, ...keys('<right>')).state.game).toBe('go');
    expect(after(trivia, ...keys('<tab><tab>')).state.game).toBe('trivia');
  });

  test('leads to lists of its game', () => {
    expect(after(MENU, ...keys('6')).effects).toEqual([{ kind: 'readLive', game: 'go' }]);
    expect(after(MENU, ...keys('7')).effects).toEqual([{ kind: 'readHistory', game: 'go', mode: '' }]);
    expect(after(MENU, ...keys('8')).effects).toEqual([
      { kind: 'readLeaders', mode: 'go_9x9_blitz', order: 'wins', part: 'top' },
    ]);
  });

  const own = (matchId: string, game: 'trivia' | 'go', changes: Partial<OwnMatch> = {}): OwnMatch => ({
    matchId,
    game,
    mode: game === 'go' ? 'go_9x9_live' : 'trivia_duel',
    inviteCode: '',
    opponentIds: [BEN],
    stands: 'running',
    ownTurn: undefined,
    ...changes,
  });

  test('takes up a match that one has a seat in, whichever game it is', () => {
    const one = after(MENU, { kind: 'ownMatches', rows: [own('a', 'trivia')] }, ...keys('<enter>'));
    expect(one.effects).toEqual([{ kind: 'follow', matchId: 'a' }]);
    expect(one.state.game).toBe('trivia');
    const rows = [own('a', 'trivia'), own('b', 'go', { ownTurn: true })];
    const several = after(MENU, { kind: 'ownMatches', rows }, ...keys('<enter><down><enter>'));
    expect(several.effects).toEqual([{ kind: 'follow', matchId: 'b' }]);
    expect(several.state.game).toBe('go');
  });

  test('keeps selected what is, when matches come and go above it', () => {
    const come = after(MENU, ...keys('<down>'), { kind: 'ownMatches', rows: [own('a', 'go')] }).state;
    expect(come.screen).toMatchObject({ selected: 2 });
    expect(after(come, { kind: 'ownMatches', rows: [] }).state.screen).toMatchObject({ selected: 1 });
  });
});

test('a queue is chosen by board and speed', () => {
  const chosen = after(MENU, ...keys('1<down><down><down><right><right><enter>'));
  expect(chosen.effects).toEqual([{ kind: 'findOpponent', mode: 'go_19x19_correspondence' }]);
  expect(after(MENU, ...keys('1<left><left><left><enter>')).effects).toEqual([
    { kind: 'findOpponent', mode: 'go_9x9_blitz' },
  ]);
});

describe('a game with a bot', () => {
  const made = (typed: string) => after(MENU, ...keys(`2${typed}<enter>`)).effects[0];

  test('is a private match of the settings that were chosen, by the rules that are usual', () => {
    expect(made('')).toMatchObject({ kind: 'playBot', level: 3, mode: 'go_9x9_live' });
    const chosen = made('<left><left><down><right><right><down><right><down><right><down><right><right>');
    expect(chosen).toEqual({
      kind: 'playBot',
      level: 1,
      mode: 'go_19x19_live',
      config: {
        $case: 'go',
        value: {
          size: 19,
          time: { control: { $case: 'byoYomi', value: { mainMs: 1_800_000, periods: 5, periodMs: 60_000 } } },
          handicap: 2,
          colours: GoColours.CREATOR_WHITE,
        },
      },
    });
  });

  test('of any settings is one that the bot has time for', () => {
    const press = fc.constantFrom('<up>', '<down>', '<left>', '<right>', '<tab>');
    fc.assert(
      fc.property(fc.array(press, { maxLength: 60 }), (pressed) => {
        const effect = made(pressed.join(''));
        if (effect?.kind !== 'playBot' || effect.config?.$case !== 'go') throw new Error('no game');
        expect(modesOf('go')).toContain(effect.mode);
        expect(effect.mode).not.toMatch(/correspondence/);
        expect(isPlayable(GoConfig.fromPartial(effect.config.value))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('is asked for once, and again where no bot has come', () => {
    const asked = after(MENU, ...keys('2<enter><enter><right>'));
    expect(asked.effects).toHaveLength(1);
    const failed = after(asked.state, { kind: 'failed', of: 'playBot', text: 'No bot.' }).state;
    expect(failed).toMatchObject({ screen: { name: 'goBot', busy: false }, notice: { text: 'No bot.' } });
    expect(after(failed, ...keys('<enter>')).effects).toHaveLength(1);
    expect(after(asked.state, ...keys('<escape>')).effects).toEqual([{ kind: 'readOwnMatches' }]);
  });
});

describe('a challenge', () => {
  const made = (typed: string) => after(MENU, ...keys(`4${typed}<enter>`)).effects[0];

  test('has the settings that were chosen, and counts by its speed on the nearest board', () => {
    expect(made('')).toMatchObject({
      kind: 'createMatch',
      mode: 'go_9x9_live',
      isPrivate: false,
      config: { $case: 'go', value: { size: 9, ruleset: GoRuleset.JAPANESE, handicap: 0, colours: GoColours.NIGIRI } },
    });
    expect(made('')).not.toHaveProperty('config.value.komi');
    const other = made(
      '<left><down><right><down><right><down><right><right><down><right><down><right><down><right><down><right>',
    );
    expect(other).toMatchObject({
      mode: 'go_19x19_live',
      isPrivate: true,
      config: {
        value: {
          size: 25,
          ruleset: GoRuleset.CHINESE,
          komi: { halfPoints: 1 },
          handicap: 2,
          freeHandicap: true,
          colours: GoColours.CREATOR_BLACK,
          time: { control: { $case: 'byoYomi', value: { mainMs: 1_800_000 } } },
        },
      },
    });
  });

  test('has no more stones on fixed points than its board has points for', () => {
    const handicap = '<down><down><down><down><left>'; // nine
    expect(made(`<right><right><right>${handicap}`)).toMatchObject({ config: { value: { size: 5, handicap: 0 } } });
    expect(made(`<right><right><right><right>${handicap}`)).toMatchObject({
      config: { value: { size: 7, handicap: 4 } },
    });
    expect(made(handicap)).toMatchObject({ config: { value: { size: 9, handicap: 9 } } });
  });

  test('of any settings is one that the service takes', () => {
    const press = fc.constantFrom('<up>', '<down>', '<left>', '<right>', '<tab>');
    fc.assert(
      fc.property(fc.array(press, { maxLength: 60 }), (pressed) => {
        const effect = made(pressed.join(''));
        if (effect?.kind !== 'createMatch' || effect.config?.$case !== 'go') throw new Error('no challenge');
        const { size = 0, handicap = 0, freeHandicap = false, time } = effect.config.value;
        expect(modesOf('go')).toContain(effect.mode);
        expect(freeHandicap || size >= 9 || handicap <= (size === 7 ? 4 : 0)).toBe(true);
        expect(time?.control).toBeDefined();
      }),
      { numRuns: 100 },
    );
  });

  test('that was refused can be changed and made again', () => {
    const refused = after(MENU, ...keys('4<enter>'), { kind: 'failed', of: 'createMatch', text: 'Not so often.' });
    expect(refused.state).toMatchObject({
      screen: { name: 'challenge', busy: false },
      notice: { text: 'Not so often.' },
    });
    expect(after(refused.state, ...keys('<enter>')).effects).toHaveLength(1);
  });

  test('can be of every kind of time', () => {
    const kinds = new Set(TIMES.map(({ time }) => time.control?.$case));
    expect(kinds).toEqual(new Set(['absolute', 'fischer', 'byoYomi', 'canadian', 'simple', 'correspondence']));
    expect(SETTINGS[1].count).toBe(TIMES.length);
  });
});

describe('open challenges', () => {
  const challenge = (matchId: string, creatorId = BEN): Challenge => ({
    matchId,
    mode: 'go_9x9_live',
    creatorId,
    config: goConfig(),
  });
  const listed = (...rows: Challenge[]): AppState =>
    after(after(MENU, ...keys('3')).state, { kind: 'challenges', rows }).state;

  test('are taken by Enter, once', () => {
    const taken = after(listed(challenge('a'), challenge('b')), ...keys('<down><enter><enter>'));
    expect(taken.effects).toEqual([{ kind: 'takeChallenge', matchId: 'b' }]);
    const seated = after(taken.state, { kind: 'seated', matchId: MATCH, inviteCode: '', rematch: false });
    expect(seated.effects).toEqual([{ kind: 'follow', matchId: MATCH }]);
  });

  test('that somebody else was quicker to take are told, and the list is read on', () => {
    const late = after(listed(challenge('a')), ...keys('<enter>'), {
      kind: 'failed',
      of: 'takeChallenge',
      text: 'Taken.',
    });
    expect(late.state).toMatchObject({ screen: { name: 'challenges', busy: false }, notice: { text: 'Taken.' } });
    expect(late.effects.at(-1)).toEqual({ kind: 'readChallenges' });
  });

  test('of one’s own are gone back to', () => {
    expect(after(listed(challenge('a', ADA)), ...keys('<enter>')).effects).toEqual([{ kind: 'follow', matchId: 'a' }]);
  });

  test('stay selected when the list is read anew', () => {
    const chosen = after(listed(challenge('a'), challenge('b')), ...keys('<down>'), {
      kind: 'challenges',
      rows: [challenge('x'), challenge('a'), challenge('b')],
    });
    expect(chosen.state.screen).toMatchObject({ selected: 2 });
  });
});

describe('history and leaders of Go', () => {
  test('are turned to another board and speed by arrows to the side', () => {
    const leaders = after(MENU, ...keys('8<right><tab>'));
    expect(leaders.effects.slice(1)).toEqual([
      { kind: 'readLeaders', mode: 'go_9x9_rapid', order: 'wins', part: 'top' },
      { kind: 'readLeaders', mode: 'go_9x9_rapid', order: 'wins', part: 'around' },
    ]);
    expect(after(MENU, ...keys('7<left>')).effects.at(-1)).toEqual({
      kind: 'readHistory',
      game: 'go',
      mode: 'go_19x19_correspondence',
    });
  });

  test('the leaders of Go are those who won most on a board, or the strongest on all boards of a speed', () => {
    const strongest = after(MENU, ...keys('8<left>s<right><tab>s'));
    expect(strongest.effects.slice(1)).toMatchObject([
      { mode: 'go_19x19_correspondence', order: 'wins', part: 'top' },
      { mode: 'go_19x19_correspondence', order: 'strength', part: 'top' },
      { mode: 'go_19x19_blitz', order: 'strength', part: 'top' },
      { mode: 'go_19x19_blitz', order: 'strength', part: 'around' },
      { mode: 'go_19x19_blitz', order: 'wins', part: 'around' },
    ]);
  });

  test('leaders that come late for what was looked at before are not shown', () => {
    const strongest = after(MENU, ...keys('8s')).state;
    const late = { kind: 'leaders', mode: 'go_9x9_blitz', order: 'wins', part: 'top', rows: [] } as const;
    expect(after(strongest, late).state.screen).toMatchObject({ rows: undefined });
    expect(after(strongest, { ...late, order: 'strength' }).state.screen).toMatchObject({ rows: [] });
  });

  test('a finished game is looked at again', () => {
    const row = {
      matchId: 'a',
      mode: 'go_9x9_live',
      endTimeMs: 1,
      standing: 'won',
      score: 3,
      opponentIds: [BEN],
    } as const;
    const listed = after(after(MENU, ...keys('7')).state, { kind: 'history', mode: '', rows: [row], sums: [] });
    expect(after(listed.state, ...keys('<enter>')).effects).toEqual([{ kind: 'follow', matchId: 'a' }]);
  });
});
