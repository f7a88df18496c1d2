/**
 * Prints finished games as services/match/games/go/finished-games.txt has them. GNU Go plays them against itself, each of
 * its moves and scores follows from the seed:
 *
 *     node test/support/finished-go-games.ts 9 40 1100 && node … 13 10 3000 && node … 19 5 5000
 *
 * The arguments are the size of the board, how many games, and the first seed. Games that end by resignation are left out,
 * and so are ends that have come before.
 */
import { drawing } from './go-boards.ts';
import { findGnuGo, GnuGo } from './gnugo.ts';

const [size, games, firstSeed] = process.argv.slice(2).map(Number) as [number, number, number];
const path = findGnuGo();
if (!path) throw new Error('GNU Go is not installed (Debian: apt-get install gnugo)');

async function open(seed: number, rules: 'japanese' | 'chinese'): Promise<GnuGo> {
  const engine = new GnuGo(path!, seed, rules);
  for (const command of [`boardsize ${size}`, 'clear_board', 'komi 6.5']) await engine.ask(command);
  return engine;
}

const line = async (engine: GnuGo, command: string): Promise<string> => (await engine.ask(command))[0]!;

const colour = (move: number) => (move % 2 === 0 ? 'black' : 'white');
const printed = new Set<string>();
for (let seed = firstSeed; printed.size < games; seed++) {
  const engine = await open(seed, 'japanese');
  const moves: string[] = [];
  while (moves.at(-1) !== 'resign' && !(moves.at(-1) === 'PASS' && moves.at(-2) === 'PASS')) {
    moves.push(await line(engine, `genmove ${colour(moves.length)}`));
  }
  const black = new Set(await engine.points('list_stones black', size));
  const white = new Set(await engine.points('list_stones white', size));
  const dead = new Set(await engine.points('final_status_list dead', size));
  const marks = Array.from({ length: size * size }, (_, point) => {
    const mark = black.has(point) ? 'X' : white.has(point) ? 'O' : '.';
    return dead.has(point) ? mark.toLowerCase() : mark;
  });
  const board = drawing(size, marks);
  if (moves.at(-1) !== 'resign' && !printed.has(board)) {
    const captures = [await line(engine, 'captures black'), await line(engine, 'captures white')];
    const played = [0, 1].map((side) => moves.filter((move, index) => index % 2 === side && move !== 'PASS').length);
    const areaEngine = await open(seed, 'chinese');
    for (const [index, move] of moves.entries()) await areaEngine.ask(`play ${colour(index)} ${move}`);
    const scores = [await line(engine, 'final_score'), await line(areaEngine, 'final_score')];
    areaEngine.end();
    printed.add(board);
    console.log(
      `seed ${seed} moves ${played.join(' ')} captures ${captures.join(' ')} scores ${scores.join(' ')}\n${board}\n`,
    );
  }
  engine.end();
}
