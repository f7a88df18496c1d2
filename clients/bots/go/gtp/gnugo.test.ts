import { expect, test } from '@jest/globals';
import { BLACK, emptyBoard, opponentOf, passMove, playStone } from '../../../sdk/src/games/go-board.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import { findGnugo } from './engine-command.ts';
import { gnugoCommand } from './gnugo.ts';
import { GTP_DEFAULTS, GtpPlayer } from './gtp.ts';
import type { GoGame, GoMove } from '../player.ts';

const installed = await findGnugo();
// A test that is skipped fails the run, so where there is no GNU Go this one is not there at all.
if (installed) testGnugo(installed);
else process.stdout.write('GNU Go is not installed: no game is played with it here.\n');

function testGnugo(file: string): void {
  test('GNU Go plays a game with itself to its end, and says what is dead', async () => {
    const player = new GtpPlayer({ ...GTP_DEFAULTS, command: gnugoCommand(file, 1) });
    try {
      const moves: GoMove[] = [];
      let board = emptyBoard(9);
      let next: StoneColour = BLACK;
      const game = (): GoGame => ({
        id: 'game',
        size: 9,
        komi: 13,
        scoring: 'area',
        handicap: [],
        moves,
        next,
        forbidden: [],
        isDisputed: false,
      });
      let isResigned = false;
      while (!isResigned && moves.slice(-2).filter(({ point }) => point === 'pass').length < 2) {
        expect(moves.length).toBeLessThan(200);
        const answer = await player.move(game());
        isResigned = answer === 'resign';
        if (answer === 'resign') break;
        const played = answer === 'pass' ? { board: passMove(board) } : playStone(board, answer, next);
        if ('refusal' in played) throw new Error(played.refusal);
        ({ board } = played);
        moves.push({ colour: next, point: answer });
        next = opponentOf(next);
      }
      const dead = await player.dead(game());
      expect(dead.every((point) => board.points[point] !== 0)).toBe(true);
      await player.leave('game');
      expect(await player.dead(game())).toEqual(dead); // another process, told the whole game
    } finally {
      await player.close();
    }
  });
}

test('GNU Go’s levels and rules are arguments', () => {
  const command = gnugoCommand('gnugo', 3)({ scoring: 'territory' } as GoGame);
  const level = ['--level', '5', '--max-level', '5'];
  expect(command).toEqual(['gnugo', '--mode', 'gtp', '--quiet', ...level, '--japanese-rules']);
  expect(gnugoCommand('gnugo', 5)({ scoring: 'area' } as GoGame).slice(-2)).toEqual(['10', '--chinese-rules']);
});
