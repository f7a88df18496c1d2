/**
 * Shapes of three by three points in which the point in the middle is worth a look: hane, cuts and moves at the edge, from
 * Gelly, Wang, Munos and Teytaud, "Modification of UCT with Patterns in Monte-Carlo Go" (INRIA RR-6062, 2006), figures 3
 * to 6, as later programs have come to use them.
 *
 * X and O are the two colours, either way round; x is anything but X, o anything but O; `.` is empty, a blank is beyond the
 * edge, `?` is anything on the board. They hold turned, mirrored, and with the colours exchanged.
 */
const SHAPES: readonly string[] = [
  // Hane: around the enemy's head, with or without a cut behind, and along its side.
  'XOX' + '...' + '???',
  'XO.' + '...' + '?.?',
  'XO?' + 'X..' + 'x.?',
  // A diagonal attachment.
  '.O.' + 'X..' + '...',
  // A cut that is open, one that is peeped at, and one through a gap.
  'XO?' + 'O.o' + '?o?',
  'XO?' + 'O.X' + '???',
  '?X?' + 'O.O' + 'ooo',
  'OX?' + 'o.O' + '???',
  // At the edge: chase, stop a cut, stop a connection, descend, cut.
  'X.?' + 'O.?' + '   ',
  'OX?' + 'X.O' + '   ',
  '?X?' + 'x.O' + '   ',
  '?XO' + 'x.x' + '   ',
  '?OX' + 'X.O' + '   ',
];

/** Two bits a point, as a search board has them: empty, black, white, edge. */
const MATCHES: Readonly<Record<string, readonly number[]>> = {
  X: [1],
  O: [2],
  x: [0, 2],
  o: [0, 1],
  '.': [0],
  ' ': [3],
  '?': [0, 1, 2],
};

const exchanged = (shape: string): string => Array.from(shape, (mark) => 'OXox'['XOxo'.indexOf(mark)] ?? mark).join('');
const turned = (shape: string): string => Array.from('630741852', (from) => shape[Number(from)]).join('');
const mirrored = (shape: string): string => Array.from('210543876', (from) => shape[Number(from)]).join('');

/** The codes of all that a shape stands for: its eight points but the middle one, row by row, two bits each. */
function codesOf(shape: string): number[] {
  const around = Array.from(shape.slice(0, 4) + shape.slice(5), (mark) => MATCHES[mark]!);
  return around.reduceRight<number[]>(
    (codes, contents) => codes.flatMap((code) => contents.map((content) => (code << 2) | content)),
    [0],
  );
}

/** By the code of what is around a point: 1 where it is one of the shapes. */
const TABLE = new Uint8Array(1 << 16);
for (const shape of SHAPES) {
  for (const coloured of [shape, exchanged(shape)]) {
    let side = coloured;
    for (let turn = 0; turn < 4; turn++) {
      for (const code of [...codesOf(side), ...codesOf(mirrored(side))]) TABLE[code] = 1;
      side = turned(side);
    }
  }
}

/** Whether an empty cell of a search board is the middle of one of the shapes. */
export function isShape(colours: Uint8Array, width: number, cell: number): boolean {
  const code =
    colours[cell - width - 1]! |
    (colours[cell - width]! << 2) |
    (colours[cell - width + 1]! << 4) |
    (colours[cell - 1]! << 6) |
    (colours[cell + 1]! << 8) |
    (colours[cell + width - 1]! << 10) |
    (colours[cell + width]! << 12) |
    (colours[cell + width + 1]! << 14);
  return TABLE[code] === 1;
}
