import sgf from '@sabaki/sgf';

/** SGF's two letters for a point, the column first: aa is the top left. */
export function pointToSgf(point: number, size: number): string {
  return sgf.stringifyVertex([point % size, Math.floor(point / size)]);
}

/** The point of two letters, or undefined where they are none of this board. */
export function pointOfSgf(text: string, size: number): number | undefined {
  const [column, row] = sgf.parseVertex(text);
  return column >= 0 && column < size && row >= 0 && row < size ? row * size + column : undefined;
}

/** All points of one value of a list: a point, or the rectangle between two corners (aa:cc). Undefined as above. */
export function pointsOfSgf(text: string, size: number): readonly number[] | undefined {
  const rowOf = (point: number): number => Math.floor(point / size);
  const corners = text.split(':', 3).map((corner) => pointOfSgf(corner.trim(), size));
  const [first, second = first] = corners;
  if (first === undefined || second === undefined || corners.length > 2 || corners.includes(undefined))
    return undefined;
  const [bottom, right] = [Math.max(rowOf(first), rowOf(second)), Math.max(first % size, second % size)];
  const left = Math.min(first % size, second % size);
  const points: number[] = [];
  for (let row = Math.min(rowOf(first), rowOf(second)); row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) points.push(row * size + column);
  }
  return points;
}
