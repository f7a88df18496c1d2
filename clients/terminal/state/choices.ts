import type { Key } from './key.ts';

/** How far a page key moves in a list. */
const PAGE = 10;

/**
 * Which item of a list is selected after a key; undefined where the key does not move through lists.
 * @param around whether one comes from the last item to the first
 */
export function moved(selected: number, count: number, key: Key, around = false): number | undefined {
  const last = Math.max(0, count - 1);
  const within = (index: number): number => Math.min(last, Math.max(0, index));
  switch (key.kind) {
    case 'up':
      return around && selected === 0 ? last : within(selected - 1);
    case 'down':
      return around && selected === last ? 0 : within(selected + 1);
    case 'pageUp':
      return within(selected - PAGE);
    case 'pageDown':
      return within(selected + PAGE);
    case 'home':
      return 0;
    case 'end':
      return last;
    default:
      return undefined;
  }
}
