/** A game of Go as it is shown: what the service has told, with the stone that is on its way. */
import { GoColour, GoPhase, goPoints, playGoStone } from '../../../sdk/src/index.ts';
import type { GoConfig, GoView, PlayState } from '../../../sdk/src/index.ts';
import type { GoPart } from '../match-screen.ts';

export type StoneColour = GoColour.BLACK | GoColour.WHITE;

/** The game as its viewer sees it; undefined before the first picture, and for other games. */
export const goOf = (play: PlayState | undefined): GoView | undefined =>
  play?.view?.$case === 'go' ? play.view.value : undefined;

/** The settings of a game; undefined for other games. */
export function goConfigOf(play: PlayState | undefined): GoConfig | undefined {
  const config = play?.match.config?.config;
  return config?.$case === 'go' ? config.value : undefined;
}

/** Lines of a view's board. */
export const sizeOf = ({ board }: Pick<GoView, 'board'>): number => Math.sqrt(board.length);

/** The beginning: the cursor is in the middle. */
export const newGoPart = (view: GoView): GoPart => ({
  game: 'go',
  cursor: Math.floor(view.board.length / 2),
  typed: '',
  sent: undefined,
  past: undefined,
  replay: undefined,
  isReading: false,
});

/** Which colour a seat has; undefined before the start. */
export function colourOf({ blackSeat }: GoView, seat: number | undefined): StoneColour | undefined {
  if (blackSeat === undefined || seat === undefined) return undefined;
  return seat === blackSeat ? GoColour.BLACK : GoColour.WHITE;
}

/** Whether the viewer is to move, and has not moved yet. */
export function isOwnTurn(play: PlayState, { sent }: GoPart): boolean {
  const view = goOf(play);
  if (view?.phase !== GoPhase.PLAY || sent) return false;
  return view.toMove === colourOf(view, play.ownSeat);
}

/** What a stone would do. */
export interface StoneTried {
  readonly board: string;
  readonly captured: number;
}

/** What a stone of the side to move does on a point, or why it cannot be placed there. */
export function tryStone(
  { board, koPoint, toMove }: GoView,
  point: number,
): StoneTried | { readonly refusal: 'OUTSIDE' | 'OCCUPIED' | 'KO' | 'SUICIDE' } {
  const points = goPoints(board);
  const colour = toMove === GoColour.WHITE ? 2 : 1;
  const played = playGoStone({ size: Math.sqrt(points.length), points, koPoint }, point, colour);
  if ('refusal' in played) return played;
  return { board: played.board.points.map((stone) => '.XO'[stone]).join(''), captured: played.captured.length };
}

/** What is on the screen: a position of the past, or the present with the viewer's own stone that is on its way. */
export function shownView(view: GoView, { past, sent }: GoPart): GoView {
  if (past?.view) return past.view;
  if (!sent || sent.step !== view.step) return view;
  if (sent.point === undefined) return { ...view, lastPoint: undefined, koPoint: undefined };
  const tried = tryStone(view, sent.point);
  if ('refusal' in tried) return view;
  const { black, white } = view.prisoners ?? { black: 0, white: 0 };
  const isBlack = view.toMove === GoColour.BLACK;
  return {
    ...view,
    board: tried.board,
    lastPoint: sent.point,
    koPoint: undefined,
    prisoners: { black: black + (isBlack ? tried.captured : 0), white: white + (isBlack ? 0 : tried.captured) },
  };
}
