import { expect, test } from '@jest/globals';
import { MatchState } from '../../../sdk/src/index.ts';
import type { PlayState } from '../../../sdk/src/index.ts';
import { goPlay, goScreen } from '../../test-support/go-states.ts';
import { ADA, after, BEN, idOf, MATCH, NOW, playState, stateOn } from '../../test-support/states.ts';
import type { Message } from '../app-state.ts';
import { openMatch, openMenu } from '../opening.ts';
import { rankOf } from './ranks.ts';

const seen = (play: PlayState): Message => ({
  kind: 'match',
  matchId: MATCH,
  now: NOW,
  update: { kind: 'snapshot', state: play },
});
const readings = (effects: readonly { readonly kind: string }[]) => effects.filter(({ kind }) => kind === 'readRanks');
const atMenu = stateOn({ name: 'menu', selected: 0, ownMatches: [] }, { ranks: undefined });
const opened = openMatch(atMenu, MATCH).state;

test('the ranks of both players are read once for a match, by its speed, when both have come', () => {
  const [ada] = goPlay().match.players;
  const alone = goPlay({}, { match: { players: [ada!], state: MatchState.WAITING } });
  const waiting = after(opened, seen(alone));
  expect(readings(waiting.effects)).toEqual([]);
  const both = after(waiting.state, seen(goPlay()), seen(goPlay({ moves: 7 })));
  expect(readings(both.effects)).toEqual([
    { kind: 'readRanks', matchId: MATCH, ratedAs: 'go_live', userIds: [ADA, BEN] },
  ]);
  const again = openMatch(openMenu(both.state).state, MATCH).state;
  expect(readings(after(again, seen(goPlay())).effects)).toEqual([]);
});

test('a duel has no ranks', () => {
  expect(readings(after(opened, seen(playState())).effects)).toEqual([]);
});

test('ranks are known as they come, and are those of their match alone', () => {
  const come = (matchId: string, ranks: Record<string, string>): Message => ({ kind: 'ranks', matchId, ranks });
  const state = after(
    stateOn(goScreen()),
    come(MATCH, { [ADA]: '6k?' }),
    come(MATCH, { [BEN]: '1d' }),
    come(ADA, { [BEN]: '9d' }),
  ).state;
  expect(rankOf(state, goPlay(), idOf(1))).toBe('6k?');
  expect(rankOf(state, goPlay(), idOf(2))).toBe('1d');
  expect(rankOf(state, goPlay({}, { match: { matchId: idOf(5) } }), idOf(2))).toBe('');
});
