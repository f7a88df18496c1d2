import { MAX_COMMENT_LENGTH, MAX_LINE_LENGTH } from './go-record.ts';

/**
 * A text as records hold it, which is what SGF can hold (its type Text): line breaks are LF, other white space is a
 * space, other control characters and halves of characters are gone. Nothing blank at the end; what is longer than the
 * limit is cut there and ends with "…". The same again changes nothing.
 */
export function asComment(text: string): string {
  return cut(plain(text).trimEnd(), MAX_COMMENT_LENGTH);
}

/** The same for a text of one line (SGF's SimpleText): line breaks are spaces too, and nothing blank is at either end. */
export function asLine(text: string): string {
  return cut(plain(text).replaceAll('\n', ' ').trim(), MAX_LINE_LENGTH);
}

/** Line breaks of all systems as LF; FF[4] counts LF CR as one too. */
export function withUnixLineBreaks(text: string): string {
  return text.replaceAll(/\r\n|\n\r|\r/g, '\n');
}

function plain(text: string): string {
  return withUnixLineBreaks(text)
    .toWellFormed()
    .replaceAll(/[\t\v\f\u0085]/g, ' ')
    .replaceAll(/(?!\n)\p{Cc}/gu, '');
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // The last unit may be the first half of a character.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A value of a property in a message, shortened. */
export function quoted(text: string): string {
  const line = asLine(text);
  return `"${line.length > 20 ? `${line.slice(0, 20).toWellFormed()}…` : line}"`;
}
