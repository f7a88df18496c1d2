import type { Command } from '../../../gen/playmesh/match/v1/play.ts';
import { Code, PlaymeshError, RefusedError } from './errors.ts';
import { formatId } from './ids.ts';

/** How many commands may be unanswered at a time. */
export const MAX_UNANSWERED = 64;
/** A command is sent again when a connection that is alive has not answered it for this long; longer than a call takes. */
const ANSWER_MS = 12_000;

/** Where an accepted command is. */
export interface Accepted {
  /** The log entry it is in, for good. */
  readonly seq: number;
}

export interface SendOptions {
  /** Stops the waiting and the resending; the promise rejects with its reason. The command may take effect nevertheless. */
  readonly signal?: AbortSignal;
  /** Stops them after so many milliseconds, with DEADLINE_EXCEEDED and reason OUTCOME_UNKNOWN; by default never. */
  readonly timeoutMs?: number;
}

interface Pending {
  readonly command: Command;
  readonly settle: (result: Accepted | { readonly error: unknown }) => void;
  /** Runs when it should be sent again. */
  again: ReturnType<typeof setTimeout> | undefined;
  /** True between an answer that its outcome is unknown and the time to send it again. */
  pausing: boolean;
}

/**
 * Commands that are not answered yet. Each is sent under its one id until it is, which is safe, since a command has
 * effect at most once; in the order in which they were given, as far as they need no repeat.
 */
export class Commands {
  readonly #transmit: (command: Command) => boolean;
  readonly #answerMs: number;
  readonly #pending = new Map<string, Pending>();

  /**
   * @param transmit sends a command if there is a connection to send it on.
   * @param answerMs how long to wait for its answer before it is sent again.
   */
  constructor(transmit: (command: Command) => boolean, answerMs = ANSWER_MS) {
    this.#transmit = transmit;
    this.#answerMs = answerMs;
  }

  /** Sends a command until it is answered. @throws RefusedError, PlaymeshError or the signal's reason. */
  submit(command: Command, { signal, timeoutMs }: SendOptions): Promise<Accepted> {
    if (this.#pending.size >= MAX_UNANSWERED) {
      const message = `${MAX_UNANSWERED} commands are not answered yet; wait for them.`;
      return Promise.reject(new PlaymeshError(Code.RESOURCE_EXHAUSTED, message, { reason: 'TOO_MANY_COMMANDS' }));
    }
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const key = formatId(command.commandId);
    return new Promise((resolve, reject) => {
      const abort = (): void => pending.settle({ error: signal!.reason });
      const limit =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => pending.settle({ error: outcomeUnknown(Code.DEADLINE_EXCEEDED) }), timeoutMs);
      const pending: Pending = {
        command,
        again: undefined,
        pausing: false,
        settle: (result) => {
          if (!this.#pending.delete(key)) return;
          clearTimeout(pending.again);
          clearTimeout(limit);
          signal?.removeEventListener('abort', abort);
          if ('error' in result) reject(result.error);
          else resolve(result);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#pending.set(key, pending);
      this.#send(pending);
    });
  }

  /** Sends all again, on a new connection; but not before the time that the service asked for. */
  resend(): void {
    for (const pending of this.#pending.values()) {
      if (!pending.pausing) this.#send(pending);
    }
  }

  accept(commandId: Uint8Array, seq: number): void {
    this.#get(commandId)?.settle({ seq });
  }

  refuse(commandId: Uint8Array, reason: string): void {
    this.#get(commandId)?.settle({ error: new RefusedError(reason) });
  }

  fail(commandId: Uint8Array, error: PlaymeshError): void {
    this.#get(commandId)?.settle({ error });
  }

  /** The outcome is not known: the same command is sent again after a while. */
  retry(commandId: Uint8Array, afterMs: number): void {
    const pending = this.#get(commandId);
    if (!pending) return;
    pending.pausing = true;
    this.#later(pending, afterMs);
  }

  /** All that wait for an answer, in order. */
  unanswered(): Command[] {
    return [...this.#pending.values()].map(({ command }) => command);
  }

  /** Gives up all: nobody will answer them. */
  abandon(cause: PlaymeshError | undefined): void {
    for (const pending of this.#pending.values()) pending.settle({ error: outcomeUnknown(Code.UNAVAILABLE, cause) });
  }

  #get(commandId: Uint8Array): Pending | undefined {
    return this.#pending.get(formatId(commandId));
  }

  #send(pending: Pending): void {
    pending.pausing = false;
    clearTimeout(pending.again);
    if (this.#transmit(pending.command)) this.#later(pending, this.#answerMs);
  }

  #later(pending: Pending, ms: number): void {
    clearTimeout(pending.again);
    pending.again = setTimeout(() => this.#send(pending), ms);
  }
}

const outcomeUnknown = (code: Code, cause?: PlaymeshError): PlaymeshError =>
  new PlaymeshError(code, 'The command was not answered; whether it took effect is not known.', {
    reason: 'OUTCOME_UNKNOWN',
    cause,
  });
