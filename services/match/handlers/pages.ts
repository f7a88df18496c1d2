import { invalidArgument } from '../../harness/errors.ts';

/** The size of a page: 0 means the default, and what is too big becomes the most there is. */
export const pageSize = (requested: number, byDefault: number, most: number): number =>
  Math.min(requested === 0 ? byDefault : requested, most);

/** A page token from the place where the next page begins; opaque to clients. */
export const encodePageToken = (place: string): string => Buffer.from(place).toString('base64url');

/** The place a token stands for; undefined for the first page. @throws ApiError INVALID_ARGUMENT */
export function decodePageToken(token: string, shape: RegExp): string | undefined {
  if (token === '') return undefined;
  const place = Buffer.from(token, 'base64url').toString();
  if (!shape.test(place))
    throw invalidArgument([{ field: 'page_token', description: 'must be the next_page_token of a page before' }]);
  return place;
}
