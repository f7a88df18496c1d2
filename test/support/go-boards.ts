/** A position of Go as tests draw it: row by row, 0 empty, 1 black, 2 white, and which of the stones are dead. */
export interface DrawnBoard {
  readonly size: number;
  readonly points: readonly number[];
  readonly dead: readonly number[];
}

/** Reads a drawing: X and O are living black and white stones, x and o dead ones, full stops empty points. */
export function drawnBoard(drawing: string): DrawnBoard {
  const rows = drawing.trim().split(/\s+/);
  const marks = [...rows.join('')];
  if (marks.length !== rows.length ** 2) throw new Error(`this drawing is not square:\n${drawing}`);
  return {
    size: rows.length,
    points: marks.map((mark) => '.XO'.indexOf(mark.toUpperCase())),
    dead: [...marks.keys()].filter((point) => marks[point] === 'x' || marks[point] === 'o'),
  };
}

/** A row of marks for each row of the board, one under the other. */
export function drawing(size: number, marks: readonly string[]): string {
  return Array.from({ length: size }, (_, row) => marks.slice(row * size, (row + 1) * size).join('')).join('\n');
}

/** The eight ways to lay a board of this size upon itself: by point, where it comes to lie. */
export function symmetries(size: number): readonly (readonly number[])[] {
  const last = size - 1;
  const moves: readonly ((row: number, column: number) => readonly [number, number])[] = [
    (row, column) => [row, column],
    (row, column) => [column, last - row],
    (row, column) => [last - row, last - column],
    (row, column) => [last - column, row],
    (row, column) => [column, row],
    (row, column) => [last - column, last - row],
    (row, column) => [row, last - column],
    (row, column) => [last - row, column],
  ];
  return moves.map((move) =>
    Array.from({ length: size * size }, (_, point) => {
      const [row, column] = move(Math.floor(point / size), point % size);
      return row * size + column;
    }),
  );
}
