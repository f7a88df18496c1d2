import type { AppState, Step } from '../app-state.ts';
import { goMode, GO_SIZES, GO_SPEEDS } from '../games.ts';
import type { Key } from '../key.ts';
import type { QueueScreen } from '../list-screens.ts';
import { openFinding, openMenu } from '../opening.ts';
import { show, stay } from '../step.ts';

/** The choice of a queue: the smallest board, and a game of half an hour. */
export const openQueue = (state: AppState): Step => show(state, { name: 'queue', size: 0, speed: 2 });

/** The mode whose queue is chosen. */
export const chosenMode = ({ size, speed }: QueueScreen): string => goMode(GO_SIZES[size]!, GO_SPEEDS[speed]!);

/** What a key does where board and speed are chosen. */
export function keyInQueue(state: AppState, screen: QueueScreen, key: Key): Step {
  const { size, speed } = screen;
  switch (key.kind) {
    case 'escape':
      return openMenu(state);
    case 'enter':
      return openFinding(state, chosenMode(screen));
    case 'up':
      return show(state, { ...screen, size: Math.max(0, size - 1) });
    case 'down':
      return show(state, { ...screen, size: Math.min(GO_SIZES.length - 1, size + 1) });
    case 'left':
      return show(state, { ...screen, speed: Math.max(0, speed - 1) });
    case 'right':
      return show(state, { ...screen, speed: Math.min(GO_SPEEDS.length - 1, speed + 1) });
    default:
      return stay(state);
  }
}
