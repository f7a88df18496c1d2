/**
 * Text measured and cut as terminals do: in columns. What others wrote is made plain first, so that all terminals agree
 * on how wide it is and none takes a part of it for a command.
 */

const ZERO = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;
/** Half-width forms belong to wide scripts, and are narrow. */
const NARROW = /^[\uff61-\uffdc\u303f]$/u;
const WIDE =
  /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}\u3000-\u303e\u3200-\u33ff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]$/u;
/** What begins a flag of two such letters. */
const FIRST_REGIONAL_LETTER = 0x1f1e6;
/** More marks than this on one letter are there to reach into other lines. */
const MOST_MARKS = 2;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The characters of a text as its reader counts them. */
export const charactersOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);

/**
 * A text without what terminals disagree about or would obey: control characters, changes of direction, joined emoji
 * (the first one stays), skin tones, flags (their letters stay) and towers of accents.
 */
export function plain(text: string): string {
  return charactersOf(text.normalize('NFC'))
    .map((character) => {
      const [first = '', ...rest] = character;
      if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(first)) return ' ';
      if (/\p{Regional_Indicator}/u.test(first)) return [first, ...rest].map(latinLetter).join('');
      if (/\p{Cf}/u.test(first)) return '';
      const joined = rest.findIndex((part) => !/[\p{M}\u1160-\u11ff]/u.test(part) || /[\ufe00-\ufe0f]/u.test(part));
      return first + (joined < 0 ? rest : rest.slice(0, joined)).slice(0, MOST_MARKS).join('');
    })
    .join('');
}

const latinLetter = (letter: string): string =>
  String.fromCodePoint(0x41 + letter.codePointAt(0)! - FIRST_REGIONAL_LETTER);

/** How many columns a plain text takes. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const point of text) width += widthOfPoint(point);
  return width;
}

function widthOfPoint(point: string): number {
  if (ZERO.test(point)) return 0;
  return WIDE.test(point) && !NARROW.test(point) ? 2 : 1;
}

/** A text that takes at most so many columns; what is missing is told by an ellipsis. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return '';
  return `${head(text, width - 1)}…`;
}

/** As much of a text's beginning as fits into so many columns. */
export function head(text: string, width: number): string {
  let taken = '';
  let left = width;
  for (const point of text) {
    left -= widthOfPoint(point);
    if (left < 0) break;
    taken += point;
  }
  return taken;
}

/** A text that takes exactly so many columns. */
export function pad(text: string, width: number): string {
  const fitting = cut(text, width);
  return fitting + ' '.repeat(Math.max(0, width - widthOf(fitting)));
}

/** The same, pushed to the right. */
export function padStart(text: string, width: number): string {
  const fitting = cut(text, width);
  return ' '.repeat(Math.max(0, width - widthOf(fitting))) + fitting;
}

/** A text in lines of at most so many columns, broken between words where that is possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/ +/u).filter((part) => part !== '')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (widthOf(longer) <= width) {
      current = longer;
      continue;
    }
    if (current !== '') lines.push(current);
    current = word;
    while (widthOf(current) > width) {
      const first = head(current, width) || current.slice(0, 1);
      lines.push(first);
      current = current.slice(first.length);
    }
  }
  return current === '' && lines.length > 0 ? lines : [...lines, current];
}
