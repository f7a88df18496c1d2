import type { GoRecord } from './go-record.ts';
import { handicapOf, headerOf, komiOf, line, playerOf, sizeOf } from './sgf-header.ts';
import type { SgfNode } from './sgf-main-line.ts';
import { isMove, movesOf } from './sgf-moves.ts';
import { pointsOfSgf } from './sgf-point.ts';
import { resultOfSgf } from './sgf-result.ts';
import { rulesetOfSgf } from './sgf-ruleset.ts';
import { setupStonesOf } from './sgf-setup.ts';
import { asComment } from './sgf-text.ts';
import { mainTimeOfSgf } from './sgf-time.ts';

/** The record of a main line; throws an `SgfRefusal` where it is not clear how the stones stand and count. */
export function recordOf(nodes: readonly SgfNode[]): GoRecord {
  const firstMove = nodes.findIndex(isMove);
  // What is said of the game as a whole should be in the root; real files spread it over all nodes before the play.
  const opening = firstMove < 0 ? nodes : nodes.slice(0, firstMove + 1);
  const header = headerOf(opening);
  const size = sizeOf(header);
  const handicap = handicapOf(header.get('HA'), size);
  const fromFox = opening.some(({ properties }) => properties.get('AP')?.some(({ text }) => text === 'foxwq'));
  const komi = komiOf(header.get('KM'), handicap, fromFox);
  const ruleset = rulesetOfSgf(header.get('RU')?.text ?? '');
  const mainTime = mainTimeOfSgf(header.get('TM')?.text ?? '');
  const result = header.get('RE');
  const first = header.get('PL')?.text.trim().toLowerCase();
  const comment = asComment(
    [header.get('GC'), ...opening.filter((node) => !isMove(node)).flatMap((node) => node.properties.get('C') ?? [])]
      .map((value) => value?.text.trimEnd() ?? '')
      .filter((text) => text !== '')
      .join('\n\n'),
  );
  return {
    size,
    ...(komi === undefined ? {} : { komi }),
    handicap,
    ...(ruleset === undefined ? {} : { ruleset }),
    black: playerOf(header, 'PB', 'BR'),
    white: playerOf(header, 'PW', 'WR'),
    ...line('event', header.get('EV')?.text),
    ...line('round', header.get('RO')?.text),
    ...line('place', header.get('PC')?.text),
    ...line('date', header.get('DT')?.text),
    ...(mainTime === undefined ? {} : { mainSeconds: mainTime.seconds }),
    ...line('overtime', header.get('OT')?.text ?? mainTime?.overtime),
    ...(result === undefined ? {} : { result: resultOfSgf(result.text) }),
    setup: {
      ...setupStonesOf(opening, size),
      ...(first?.startsWith('b') ? { firstToPlay: 'black' as const } : {}),
      ...(first?.startsWith('w') ? { firstToPlay: 'white' as const } : {}),
    },
    moves: movesOf(firstMove < 0 ? [] : nodes.slice(firstMove), size),
    ...(comment === '' ? {} : { comment }),
    ...marksOf(nodes, size),
  };
}

/**
 * What is marked at the last move or after it; before it, marks only discuss. Dead stones are those of KGS's KGSDE, and
 * those that AE takes off the board when the play is over.
 */
function marksOf(nodes: readonly SgfNode[], size: number): Pick<GoRecord, 'territory' | 'dead'> {
  const first = nodes.findIndex(isMove);
  const last = nodes.findLastIndex(isMove);
  const atEnd = nodes.slice(Math.max(last, 0));
  // In the node of the first move, AE is part of the setup.
  const afterPlay = last < 0 ? [] : nodes.slice(Math.max(last, first + 1));
  const marked = (name: string, among: readonly SgfNode[]): ReadonlySet<number> => {
    const values = among.findLast(({ properties }) => properties.has(name))?.properties.get(name) ?? [];
    const points = new Set<number>();
    for (const { text } of values.slice(0, size * size)) pointsOfSgf(text, size)?.forEach((point) => points.add(point));
    return points;
  };
  return {
    territory: { black: ascending(marked('TB', atEnd)), white: ascending(marked('TW', atEnd)) },
    dead: ascending(new Set([...marked('KGSDE', atEnd), ...marked('AE', afterPlay)])),
  };
}

function ascending(points: ReadonlySet<number>): readonly number[] {
  return [...points].sort((one, other) => one - other);
}
