import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createInterface } from 'node:readline';

const COLUMNS = 'ABCDEFGHJKLMNOPQRSTUVWXYZ';

/** Where GNU Go is, which Debian keeps off most paths; undefined where it is not installed. */
export function findGnuGo(): string | undefined {
  const folders = ['/usr/games', ...(process.env['PATH'] ?? '').split(':')];
  return folders.map((folder) => `${folder}/gnugo`).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** GNU Go at its lowest level, asked in the Go Text Protocol; its moves follow from the seed. */
export class GnuGo {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(path: string, seed: number, rules: 'japanese' | 'chinese') {
    const options = ['--mode', 'gtp', '--level', '1', '--seed', `${seed}`, `--${rules}-rules`];
    this.#process = spawn(path, options, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  /** Its answer, line by line. @throws what it says instead of one */
  async ask(command: string): Promise<string[]> {
    this.#process.stdin!.write(`${command}\n`);
    const lines: string[] = [];
    for (let next = await this.#answers.next(); next.value !== ''; next = await this.#answers.next()) {
      if (next.done) throw new Error(`GNU Go ended at ${command}`);
      lines.push(next.value);
    }
    if (!lines[0]!.startsWith('=')) throw new Error(`${command}: ${lines.join(' ')}`);
    lines[0] = lines[0]!.slice(1).trim();
    return lines;
  }

  /** The points of an answer that lists vertices. */
  async points(command: string, size: number): Promise<number[]> {
    const vertices = (await this.ask(command)).flatMap((line) => line.split(' ').filter(Boolean));
    return vertices.map((vertex) => pointOf(size, vertex));
  }

  end(): void {
    this.#process.kill();
  }
}

/** The number of a point that is named as in "D4". */
export const pointOf = (size: number, vertex: string): number =>
  (size - Number(vertex.slice(1))) * size + COLUMNS.indexOf(vertex[0]!);
