import DataLoader from 'dataloader';
import { idToBytes } from '../../harness/ids.ts';
import type { Logger } from '../../harness/log.ts';

/** Nobody waits longer than this because another service is slow. */
export const DEADLINE_MS = 300;

/** How another service is asked about users, and what is held true of everybody while it does not answer. */
export interface UserQuestion<Answer> {
  /** Answers for users, in their order; called with at most `atOnce`. */
  readonly ask: (userIds: Uint8Array[]) => Promise<readonly Answer[]>;
  readonly atOnce: number;
  readonly otherwise: Answer;
  /** What is logged when the service first does not answer. */
  readonly complaint: string;
}

/** What another service knows of users. Those who are asked about in one turn of the loop share a call. */
export class UserReader<Answer> {
  readonly #question: UserQuestion<Answer>;
  readonly #loader: DataLoader<string, Answer>;
  readonly #logger: Logger;
  #away = false;

  constructor(question: UserQuestion<Answer>, logger: Logger) {
    this.#question = question;
    this.#logger = logger;
    this.#loader = new DataLoader((userIds) => question.ask(userIds.map(idToBytes)), {
      cache: false,
      maxBatchSize: question.atOnce,
      batchScheduleFn: (read) => void setImmediate(read),
    });
  }

  /** What is known of a user. Never rejects. */
  async of(userId: string): Promise<Answer> {
    try {
      const answer = await this.#loader.load(userId);
      this.#away = false;
      return answer;
    } catch (error) {
      if (!this.#away) this.#logger.warn({ cause: String(error) }, this.#question.complaint);
      this.#away = true;
      return this.#question.otherwise;
    }
  }
}
