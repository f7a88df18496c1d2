import { spawn, type ChildProcess } from 'node:child_process';

/** How a program ended, and all that it wrote to stdout and stderr. */
export type Ended = { readonly code: number | null; readonly output: string };

/** A running program. */
export type TestProcess = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when it has written this text; rejects when it ends before. */
  said(text: string): Promise<void>;
};

/** Starts a TypeScript program, named from the root of the checkout, with nothing but this environment. */
export function startProcess(
  program: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): TestProcess {
  const child = spawn(process.execPath, [program, ...args], { env: environment, stdio: 'pipe' });
  let output = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })));
  return {
    child,
    ended,
    said: (text) =>
      new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (output.includes(text)) resolve();
        };
        listeners.push(look);
        look();
        void ended.then(() => reject(new Error(`It ended without saying ${text}: ${output}`)));
      }),
  };
}
