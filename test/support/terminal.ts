import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';
import { until } from './until.ts';

const SIZE = { columns: 80, rows: 24 };
const bridge = fileURLToPath(new URL('pty-bridge.py', import.meta.url));

/** How a program in a terminal ended. */
export type TerminalEnd = {
  readonly code: number | null;
  /** Lines are read and echoed again, and the screen is that of the shell, with its cursor. */
  readonly restored: boolean;
};

/** A program in a pseudo-terminal of 80 × 24, seen as a terminal shows it, and typed to. */
export class TestTerminal {
  readonly name: string;
  readonly ended: Promise<TerminalEnd>;
  readonly #screen = new xterm.Terminal({ cols: SIZE.columns, rows: SIZE.rows, allowProposedApi: true });
  readonly #child: ChildProcessWithoutNullStreams;
  #overflow: string | undefined;
  #cursorShown = true;

  /** @param command program and arguments; it has nothing but this environment and what a terminal gives */
  constructor(name: string, command: readonly string[], environment: Readonly<Record<string, string>>) {
    this.name = name;
    const arguments_ = [bridge, String(SIZE.columns), String(SIZE.rows), ...command];
    this.#child = spawn('python3', arguments_, { env: { TERM: 'xterm-256color', LANG: 'C.UTF-8', ...environment } });
    this.#screen.onWriteParsed(() => this.#lookForOverflow());
    for (const [final, shown] of [
      ['h', true],
      ['l', false],
    ] as const) {
      this.#screen.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
        if (parameters.includes(25)) this.#cursorShown = shown;
        return false; // the terminal does the rest
      });
    }
    let complaints = '';
    this.#child.stdout.on('data', (bytes: Buffer) => this.#screen.write(bytes));
    this.#child.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString()));
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        this.#screen.write('', () => {
          const isShell = this.#screen.buffer.active.type === 'normal' && this.#cursorShown;
          resolve({ code, restored: complaints.includes('restored') && isShell });
        });
      });
    });
  }

  /** The first line that was wider than the screen, if any ever was. */
  get overflow(): string | undefined {
    return this.#overflow;
  }

  /** What is on the screen now, row by row. */
  rows(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: SIZE.rows }, (_, row) => active.getLine(active.baseY + row)!.translateToString(true));
  }

  /** Types. */
  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** Waits until the screen shows something; what of it was found. @throws Error with the screen when it never does */
  async shows(what: RegExp | string, milliseconds?: number): Promise<RegExpExecArray> {
    const pattern = typeof what === 'string' ? new RegExp(what.replaceAll(/\W/g, '\\$&')) : what;
    try {
      return await until(
        `${pattern} at ${this.name}`,
        () => pattern.exec(this.rows().join('\n')) ?? undefined,
        milliseconds,
      );
    } catch (error) {
      if (error instanceof Error) error.message += `; the screen shows\n${this.rows().join('\n')}`;
      throw error;
    }
  }

  /** Ends the program as a terminal that is closed does. */
  close(): void {
    this.#child.stdin.end();
  }

  #lookForOverflow(): void {
    const { active } = this.#screen.buffer;
    if (active.type !== 'alternate') return;
    for (let row = 0; row < SIZE.rows; row++) {
      if (active.getLine(row)!.isWrapped)
        this.#overflow ??= this.rows()
          .slice(Math.max(0, row - 1), row + 1)
          .join('⏎');
    }
  }
}
