import type { Database } from '../../harness/store/database.ts';
import { ReviewEntity, type ListedReview, type ReviewRow } from './entities.ts';
import type { Pool } from './pool.ts';

/** How many records a player may have. */
export const MOST_REVIEWS = 200;

/** Which reviews to list. */
export interface ReviewFilter {
  readonly userId: string;
  /** Only those that the user has uploaded; otherwise open ones too. */
  readonly own: boolean;
  readonly beforeReviewId: string | undefined;
  readonly limit: number;
}

/** Records that were uploaded. */
export class Reviews {
  readonly #pool: Pool;
  readonly #database: Database;

  constructor(pool: Pool, database: Database) {
    this.#pool = pool;
    this.#database = database;
  }

  /** Stores a review, or finds the one that the same request made; undefined where the user has as many as one may have. */
  async create(review: Omit<ReviewRow, 'createdAt'>): Promise<ReviewRow | undefined> {
    const { reviewId, userId, requestId, visibility, header, sgf } = review;
    const text = `
      insert into go_review (review_id, user_id, request_id, visibility, created_at, header, sgf)
      select $1, $2, $3, $4, clock_timestamp(), $5, $6
      where (select count(*) from go_review where user_id = $2) < ${MOST_REVIEWS}
      on conflict do nothing`;
    const values = [reviewId, userId, requestId, visibility, JSON.stringify(header), sgf];
    await this.#pool.query('review_create', text, values);
    return (await this.#database.use((em) => em.findOne(ReviewEntity, { userId, requestId }))) ?? undefined;
  }

  async find(reviewId: string): Promise<ReviewRow | undefined> {
    return (await this.#database.use((em) => em.findOne(ReviewEntity, { reviewId }))) ?? undefined;
  }

  /** Newest first, without the records themselves. */
  async list({ userId, own, beforeReviewId, limit }: ReviewFilter): Promise<ListedReview[]> {
    const where = {
      ...(own ? { userId } : { $or: [{ visibility: 'open' as const }, { userId }] }),
      ...(beforeReviewId === undefined ? {} : { reviewId: { $lt: beforeReviewId } }),
    };
    const order = { orderBy: { reviewId: 'desc' as const }, limit, exclude: ['sgf'] as const };
    return this.#database.use((em) => em.find(ReviewEntity, where, order));
  }

  /** Deletes a review of the user's own; any other is left alone. */
  async delete(reviewId: string, userId: string): Promise<void> {
    await this.#database.use((em) => em.nativeDelete(ReviewEntity, { reviewId, userId }));
  }

  /** Deletes all reviews of users. */
  async deleteOf(userIds: readonly string[]): Promise<void> {
    await this.#database.use((em) => em.nativeDelete(ReviewEntity, { userId: { $in: [...userIds] } }));
  }
}
