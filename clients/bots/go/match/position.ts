import { GoPhase, goPoints } from '../../../sdk/src/index.ts';
import type { GoConfig, GoView } from '../../../sdk/src/index.ts';
import { BLACK, EMPTY, opponentOf, passMove, playStone } from '../../../sdk/src/games/go-board.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import type { GameRecord } from './game-record.ts';
import { timeOf } from './game-time.ts';
import { handicapPoints } from '../handicap.ts';
import { boardOfGame, PlayerError } from '../player.ts';
import type { GoGame, GoMove } from '../player.ts';
import { komiOf, scoringOf } from './settings.ts';

/** A match of Go as it is seen at a moment. */
export interface SeenGame {
  readonly id: string;
  readonly config: GoConfig;
  readonly view: GoView;
  readonly record: GameRecord;
  readonly colour: StoneColour;
  /** Now on the match's clock. */
  readonly now: number;
  readonly forbidden: readonly number[];
}

/**
 * The game that a player is asked about. Where its moves cannot be told to a player (a suicide is among them, say) or are
 * not yet known as far as the board is, the stones that lie on the board are told instead, as if they had just been placed.
 */
export function gameOf({ id, config, view, record, colour, now, forbidden }: SeenGame): GoGame {
  const { size, handicap, freeHandicap } = config;
  const clock = view.clocks[colour === BLACK ? 0 : 1];
  const common = {
    id,
    size,
    komi: komiOf(config),
    scoring: scoringOf(config),
    next: colour,
    isDisputed: record.resumedBy.length > 0,
    time: clock && view.phase === GoPhase.PLAY ? timeOf(config, clock, view.untilTimeMs - now) : undefined,
  };
  const fixed = freeHandicap ? [] : handicapPoints(size, handicap);
  const told: GoGame = { ...common, handicap: fixed, moves: [...record.moves], forbidden };
  const points = goPoints(view.board);
  if (hasBoard(told, points)) return told;
  const ko = view.koPoint === undefined ? [] : [view.koPoint];
  return { ...common, handicap: [], moves: placements(view, points, colour), forbidden: [...forbidden, ...ko] };
}

/** How often the whole board that a stone makes was there before, with the same player to move. */
export function timesRepeated(game: GoGame, point: number): number {
  let board = boardOfGame({ ...game, moves: [] });
  const placed = playStone(boardOfGame(game), point, game.next);
  if ('refusal' in placed) return 0;
  const wanted = placed.board.points.join('');
  let times = 0;
  for (const move of game.moves) {
    const played = move.point === 'pass' ? { board: passMove(board) } : playStone(board, move.point, move.colour);
    if ('refusal' in played) return 0;
    ({ board } = played);
    if (move.colour === game.next && board.points.join('') === wanted) times += 1;
  }
  return times;
}

function hasBoard(game: GoGame, points: readonly number[]): boolean {
  try {
    return boardOfGame(game).points.every((content, point) => content === points[point]);
  } catch (error) {
    if (error instanceof PlayerError) return false;
    throw error;
  }
}

/** The stones of a board, in an order in which all can be placed: any will do, as each chain has a liberty at its end. */
function placements({ lastPoint, passes }: GoView, points: readonly number[], next: StoneColour): GoMove[] {
  const stones = points.flatMap((content, point) =>
    content === EMPTY || point === lastPoint ? [] : [{ colour: content as StoneColour, point }],
  );
  const last = lastPoint === undefined ? EMPTY : points[lastPoint];
  if (last) stones.push({ colour: last as StoneColour, point: lastPoint! });
  return passes > 0 ? [...stones, { colour: opponentOf(next), point: 'pass' }] : stones;
}
