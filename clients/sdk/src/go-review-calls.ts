import type { GoReview, GoReviewServiceClient } from '../../../gen/playmesh/match/v1/go_review_service.ts';
import type { CallSettings } from './calls.ts';
import { required } from './errors.ts';
import { newId, parseId } from './ids.ts';
import type { Id } from './ids.ts';
import type { Visibility } from './messages.ts';
import { everyItem } from './pages.ts';
import type { SignedCalls } from './signed-calls.ts';

export type { GoReview };

/** Records of Go from elsewhere; `goRecords` replays them, as `{ reviewId }`. */
export class GoReviewCalls {
  readonly #reviews: GoReviewServiceClient;
  readonly #calls: SignedCalls;

  constructor(reviews: GoReviewServiceClient, calls: SignedCalls) {
    this.#reviews = reviews;
    this.#calls = calls;
  }

  /**
   * Uploads a record. INVALID_ARGUMENT, whose violation says where the file is wrong, or RESOURCE_EXHAUSTED with reason
   * TOO_MANY_REVIEWS.
   * @param sgf the file's bytes as they are, up to 60,000
   */
  async create(sgf: Uint8Array, visibility: Visibility, { signal }: CallSettings = {}): Promise<GoReview> {
    const request = { requestId: newId(), sgf, visibility };
    const { review } = await this.#calls.signed((options) => this.#reviews.createReview(request, options), signal);
    return required(review);
  }

  /** What is known of a review. NOT_FOUND where there is none such. */
  async get(reviewId: Id, { signal }: CallSettings = {}): Promise<GoReview> {
    const request = { reviewId: parseId(reviewId) };
    const { review } = await this.#calls.signed((options) => this.#reviews.getReview(request, options), signal);
    return required(review);
  }

  /** Open reviews and the player's own, newest first. */
  list({ own = false, signal }: CallSettings & { readonly own?: boolean } = {}): AsyncGenerator<GoReview, void> {
    return everyItem(async (pageToken) => {
      const page = await this.#calls.signed(
        (options) => this.#reviews.listReviews({ own, pageToken }, options),
        signal,
      );
      return { items: page.reviews, next: page.nextPageToken };
    });
  }

  /** Deletes one of the player's own. */
  async delete(reviewId: Id, { signal }: CallSettings = {}): Promise<void> {
    const request = { reviewId: parseId(reviewId) };
    await this.#calls.signed((options) => this.#reviews.deleteReview(request, options), signal);
  }
}
