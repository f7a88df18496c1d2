import type { Key as InkKey } from 'ink';
import { charactersOf } from '../text.ts';
import type { Key } from '../state/key.ts';

/** Keys that mean something else than text, by Ink's name. */
const NAMED: readonly (readonly [keyof InkKey, Exclude<Key['kind'], 'text'>])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageUp'],
  ['pageDown', 'pageDown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
];

/** What Ink heard, as the screens know it: a key for each character that was typed, however fast. */
export function keysOf(input: string, key: InkKey): Key[] {
  if (key.tab) return [{ kind: key.shift ? 'backTab' : 'tab' }];
  const named = NAMED.find(([name]) => key[name]);
  if (named) return [{ kind: named[1] }];
  if (key.ctrl || key.meta || key.super || key.hyper) return [];
  return charactersOf(input).flatMap(keyOf);
}

function keyOf(character: string): Key[] {
  if (character === '\r' || character === '\n' || character === '\r\n') return [{ kind: 'enter' }];
  if (character === '\t') return [{ kind: 'tab' }];
  return /\p{Cc}/u.test(character) ? [] : [{ kind: 'text', text: character }];
}
