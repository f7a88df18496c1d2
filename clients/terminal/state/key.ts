/** A key as the screens know it; `text` is what was typed, one character, or pasted, any number. */
export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind:
        | 'up'
        | 'down'
        | 'left'
        | 'right'
        | 'pageUp'
        | 'pageDown'
        | 'home'
        | 'end'
        | 'enter'
        | 'escape'
        | 'tab'
        | 'backTab'
        | 'backspace'
        | 'delete';
    };

/** True for a certain letter, in either case. */
export const isLetter = (key: Key, letter: string): boolean => key.kind === 'text' && key.text.toLowerCase() === letter;

/** The number that a digit key stands for; undefined for other keys and for 0. */
export function digitOf(key: Key): number | undefined {
  return key.kind === 'text' && /^[1-9]$/.test(key.text) ? Number(key.text) : undefined;
}
