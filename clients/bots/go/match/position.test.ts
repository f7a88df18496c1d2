import { expect, test } from '@jest/globals';
import { fixedHandicap } from '../../../../services/match/games/go/point.ts';
import { configure } from '../../../../services/match/games/go/rules.ts';
import type { GoView, MatchEvent } from '../../../sdk/src/index.ts';
import { BLACK, pointNamed, WHITE } from '../../../sdk/src/games/go-board.ts';
import { boardOf, diagramOf } from '../../../sdk/test-support/go-diagram.ts';
import { GameRecord, LiveRecord } from './game-record.ts';
import { handicapPoints } from '../handicap.ts';
import { boardOfGame } from '../player.ts';
import type { GoGame } from '../player.ts';
import { gameOf, timesRepeated } from './position.ts';

const at = (name: string): number => pointNamed(5, name)!;
const config = configure({ size: 5, ruleset: 5 });

/** What is seen of a board, drawn as text. */
const viewOf = (diagram: string, change: Partial<GoView> = {}): GoView =>
  ({ board: diagram.replaceAll(/\s/g, ''), passes: 0, clocks: [], ...change }) as unknown as GoView;

const moved = (seq: number, point: number | undefined, toMove: number): MatchEvent => ({
  seq,
  timeMs: 0,
  event: { $case: 'go', value: { event: { $case: 'moved', value: { point, toMove } } } } as MatchEvent['event'],
});
const started: MatchEvent = {
  seq: 2,
  timeMs: 0,
  event: { $case: 'go', value: { event: { $case: 'started', value: { blackSeat: 0, toMove: 1, untilTimeMs: 0 } } } },
};

const seen = (record: GameRecord, view: GoView) =>
  gameOf({ id: 'game', config, view, record, colour: BLACK, now: 0, forbidden: [7] });

test('a player is told the moves, as long as they make the board that is seen', () => {
  const record = new GameRecord();
  for (const event of [started, moved(3, at('C3'), 2), moved(4, undefined, 1)]) record.add(event);
  const game = seen(
    record,
    viewOf(`
      . . . . .
      . . . . .
      . . X . .
      . . . . .
      . . . . .`),
  );
  expect(game.moves).toEqual([
    { colour: BLACK, point: at('C3') },
    { colour: WHITE, point: 'pass' },
  ]);
  expect(game.forbidden).toEqual([7]);
});

test('after a suicide, which players do not know, the stones are told as they lie, the last one last', () => {
  const record = new GameRecord();
  const points = ['A2', 'E5', 'B1', 'A1', 'E1', 'D5']; // White's A1 takes itself
  for (const [index, name] of points.entries()) record.add(moved(index + 3, at(name), 1 + ((index + 1) % 2)));
  record.add(started);
  const drawn = `
    . . . O O
    . . . . .
    . . . . .
    X . . . .
    . X . . X`;
  const game = seen(record, viewOf(drawn, { lastPoint: at('D5'), koPoint: 3 }));
  expect(diagramOf(boardOfGame(game))).toBe(diagramOf(boardOf(drawn)));
  expect([game.moves.at(-1), game.forbidden]).toEqual([{ colour: WHITE, point: at('D5') }, [7, 3]]);
});

test('a pass is told also where the moves are not', () => {
  const game = seen(
    new GameRecord(),
    viewOf(
      `. . . . .
       . . X . .
       . . . . .
       . . . . .
       . . . . .`,
      { passes: 1 },
    ),
  );
  expect(game.moves).toEqual([
    { colour: BLACK, point: at('C4') },
    { colour: WHITE, point: 'pass' },
  ]);
});

test('handicap stones are where the service puts them', () => {
  for (const size of [7, 9, 11, 13, 19, 25]) {
    for (let stones = 2; stones <= (size === 7 ? 4 : 9); stones++) {
      expect(new Set(handicapPoints(size, stones))).toEqual(new Set(fixedHandicap(size, stones)));
    }
  }
});

test('how often a position comes is counted for whom it comes', () => {
  const point = (name: string, colour: 1 | 2) => ({ colour, point: name === 'pass' ? ('pass' as const) : at(name) });
  const ko = ['B4', 'C4', 'A3', 'D3', 'B2', 'C2', 'C3', 'B3'].map((name, index) =>
    point(name, index % 2 === 0 ? 1 : 2),
  );
  const game: GoGame = {
    id: 'game',
    size: 5,
    komi: 13,
    scoring: 'area',
    handicap: [],
    moves: [...ko, point('pass', 1), point('pass', 2)],
    next: BLACK,
    forbidden: [],
    isDisputed: false,
  };
  expect(timesRepeated(game, at('C3'))).toBe(1); // as it was after Black's C3
  const more = [...game.moves, point('C3', 1), point('pass', 2), point('pass', 1), point('B3', 2), point('pass', 1)];
  // Twice by C3, and by the pass after it.
  expect(timesRepeated({ ...game, moves: [...more, point('pass', 2)] }, at('C3'))).toBe(3);
  expect(timesRepeated(game, at('E5'))).toBe(0);
});

test('a record takes in what is heard while it is read, once, and is read again when the stream begins anew', async () => {
  const stored = [started, moved(3, 0, 2)];
  let reads = 0;
  const live: LiveRecord = new LiveRecord(async function* () {
    reads += 1;
    yield* [...stored];
    if (reads === 1) {
      live.hear(moved(3, 0, 2));
      live.hear(moved(4, 1, 1));
    }
  });
  expect((await live.read()).moves.map(({ point }) => point)).toEqual([0, 1]);
  live.hear(moved(5, 2, 2));
  live.hear(moved(5, 2, 2)); // a second event of an entry is another one
  expect((await live.read()).moves).toHaveLength(4);
  live.forget();
  expect((await live.read()).moves).toHaveLength(1);
  expect(reads).toBe(2);
});

test('a record tells a match that somebody has joined from one that a queue has made', () => {
  const joined = (seq: number): MatchEvent => ({
    seq,
    timeMs: 0,
    event: { $case: 'playerJoined', value: { seat: 1, userId: new Uint8Array(16) } },
  });
  const isJoinedLater = (seq: number): boolean => {
    const record = new GameRecord();
    for (const event of [joined(1), joined(seq)]) record.add(event);
    return record.isJoinedLater;
  };
  expect([isJoinedLater(1), isJoinedLater(3)]).toEqual([false, true]);
});
