import type { Key } from '../key.ts';

/** Where an arrow key takes the cursor, which stays on the board; undefined for other keys. */
export function cursorAfter(cursor: number, size: number, key: Key): number | undefined {
  const column = cursor % size;
  const row = Math.floor(cursor / size);
  switch (key.kind) {
    case 'left':
      return column > 0 ? cursor - 1 : cursor;
    case 'right':
      return column < size - 1 ? cursor + 1 : cursor;
    case 'up':
      return row > 0 ? cursor - size : cursor;
    case 'down':
      return row < size - 1 ? cursor + size : cursor;
    default:
      return undefined;
  }
}
