/**
 * The usual points of so many handicap stones: corners first, then the centre for odd numbers, sides as they are needed. As
 * `fixed_handicap` of the Go Text Protocol has them (section 4.1.1 of its specification): from two stones on, on odd sizes
 * up to nine, on seven lines up to four. Where it has none, what is left over is not placed.
 */
export function handicapPoints(size: number, stones: number): readonly number[] {
  if (size < 7 || stones < 2) return [];
  const near = size >= 13 ? 3 : 2;
  const far = size - 1 - near;
  const middle = (size - 1) / 2;
  const at = (column: number, row: number): number => row * size + column;
  const corners = [at(near, far), at(far, near), at(near, near), at(far, far)];
  if (size === 7 || stones <= 4) return corners.slice(0, Math.min(stones, 4));
  const sides = [at(near, middle), at(far, middle), at(middle, far), at(middle, near)];
  const placed = Math.min(stones, 9);
  const centre = placed % 2 === 1 ? [at(middle, middle)] : [];
  return [...corners, ...sides.slice(0, placed - 4 - centre.length), ...centre];
}
