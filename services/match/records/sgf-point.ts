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
  const corners = text.split(':').map((corner) => pointOfSgf(corner.trim(), size));
  const [first, second = first] = corners;
  if (corners.length > 2 || first === undefined || second === undefined || corners.includes(undefined))
    return undefined;
  const [top = 0, bottom = 0] = ascending(Math.floor(first / size), Math.floor(second / size));
  const [left = 0, right = 0] = ascending(first % size, second % size);
  return Array.from({ length: bottom - top + 1 }, (_, row) =>
    Array.from({ length: right - left + 1 }, (__, column) => (top + row) * size + left + column),
  ).flat();
}

function ascending(...numbers: number[]): number[] {
  return numbers.sort((one, other) => one - other);
}
