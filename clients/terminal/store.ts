import type { AppState, Effect, Message, Step } from './state/app-state.ts';
import { update } from './state/update.ts';

/** Holds the state, hands messages to it and effects to who performs them. */
export class Store {
  #state: AppState;
  readonly #perform: (effect: Effect) => void;
  readonly #listeners = new Set<() => void>();

  /** @param perform begins to do what a step asks for */
  constructor(state: AppState, perform: (effect: Effect) => void) {
    this.#state = state;
    this.#perform = perform;
  }

  readonly current = (): AppState => this.#state;

  /** Calls back after every change. @returns ends that */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly dispatch = (message: Message): void => this.take(update(this.#state, message));

  /** Makes a step the present state, and performs what it asks for. */
  take({ state, effects }: Step): void {
    const isChanged = state !== this.#state;
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (isChanged) for (const listener of this.#listeners) listener();
  }
}
