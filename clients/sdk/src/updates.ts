import { Code, PlaymeshError } from './errors.ts';

/** How many updates may wait for one reader. */
const MAX_WAITING = 4_096;

/** Tells every listener and every reader the same updates in the same order. */
export class Updates<T> {
  readonly #listeners = new Set<(update: T) => void>();
  readonly #readers = new Set<Reader<T>>();
  #ended: { readonly error: Error | undefined } | undefined;

  /** @returns ends the listening. A listener that throws disturbs nobody else; its error surfaces as uncaught. */
  subscribe(listener: (update: T) => void): () => void {
    const own = (update: T): void => listener(update); // one listener may be given twice
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** @param first what this reader gets before all that comes. */
  read(first: readonly T[]): AsyncIterableIterator<T> {
    const reader = new Reader<T>(first, () => this.#readers.delete(reader));
    if (this.#ended) reader.end(this.#ended.error);
    else this.#readers.add(reader);
    return reader;
  }

  emit(update: T): void {
    for (const reader of this.#readers) reader.push(update);
    for (const listener of this.#listeners) {
      try {
        listener(update);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Ends all readers after what waits for them, with an error if there is one. */
  end(error: Error | undefined): void {
    this.#ended = { error };
    for (const reader of this.#readers) reader.end(error);
    this.#readers.clear();
    this.#listeners.clear();
  }
}

class Reader<T> implements AsyncIterableIterator<T> {
  readonly #waiting: T[];
  readonly #onReturn: () => void;
  readonly #asking: { resolve(result: IteratorResult<T>): void; reject(error: Error): void }[] = [];
  #end: { error: Error | undefined } | undefined;

  constructor(first: readonly T[], onReturn: () => void) {
    this.#waiting = [...first];
    this.#onReturn = onReturn;
  }

  push(update: T): void {
    if (this.#end) return;
    const asking = this.#asking.shift();
    if (asking) {
      asking.resolve({ done: false, value: update });
    } else if (this.#waiting.length < MAX_WAITING) {
      this.#waiting.push(update);
    } else {
      // Without what no longer fits, what follows would make no sense to this reader.
      this.#onReturn();
      this.end(new PlaymeshError(Code.RESOURCE_EXHAUSTED, 'Updates were not read in time.', { reason: 'TOO_SLOW' }));
    }
  }

  end(error: Error | undefined): void {
    if (this.#end) return;
    this.#end = { error };
    const [asking, ...others] = this.#asking.splice(0);
    if (error) asking?.reject(error);
    else asking?.resolve({ done: true, value: undefined });
    // An iterator tells its error once.
    if (asking) this.#end = { error: undefined };
    for (const other of others) other.resolve({ done: true, value: undefined });
  }

  async next(): Promise<IteratorResult<T>> {
    const update = this.#waiting.shift();
    if (update !== undefined) return { done: false, value: update };
    if (this.#end) {
      const { error } = this.#end;
      this.#end = { error: undefined };
      if (error) throw error;
      return { done: true, value: undefined };
    }
    return new Promise((resolve, reject) => this.#asking.push({ resolve, reject }));
  }

  async return(): Promise<IteratorResult<T>> {
    this.#onReturn();
    this.#waiting.length = 0;
    this.end(undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
