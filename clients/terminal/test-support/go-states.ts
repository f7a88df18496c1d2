import { GoColour, GoPhase, MatchState } from '../../sdk/src/index.ts';
import type { GoConfig as Config, GoReplay, GoView as View, Match, PlayState } from '../../sdk/src/index.ts';
import { GoConfig, GoMoved, GoView } from '../../../gen/playmesh/match/v1/go.ts';
import type { AppState, Message } from '../state/app-state.ts';
import type { GoPart, MatchScreen } from '../state/match-screen.ts';
import { newGoPart } from '../state/go/part.ts';
import { duelScreen, happened, matchOf, NOW } from './states.ts';

/** A board as GoView has it, from a drawing with or without spaces. */
export const drawnBoard = (drawing: string): string => drawing.replaceAll(/\s/g, '');

/** Ada has Black and is to move; Ben has White. Live, on 9 lines. */
export const BOARD = drawnBoard(`
  . . . . . . . . .
  . . . . . . . . .
  . . . . . . . . .
  . . . X O . . . .
  . . . . X O . . .
  . . . X O . . . .
  . . . . . . . . .
  . . . . . . . . .
  . . . . . . . . .`);

export const CLOCK = { mainMs: 600_000, periods: 5, periodMs: 30_000, stones: 0 };

export const goView = (changes: Partial<View> = {}): View =>
  GoView.fromPartial({
    phase: GoPhase.PLAY,
    board: BOARD,
    blackSeat: 0,
    toMove: GoColour.BLACK,
    step: 7,
    moves: 6,
    lastPoint: 49,
    prisoners: { black: 0, white: 0 },
    clocks: [CLOCK, CLOCK],
    untilTimeMs: NOW + 750_000,
    ...changes,
  });

export const goConfig = (changes: Partial<Config> = {}): Config =>
  GoConfig.fromPartial({
    size: 9,
    ruleset: 1,
    komi: { halfPoints: 13 },
    time: { control: { $case: 'byoYomi', value: { mainMs: 600_000, periods: 5, periodMs: 30_000 } } },
    ...changes,
  });

/** A game of Ada, seat 0, and Ben, seat 1, as its viewer sees it. */
export const goPlay = (
  view: Partial<View> = {},
  {
    match = {},
    config = {},
    viewer = 0,
  }: { match?: Partial<Match>; config?: Partial<Config>; viewer?: number | 'watcher' } = {},
): PlayState => ({
  seq: 12,
  match: matchOf({
    mode: 'go_9x9_live',
    config: { config: { $case: 'go', value: goConfig(config) } },
    state: MatchState.RUNNING,
    ...match,
  }),
  ownSeat: viewer === 'watcher' ? undefined : viewer,
  view: { $case: 'go', value: goView(view) },
});

export const goPart = (changes: Partial<GoPart> = {}): GoPart => ({ ...newGoPart(goView()), ...changes });

/** A game of Go on the screen. */
export const goScreen = (changes: Partial<MatchScreen> = {}): MatchScreen =>
  duelScreen({ play: goPlay(), part: goPart(), ...changes });

/** A newer picture of the match on the screen. */
export const seen = (state: PlayState): Message => happened({ kind: 'snapshot', state });

/** The game of Go on the screen, also one that is over. */
export function goPartOf({ screen }: AppState): GoPart {
  const part = screen.name === 'match' || screen.name === 'result' ? screen.part : undefined;
  if (part?.game !== 'go') throw new Error(`no game of Go, but ${screen.name}`);
  return part;
}

/** A game of stones on these points, by turns; in `goView` six moves have been made. @param end what it is like after them */
export function goReplay(points: readonly number[], size = 9, end: Partial<View> = {}): GoReplay {
  const colourOf = (index: number): GoColour => (index % 2 === 0 ? GoColour.BLACK : GoColour.WHITE);
  const moves = points.map((point, index) => ({
    colour: colourOf(index),
    comment: '',
    moved: GoMoved.fromPartial({ point, toMove: colourOf(index + 1), step: index + 2 }),
  }));
  const start = goView({ board: '.'.repeat(size * size), moves: 0, step: 1, lastPoint: undefined });
  return { start, startComment: '', moves, end: goView({ moves: points.length, step: points.length + 1, ...end }) };
}
