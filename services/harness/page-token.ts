import { invalidArgument } from './errors.ts';

/** An opaque page token that holds where the next page begins. Nothing in it is secret, and nothing in it is trusted. */
export const writePageToken = (...position: readonly string[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/**
 * The position in a page token that was written with as many parts, each of them matching its pattern; undefined for
 * the first page.
 * @throws ApiError INVALID_ARGUMENT for a token that no list has given out
 */
export function readPageToken(token: string, ...patterns: readonly RegExp[]): readonly string[] | undefined {
  if (token === '') return undefined;
  const position = parse(token);
  const valid =
    Array.isArray(position) &&
    position.length === patterns.length &&
    patterns.every((pattern, index) => typeof position[index] === 'string' && pattern.test(position[index]));
  if (!valid) throw invalidArgument([{ field: 'page_token', description: 'must be the next_page_token of a list' }]);
  return position as string[];
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Part of a page token that is an id. */
export const ID_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Part of a page token that is a time in milliseconds since 1970. */
export const TIME_PATTERN = /^\d{1,15}$/;

/** How many a page holds: `usual` where the request says nothing, `most` where it asks for more. */
export const pageSize = (asked: number, usual: number, most: number): number =>
  asked === 0 ? usual : Math.min(asked, most);
