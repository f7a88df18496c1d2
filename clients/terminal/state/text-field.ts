import { charactersOf } from '../text.ts';
import type { Key } from './key.ts';

/** A line of text that is being written. */
export interface TextField {
  readonly text: string;
  /** Where the next character goes, counted in characters as the reader sees them. */
  readonly at: number;
}

export const EMPTY_FIELD: TextField = { text: '', at: 0 };

/** A field that begins with a text, ready to be gone on with. */
export const fieldWith = (text: string): TextField => ({ text, at: charactersOf(text).length });

/** What a key makes of a field; the same field where it means nothing to one. @param most characters it may have */
export function typed(field: TextField, key: Key, most: number): TextField {
  const characters = charactersOf(field.text);
  const before = characters.slice(0, field.at);
  const after = characters.slice(field.at);
  const of = (start: readonly string[], end: readonly string[]): TextField => ({
    text: [...start, ...end].join(''),
    at: start.length,
  });
  switch (key.kind) {
    case 'text': {
      const added = charactersOf(key.text.replaceAll(/\p{Cc}/gu, ''));
      return of([...before, ...added.slice(0, Math.max(0, most - characters.length))], after);
    }
    case 'backspace':
      return of(before.slice(0, -1), after);
    case 'delete':
      return of(before, after.slice(1));
    case 'left':
      return { ...field, at: Math.max(0, field.at - 1) };
    case 'right':
      return { ...field, at: Math.min(characters.length, field.at + 1) };
    case 'home':
      return { ...field, at: 0 };
    case 'end':
      return { ...field, at: characters.length };
    default:
      return field;
  }
}
