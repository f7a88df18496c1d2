import { GoColour, GoPhase, MatchState } from '../../sdk/src/index.ts';
import type { GoConfig as Config, GoView as View, Match, PlayState } from '../../sdk/src/index.ts';
import { GoConfig, GoView } from '../../../gen/playmesh/match/v1/go.ts';
import type { GoPart, MatchScreen } from '../state/match-screen.ts';
import { newGoPart } from '../state/go/part.ts';
import { duelScreen, matchOf, NOW } from './states.ts';

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
