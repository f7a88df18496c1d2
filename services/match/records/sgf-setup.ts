import type { GoRecordSetup } from './go-record.ts';
import type { SgfNode, SgfValue } from './sgf-main-line.ts';
import { pointsOfSgf } from './sgf-point.ts';
import { SgfRefusal } from './sgf-refusal.ts';
import { quoted } from './sgf-text.ts';

/** AB, AW and AE put stones on the board or take them off, each with what it leaves on a point. */
const SETUP_PROPERTIES = [
  ['AB', 1],
  ['AW', 2],
  ['AE', 0],
] as const;

/** More than any position takes; it bounds the time that thousands of rectangles take. */
const MAX_SETUP_POINTS = 10_000;

/**
 * The stones that stand before the first move: what the nodes up to it set up, one after the other. Refused are points off
 * the board and, within a node, a point that is set up in two ways.
 */
export function setupStonesOf(nodes: readonly SgfNode[], size: number): Pick<GoRecordSetup, 'black' | 'white'> {
  const board = new Uint8Array(size * size);
  let count = 0;
  for (const { properties } of nodes) {
    const touched = new Map<number, string>();
    for (const [name, stone] of SETUP_PROPERTIES) {
      for (const value of properties.get(name) ?? []) {
        if (value.text.trim() === '') continue;
        const points = pointsOfSgf(value.text, size);
        if (points === undefined) {
          throw new SgfRefusal(`${name}: ${quoted(value.text)} is not on a board of ${size} lines`, value.offset);
        }
        count += points.length;
        if (count > MAX_SETUP_POINTS)
          throw new SgfRefusal(`${name}: more points are set up than are read`, value.offset);
        for (const point of points) {
          const other = touched.get(point) ?? name;
          if (other !== name) {
            throw new SgfRefusal(`${name}: ${quoted(value.text)} has a point that ${other} has too`, value.offset);
          }
          touched.set(point, name);
          board[point] = stone;
        }
      }
    }
  }
  const stones = (colour: number): number[] => Array.from(board.keys()).filter((point) => board[point] === colour);
  return { black: stones(1), white: stones(2) };
}

/** The first value of a node that sets stones up with one of these properties, or undefined. */
export function setupValueOf(
  { properties }: SgfNode,
  names: readonly string[],
): { name: string; value: SgfValue } | undefined {
  return names
    .flatMap((name) => (properties.get(name) ?? []).map((value) => ({ name, value })))
    .find(({ value }) => value.text.trim() !== '');
}
