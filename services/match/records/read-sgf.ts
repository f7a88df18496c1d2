import { Buffer } from 'node:buffer';
import { decodeSgf } from './decode-sgf.ts';
import { MAX_SGF_BYTES } from './go-record.ts';
import type { GoRecord } from './go-record.ts';
import { mainLineOf } from './sgf-main-line.ts';
import { recordOf } from './sgf-record.ts';
import { SgfRefusal } from './sgf-refusal.ts';
import { withUnixLineBreaks } from './sgf-text.ts';

/** Why a text is no record, for the person who has brought it. */
export interface SgfRefused {
  /** Begins with the property that is wrong, where it is one. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
}

/**
 * The record of the first game in an SGF text of any version, its main line only. Bytes are decoded as they say
 * themselves (see `decodeSgf`); in a string, CA means nothing any more. Never throws.
 *
 * What decides how the stones stand and count is refused where it is not clear: board, set-up stones, moves, komi,
 * handicap. What only describes the game is taken as far as it can be read and left out otherwise: names, dates, times,
 * result, rules, marks. See README.md for what real files hold and what is made of it.
 */
export function readSgf(input: Uint8Array | string): { readonly record: GoRecord } | { readonly refusal: SgfRefused } {
  const bytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (bytes > MAX_SGF_BYTES) {
    return {
      refusal: { message: `the text has ${bytes} bytes, at most ${MAX_SGF_BYTES} are read`, line: 1, column: 1 },
    };
  }
  const text = withUnixLineBreaks(typeof input === 'string' ? input : decodeSgf(input));
  try {
    return { record: recordOf(mainLineOf(text)) };
  } catch (error) {
    if (!(error instanceof SgfRefusal)) throw error;
    return { refusal: { message: error.message, ...placeOf(error.offset, text) } };
  }
}

function placeOf(offset: number, text: string): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: Array.from(before.slice(lineStart)).length + 1 };
}
