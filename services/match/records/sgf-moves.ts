import { MAX_MOVES } from './go-record.ts';
import type { GoColour, GoRecordMove } from './go-record.ts';
import type { SgfNode, SgfValue } from './sgf-main-line.ts';
import { pointOfSgf } from './sgf-point.ts';
import { SgfRefusal } from './sgf-refusal.ts';
import { setupValueOf } from './sgf-setup.ts';
import { asComment, quoted } from './sgf-text.ts';
import { overtimeLeftOfSgf, secondsOfSgf } from './sgf-time.ts';

const COLOURS: readonly (readonly [string, GoColour, string, string])[] = [
  ['B', 'black', 'BL', 'OB'],
  ['W', 'white', 'WL', 'OW'],
];

/** Whether a node has a move. */
export function isMove({ properties }: SgfNode): boolean {
  return properties.has('B') || properties.has('W');
}

/** The moves of these nodes, the first of which has one. A node without a move adds its comment to the move before it. */
export function movesOf(nodes: readonly SgfNode[], size: number): readonly GoRecordMove[] {
  const moves: { move: Omit<GoRecordMove, 'comment'>; comments: string[] }[] = [];
  const last = nodes.findLastIndex(isMove);
  for (const [index, node] of nodes.entries()) {
    // The first node's is in the setup; at the end, AE takes off dead stones.
    const setup = setupValueOf(node, index >= last ? ['AB', 'AW'] : ['AB', 'AW', 'AE']);
    if (index > 0 && setup !== undefined) {
      throw new SgfRefusal(`${setup.name}: stones are set up after the first move`, setup.value.offset);
    }
    if (isMove(node)) moves.push({ move: moveOf(node, size), comments: [] });
    if (moves.length > MAX_MOVES) throw new SgfRefusal(`the game has more than ${MAX_MOVES} moves`, node.offset);
    for (const { text } of node.properties.get('C') ?? []) moves.at(-1)?.comments.push(text.trimEnd());
  }
  return moves.map(({ move, comments }) => {
    const comment = asComment(comments.filter((text) => text !== '').join('\n\n'));
    return comment === '' ? move : { ...move, comment };
  });
}

function moveOf({ properties }: SgfNode, size: number): Omit<GoRecordMove, 'comment'> {
  const [move, second] = COLOURS.flatMap(([name, colour, clock, overtime]) =>
    (properties.get(name) ?? []).map((value) => ({ name, colour, value, clock, overtime })),
  );
  if (move === undefined) throw new Error('the node of a move has no move');
  const { name, colour, value, clock, overtime } = move;
  if (second !== undefined) throw new SgfRefusal(`${second.name}: the node has a move already`, second.value.offset);
  const secondsLeft = secondsOfSgf(properties.get(clock)?.[0]?.text ?? '');
  const overtimeLeft = overtimeLeftOfSgf(properties.get(overtime)?.[0]?.text ?? '');
  return {
    colour,
    point: playedPointOf(name, value, size),
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
    ...(overtimeLeft === undefined ? {} : { overtimeLeft }),
  };
}

/** Null for a pass: no letters, or tt on boards that have no such point, as it was written before FF[4]. */
function playedPointOf(name: string, { text, offset }: SgfValue, size: number): number | null {
  const letters = text.trim();
  if (letters === '' || (letters === 'tt' && size <= 19)) return null;
  const point = pointOfSgf(letters, size);
  if (point === undefined)
    throw new SgfRefusal(`${name}: ${quoted(letters)} is not on a board of ${size} lines`, offset);
  return point;
}
