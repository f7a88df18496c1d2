import { copyFileSync, existsSync, statSync, truncateSync } from 'node:fs';
import { start, type Child, type Exit, type Program } from './child.ts';

/** Pause before the first restart, in milliseconds; doubles with every death up to the longest. */
const firstPause = 200;
const longestPause = 10_000;
/** A child that lived this long is well again: its next death begins with the first pause. */
const wellAfter = 30_000;
const logCheckInterval = 10_000;
/** A log beyond this is moved to `<log>.1`, so that a log takes twice this at most, and what comes in 10 s. */
const longestLog = 32 * 1024 * 1024;

/** A program that is kept running. */
export type Part = {
  readonly program: Program;
  /** Of the process that lives now, or lived last. */
  readonly pid: number;
  readonly isRunning: boolean;
  /** Settles when the process that lives now ends. */
  readonly exited: Promise<Exit>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it well, or within `milliseconds`, and starts it anew; starts one that is dead. */
  restart(milliseconds: number): Promise<void>;
  /** Ends it for good. */
  stop(milliseconds: number): Promise<void>;
};

/** How a part is supervised. */
export type Supervision = {
  /** Told of every end that nobody asked for, in a sentence. */
  readonly say: (sentence: string) => void;
  /** Whether what dies is started again; tests that kill choose the moment themselves. */
  readonly restarts: boolean;
};

/**
 * Starts a program and keeps it running: when it ends unasked, it is started again after a pause that grows from 0.2 s
 * to 10 s while it keeps dying, and is forgotten once it lives for 30 s.
 */
export function supervise(program: Program, { say, restarts }: Supervision): Part {
  let pause = firstPause;
  let stopping = false;
  let isRunning = false;
  let waiting: NodeJS.Timeout | undefined;
  let child: Child;
  launch('new');
  const logCheck = setInterval(() => {
    boundLog(program.log);
  }, logCheckInterval).unref();

  function launch(log: 'new' | 'continued' = 'continued'): void {
    const began = performance.now();
    const launched = start(program, log);
    child = launched;
    isRunning = true;
    void launched.exited.then((exit) => {
      if (child !== launched) return;
      isRunning = false;
      if (stopping) return;
      if (performance.now() - began >= wellAfter) pause = firstPause;
      say(`${program.name} ended (${how(exit)})${restarts ? `; again in ${pause / 1000} s` : ''}; see ${program.log}`);
      if (!restarts) return;
      waiting = setTimeout(launch, pause);
      pause = Math.min(2 * pause, longestPause);
    });
  }

  async function end(milliseconds: number): Promise<void> {
    stopping = true;
    clearTimeout(waiting);
    if (isRunning) await child.stop(milliseconds);
  }

  return {
    program,
    get pid() {
      return child.pid;
    },
    get isRunning() {
      return isRunning;
    },
    get exited() {
      return child.exited;
    },
    signal(signal) {
      child.signal(signal);
    },
    async restart(milliseconds) {
      await end(milliseconds);
      stopping = false;
      launch();
    },
    async stop(milliseconds) {
      clearInterval(logCheck);
      await end(milliseconds);
    },
  };
}

const how = ({ code, signal }: Exit) => (signal === null ? `code ${code}` : signal);

/** The child holds the file open, so it is copied and emptied; lines written in between are lost. */
function boundLog(log: string): void {
  if (!existsSync(log) || statSync(log).size <= longestLog) return;
  copyFileSync(log, `${log}.1`);
  truncateSync(log);
}
