import { settle } from './time.ts';

/** Who a task is for: what is for a dead replica never arrives, what is for a stopped one waits. */
export interface Owner {
  readonly state: 'alive' | 'stopped' | 'dead';
}

interface Task {
  readonly owner: Owner | undefined;
  readonly run: () => void;
}

/**
 * Everything that is under way: statements, answers, messages. Taken at once while nothing is held; while they are held,
 * the test says which comes next, so that any order can be had.
 */
export class Tasks {
  held = false;
  #waiting: Task[] = [];

  /** @param owner who hears of it, or undefined for what happens whether anyone lives or not */
  add(owner: Owner | undefined, run: () => void): void {
    if (this.held || owner?.state === 'stopped') this.#waiting.push({ owner, run });
    else if (owner?.state !== 'dead') queueMicrotask(run);
  }

  get size(): number {
    return this.#ready().length;
  }

  /** Lets the `choice`th of what is under way happen, counted round; false when nothing is. */
  async runOne(choice: number): Promise<boolean> {
    const ready = this.#ready();
    const task = ready[choice % ready.length];
    if (!task) return false;
    this.#waiting = this.#waiting.filter((other) => other !== task);
    task.run();
    await settle();
    return true;
  }

  /** Lets all of it happen, oldest first, and what comes of it; nothing is held from then on. */
  async release(): Promise<void> {
    this.held = false;
    while (await this.runOne(0));
    await settle();
  }

  #ready(): Task[] {
    this.#waiting = this.#waiting.filter(({ owner }) => owner?.state !== 'dead');
    return this.#waiting.filter(({ owner }) => owner?.state !== 'stopped');
  }
}
