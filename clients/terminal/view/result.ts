import type { AppState } from '../state/app-state.ts';
import type { ResultScreen } from '../state/match-screen.ts';
import type { Frame } from './frame.ts';
import { goResultView } from './go/result.ts';
import type { Size } from './line.ts';
import { duelResultView } from './trivia/result.ts';

/** How a match ended, and whether it goes on with another. */
export const resultView = (state: AppState, screen: ResultScreen, size: Size): Frame =>
  screen.part.game === 'go' ? goResultView(state, screen, screen.part, size) : duelResultView(state, screen, size);
