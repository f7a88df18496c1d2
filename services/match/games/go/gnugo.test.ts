/**
 * Games that GNU Go plays against itself: every move of it is legal here, and its count of the finished board, with the
 * stones that it takes for dead, is ours. Debian's package has it; where it is missing this says so and plays no game.
 */
import { describe, expect, test } from '@jest/globals';
import { findGnuGo, GnuGo, pointOf } from '../../../../test/support/gnugo.ts';
import { countOf } from './count.ts';
import { DrawnGame } from './drawn-game.ts';
import { GoRuleset } from './wire.ts';

/** GNU Go's count, in half points for Black. */
const halfPoints = ([score]: readonly string[]): number =>
  score === '0' ? 0 : (score!.startsWith('B') ? 2 : -2) * Number(score!.slice(2));

const plays: [size: number, games: number][] = [
  [9, 40],
  [13, 8],
  [19, 2],
];

test('what GNU Go calls points and counts is read as ours', () => {
  expect(['A9', 'J9', 'H1', 'J1'].map((vertex) => pointOf(9, vertex))).toEqual([0, 8, 79, 80]);
  expect(['B+3.5', 'W+6.5', '0'].map((score) => halfPoints([score]))).toEqual([7, -13, 0]);
});

const found = findGnuGo();
if (!found) {
  console.log('Left out: games against GNU Go, which is not installed here (Debian: apt-get install gnugo).');
} else {
  describe.each(plays)('games of GNU Go on %i lines', (size, games) => {
    test.each(Array.from({ length: games }, (_, seed) => seed + 1))(
      'the moves of game %i are legal, and its score is ours by both rulesets',
      async (seed) => {
        const player = new GnuGo(found, seed, 'japanese');
        const counter = new GnuGo(found, seed, 'chinese');
        try {
          const komi = 6.5;
          for (const engine of [player, counter]) {
            await engine.ask(`boardsize ${size}`);
            await engine.ask(`komi ${komi}`);
          }
          const game = new DrawnGame({ size, ruleset: GoRuleset.JAPANESE, komi: { halfPoints: 13 } });
          while (game.state.phase === 'play') {
            const colour = game.state.toMove === 1 ? 'black' : 'white';
            const [vertex] = await player.ask(`genmove ${colour}`);
            await counter.ask(`play ${colour} ${vertex}`);
            const refusal = vertex === 'PASS' ? game.pass() : game.place(pointOf(size, vertex!));
            expect(refusal).toBeUndefined();
          }
          const dead = await player.points('final_status_list dead', size);
          const { state } = game;
          const japanese = countOf(state, dead);
          expect(japanese.black!.totalHalfPoints - japanese.white!.totalHalfPoints).toBe(
            halfPoints(await player.ask('final_score')),
          );
          const chinese = countOf({ ...state, config: { ...state.config, scoring: 2 } }, dead);
          expect(chinese.black!.totalHalfPoints - chinese.white!.totalHalfPoints).toBe(
            halfPoints(await counter.ask('final_score')),
          );
        } finally {
          player.end();
          counter.end();
        }
      },
      120_000,
    );
  });
}
