/**
 * One engine that speaks the Go Text Protocol, version 2 (Farnebäck, "Specification of the Go Text Protocol", 2002), as a
 * child process.
 *
 * Why not @sabaki/gtp 3.0.0, which is there for this: its Controller hears no `error` event of the child or of its stdin,
 * so an engine that is not installed, or dies while it is written to, ends the bot. It starts a new engine by itself when
 * the old one has died, with an empty board, and the next answer is for that one. It has no deadlines, and its `stop` and
 * `kill` wait for ever for an engine that hears neither `quit` nor SIGTERM, or answers `quit` and stays. It numbers no
 * commands, so one line too many shifts all later answers, and it decodes each chunk by itself, which breaks characters in
 * two. What is left of it are a few lines that split text.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { PlayerError } from '../player.ts';

/** How long an engine is given to end after `quit`, and then after SIGTERM, before it is killed; in milliseconds. */
export interface Grace {
  readonly quitMs: number;
  readonly termMs: number;
}

/** More than any engine has to say in one answer, in characters; who says more is broken. */
const LONGEST_ANSWER = 256 * 1024;
/** How much of what an engine last wrote to stderr is told when it has died, in characters. */
const LAST_WORDS = 500;

interface Question {
  readonly id: number;
  readonly command: string;
  resolve(answer: string): void;
  reject(error: PlayerError): void;
}

/** A running engine; it is asked one question at a time. */
export class GtpProcess {
  /** Settles when the process has ended or could not be started; never rejects. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #grace: Grace;
  #question: Question | undefined;
  #questions = 0;
  #hasSpoken = false;
  #failure: PlayerError | undefined;
  #text = '';
  /** The lines of the answer that is being read. */
  #answer: string[] | undefined;
  #lastWords = '';

  /** @param command the program and its arguments */
  constructor([program = '', ...args]: readonly string[], grace: Grace) {
    this.#grace = grace;
    this.#child = spawn(program, args, { stdio: 'pipe' });
    const { stdin, stdout, stderr } = this.#child;
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        const how = signal ?? `exit code ${code}`;
        const said = this.#lastWords.trim();
        const message = `${program} ended by ${how}${said && `: ${said}`}`;
        this.#fail(new PlayerError(this.#hasSpoken ? 'CRASHED' : 'NOT_STARTED', message));
        resolve();
      });
      this.#child.on('error', ({ message }) => {
        if (this.#child.pid !== undefined) return; // a signal that came too late
        this.#fail(new PlayerError('NOT_STARTED', message));
        resolve();
      });
    });
    stdin.on('error', () => {}); // a pipe that is broken is told by the end of the process
    stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
  }

  /** Whether it can still be asked. */
  get isAlive(): boolean {
    return this.#failure === undefined;
  }

  /**
   * Sends a command and waits for the engine's answer to it.
   * @throws PlayerError REFUSED when the engine says so; otherwise the engine cannot be asked any more: TIMED_OUT, CRASHED,
   * NOT_STARTED, UNREADABLE
   */
  async ask(command: string, limitMs: number): Promise<string> {
    if (this.#failure) throw this.#failure;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const id = (this.#questions += 1);
    this.#question = { id, command, resolve, reject };
    this.#answer = undefined;
    const timer = setTimeout(() => {
      this.#giveUp(new PlayerError('TIMED_OUT', `no answer to "${command}" within ${Math.round(limitMs)} ms`));
    }, limitMs);
    this.#child.stdin.write(`${id} ${command}\n`);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#question = undefined;
    }
  }

  /** Ends it: asks it to quit, then to terminate, then kills it. What was being asked rejects with `LEFT`. */
  async stop(): Promise<void> {
    this.#fail(new PlayerError('LEFT', 'the engine is being stopped'));
    const { quitMs, termMs } = this.#grace;
    this.#child.stdin.end('quit\n');
    if (await this.#endsWithin(quitMs)) return;
    this.#child.kill('SIGTERM');
    if (await this.#endsWithin(termMs)) return;
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Kills an engine of which nothing sensible can be expected any more. */
  #giveUp(failure: PlayerError): void {
    this.#fail(failure);
    this.#child.kill('SIGKILL');
  }

  #fail(failure: PlayerError): void {
    this.#failure ??= failure;
    this.#question?.reject(this.#failure);
  }

  async #endsWithin(milliseconds: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), milliseconds);
    void this.ended.then(() => resolve(true));
    const hasEnded = await promise;
    clearTimeout(timer);
    return hasEnded;
  }

  #read(text: string): void {
    const lines = (this.#text + text).replaceAll('\r', '').split('\n');
    this.#text = lines.pop()!;
    for (const line of lines) this.#readLine(line);
    const length = this.#text.length + (this.#answer ?? []).reduce((sum, line) => sum + line.length, 0);
    if (length > LONGEST_ANSWER) this.#giveUp(new PlayerError('UNREADABLE', 'an answer without end'));
  }

  /** An answer begins with = or ? and the question's number, and ends with an empty line; what else is printed is no matter. */
  #readLine(line: string): void {
    const question = this.#question;
    if (!question) return;
    if (!this.#answer) {
      const [start, mark] = /^([=?])\d+/.exec(line) ?? [];
      if (start === `${mark}${question.id}`) this.#answer = [line];
      return;
    }
    if (line.trim() !== '') {
      this.#answer.push(line);
      return;
    }
    const [first = '', ...others] = this.#answer;
    const content = [first.slice(String(question.id).length + 1), ...others].join('\n').trim();
    this.#answer = undefined;
    this.#hasSpoken = true;
    if (first.startsWith('=')) question.resolve(content);
    else question.reject(new PlayerError('REFUSED', `"${question.command}": ${content}`));
  }
}
