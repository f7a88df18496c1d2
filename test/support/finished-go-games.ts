/**
 * Prints finished games as services/match/games/go/finished-games.txt has them. GNU Go plays them against itself, each of
 * its moves and scores follows from the seed:
 *
 *     node test/support/finished-go-games.ts 9 40 1100 && node … 13 10 3000 && node … 19 5 5000
 *
 * The arguments are the size of the board, how many games, and the first seed. Games that end by resignation are left out,
 * and so are ends that have come before.
 */
import { spawn } from 'node:child_process';
import { drawing } from './go-boards.ts';

const [size, games, firstSeed] = process.argv.slice(2).map(Number) as [number, number, number];
const LETTERS = 'ABCDEFGHJKLMNOPQRSTUVWXYZ';

/** An engine that answers commands of the Go Text Protocol in their order. */
class Engine {
  readonly #answers: ((text: string) => void)[] = [];
  readonly #child;
  #heard = '';

  constructor(rules: 'japanese' | 'chinese', seed: number) {
    const options = ['--mode', 'gtp', '--level', '1', '--seed', `${seed}`, `--${rules}-rules`];
    this.#child = spawn('/usr/games/gnugo', options, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout.on('data', (bytes: Buffer) => {
      const answers = (this.#heard + bytes.toString()).split('\n\n');
      this.#heard = answers.pop() ?? '';
      for (const answer of answers) this.#answers.shift()?.(answer);
    });
  }

  async ask(command: string): Promise<string> {
    const answer = new Promise<string>((resolve) => this.#answers.push(resolve));
    this.#child.stdin.write(`${command}\n`);
    const text = await answer;
    if (!text.startsWith('=')) throw new Error(`${command}: ${text}`);
    return text.slice(1).trim();
  }

  async list(command: string): Promise<number[]> {
    const vertices = (await this.ask(command)).split(/\s+/).filter((vertex) => vertex !== '');
    return vertices.map((vertex) => (size - Number(vertex.slice(1))) * size + LETTERS.indexOf(vertex.charAt(0)));
  }

  async begin(): Promise<void> {
    for (const command of [`boardsize ${size}`, 'clear_board', 'komi 6.5']) await this.ask(command);
  }

  end(): void {
    this.#child.stdin.end();
  }
}

const colour = (move: number) => (move % 2 === 0 ? 'black' : 'white');
const printed = new Set<string>();
for (let seed = firstSeed; printed.size < games; seed++) {
  const engine = new Engine('japanese', seed);
  await engine.begin();
  const moves: string[] = [];
  while (moves.at(-1) !== 'resign' && !(moves.at(-1) === 'PASS' && moves.at(-2) === 'PASS')) {
    moves.push(await engine.ask(`genmove ${colour(moves.length)}`));
  }
  const black = new Set(await engine.list('list_stones black'));
  const white = new Set(await engine.list('list_stones white'));
  const dead = new Set(await engine.list('final_status_list dead'));
  const marks = Array.from({ length: size * size }, (_, point) => {
    const mark = black.has(point) ? 'X' : white.has(point) ? 'O' : '.';
    return dead.has(point) ? mark.toLowerCase() : mark;
  });
  const board = drawing(size, marks);
  if (moves.at(-1) !== 'resign' && !printed.has(board)) {
    const captures = [await engine.ask('captures black'), await engine.ask('captures white')];
    const played = [0, 1].map((side) => moves.filter((move, index) => index % 2 === side && move !== 'PASS').length);
    const areaEngine = new Engine('chinese', seed);
    await areaEngine.begin();
    for (const [index, move] of moves.entries()) await areaEngine.ask(`play ${colour(index)} ${move}`);
    const scores = [await engine.ask('final_score'), await areaEngine.ask('final_score')];
    areaEngine.end();
    printed.add(board);
    console.log(
      `seed ${seed} moves ${played.join(' ')} captures ${captures.join(' ')} scores ${scores.join(' ')}\n${board}\n`,
    );
  }
  engine.end();
}
