import type { GoReview, GoReviewServiceDefinition } from '../../../gen/playmesh/match/v1/go_review_service.ts';
import { Visibility } from '../../../gen/playmesh/match/v1/match.ts';
import { ApiError, Code, invalidArgument } from '../../harness/errors.ts';
import { requireCaller, type Handlers } from '../../harness/grpc/service.ts';
import { idFromBytes, idToBytes, newId } from '../../harness/ids.ts';
import { ID_PATTERN, pageSize, readPageToken, writePageToken } from '../../harness/page-token.ts';
import { readSgf } from '../records/read-sgf.ts';
import { replayOfRecord } from '../records/record-replay.ts';
import { reviewHeader } from '../records/review-header.ts';
import type { GoRecord } from '../records/go-record.ts';
import { writeSgf } from '../records/write-sgf.ts';
import { visibilityName } from '../wire/matches.ts';
import type { ListedReview, ReviewRow } from '../store/entities.ts';
import { MOST_REVIEWS, type Reviews } from '../store/reviews.ts';
import { orUnavailable } from './visible-match.ts';

/** GoReviewService. */
export function goReviewHandlers(reviews: Reviews): Handlers<GoReviewServiceDefinition> {
  return {
    async createReview(request, call) {
      const { userId } = requireCaller(call);
      const record = recordOf(request.sgf);
      const row = await orUnavailable(
        reviews.create({
          reviewId: newId(),
          userId,
          requestId: idFromBytes(request.requestId),
          visibility: visibilityName(request.visibility),
          header: reviewHeader(record),
          sgf: writeSgf(record),
        }),
      );
      if (!row) {
        const message = `You have ${MOST_REVIEWS} reviews; delete some first.`;
        throw new ApiError(Code.RESOURCE_EXHAUSTED, 'TOO_MANY_REVIEWS', message);
      }
      return { review: reviewMessage(row) };
    },

    async getReview({ reviewId }) {
      return { review: reviewMessage(await findReview(reviews, reviewId)) };
    },

    async listReviews(request, call) {
      const size = pageSize(request.pageSize, 20, 100);
      const rows = await orUnavailable(
        reviews.list({
          userId: requireCaller(call).userId,
          own: request.own,
          beforeReviewId: readPageToken(request.pageToken, ID_PATTERN)?.[0],
          limit: size + 1,
        }),
      );
      const page = rows.slice(0, size);
      return {
        reviews: page.map(reviewMessage),
        nextPageToken: rows.length > size ? writePageToken(page.at(-1)!.reviewId) : '',
      };
    },

    async deleteReview({ reviewId }, call) {
      await orUnavailable(reviews.delete(idFromBytes(reviewId), requireCaller(call).userId));
      return {};
    },
  };
}

/** A review by its id, which is as good as an invitation: nobody can guess it. @throws ApiError NOT_FOUND */
export async function findReview(reviews: Reviews, reviewId: Uint8Array): Promise<ReviewRow> {
  const row = await orUnavailable(reviews.find(idFromBytes(reviewId)));
  if (!row) throw new ApiError(Code.NOT_FOUND, 'REVIEW_NOT_FOUND', 'There is no such review.');
  return row;
}

/** The record in a file. @throws ApiError INVALID_ARGUMENT */
function recordOf(sgf: Uint8Array): GoRecord {
  const refused = (description: string): ApiError => invalidArgument([{ field: 'sgf', description }]);
  const read = readSgf(sgf);
  if ('refusal' in read) {
    const { message, line, column } = read.refusal;
    throw refused(`is no record of Go: line ${line}, column ${column}: ${message}`);
  }
  const replay = replayOfRecord(read.record, 0);
  if ('problem' in replay) throw refused(`cannot be replayed: ${replay.problem}`);
  return read.record;
}

const reviewMessage = ({ reviewId, userId, visibility, createdAt, header }: ListedReview): GoReview => ({
  reviewId: idToBytes(reviewId),
  userId: idToBytes(userId),
  visibility: visibility === 'open' ? Visibility.OPEN : Visibility.PRIVATE,
  createTime: createdAt,
  ...header,
});
