import { afterEach, expect, test } from '@jest/globals';
import type { GoCommand } from '../../../../services/match/games/go/wire.ts';
import { BOT, LocalMatch, OTHER } from '../../test-support/local-match.ts';
import { playedBy, ScriptedPlayer, settle } from '../../test-support/scripted-player.ts';

let player: ScriptedPlayer;
let match: LocalMatch;
let playing: Promise<void>;

afterEach(async () => {
  match.end();
  await playing;
});

const PASS: GoCommand = { $case: 'pass', value: {} };

/** All live but White's stone on B5, by which Black wins: 13 points to 12. */
const FINAL = `
  . X . X O . O . O
  X X . X O O O O O
  . X X X O . O . O
  X X . X O O O O O
  . O X X O . . . O
  X X . X O O O O O
  . X X X O . . . O
  X X . X O O O O O
  . X . X O . O . O`;

const B5 = 37;
const isMarked = (point: number): boolean => match.drawn.state.dead.includes(point);

/** A game that is to be scored: Black's stones are the bot's. @param dead what the bot takes for dead */
async function score(dead: readonly number[]): Promise<void> {
  match = new LocalMatch({ komi: { halfPoints: 1 } }, FINAL);
  player = new ScriptedPlayer();
  player.deadStones = dead;
  player.answers();
  match.act(BOT, PASS);
  match.act(OTHER, PASS);
  playing = playedBy(player, match, () => {}, {});
  await settle();
}

test('what the service proposes is agreed to where the bot thinks so too', async () => {
  await score([B5]);
  expect(match.drawn.state.accepted).toEqual([]); // it waits for the proposal
  match.propose([B5]);
  await settle();
  expect(match.drawn.state.accepted).toEqual([BOT]);
  match.act(OTHER, { $case: 'accept', value: {} });
  expect(match.drawn.state.phase).toBe('finished');
});

test('what the service takes for alive the bot marks as it thinks, and agrees', async () => {
  await score([B5]);
  match.propose([]);
  await settle();
  expect([isMarked(B5), match.drawn.state.accepted]).toEqual([true, [BOT]]);
});

test('where the opponent marks something else that decides nothing, the bot follows', async () => {
  await score([]);
  match.propose([]);
  await settle();
  match.act(OTHER, { $case: 'mark', value: { point: B5, isDead: true } });
  await settle();
  expect([isMarked(B5), match.drawn.state.accepted]).toEqual([true, [BOT]]);
});

test('living stones that are marked as dead are put right, then played on for, and in the end left: it comes to an end', async () => {
  await score([B5]);
  match.propose([]);
  await settle();
  let resumed = 0;
  for (let mark = 0; mark < 100; mark++) {
    const { state } = match.drawn;
    if (state.phase === 'play') {
      resumed += 1;
      while (match.drawn.state.phase === 'play') {
        match.act(OTHER, PASS);
        await settle();
      }
      match.propose([]);
      await settle();
    }
    if (!isMarked(3)) match.act(OTHER, { $case: 'mark', value: { point: 3, isDead: true } });
    await settle();
  }
  expect(resumed).toBe(3);
  expect([match.drawn.state.phase, isMarked(3), match.drawn.state.accepted]).toEqual(['scoring', true, []]);
  expect(player.games.at(-1)!.isDisputed).toBe(true);
});
