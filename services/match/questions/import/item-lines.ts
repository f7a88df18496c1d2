/** The pieces that JSON is made of: texts, signs, and numbers and words. */
const PIECES = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * The line in which each item of an array begins, from 1. The array is the value of `name` in the object that the whole text
 * is; the text must be JSON, which JSON.parse has to be asked before.
 */
export function linesOfItems(json: string, name: string): number[] {
  const lines: number[] = [];
  let depth = 0;
  let isWithin = false;
  let isName = false;
  let isNext = false;
  let [line, counted] = [1, 0];
  for (const { 0: piece, index } of json.matchAll(PIECES)) {
    const isStart = isWithin && isNext && depth === 2 && piece !== ']';
    if (isStart) {
      line += json.slice(counted, index).split('\n').length - 1;
      counted = index;
      lines.push(line);
    }
    isNext = false;
    if (piece === '{' || piece === '[') {
      depth += 1;
      if (piece === '[' && depth === 2 && isName) {
        isWithin = isNext = true;
        // Of two values of one name the later one counts.
        lines.length = 0;
      }
    } else if (piece === '}' || piece === ']') {
      depth -= 1;
      if (depth < 2) isWithin = false;
    } else if (piece === ',') isNext = isWithin && depth === 2;
    if (depth === 1 && piece !== ':') isName = piece.startsWith('"') && JSON.parse(piece) === name;
  }
  return lines;
}
