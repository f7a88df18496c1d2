import type { Level } from './engine.ts';
import type { GoGame } from './player.ts';

/** GNU Go's own levels go from 1 to 10, each slower than the one below. */
const GNUGO_LEVELS: Readonly<Record<Level, number>> = { 1: 1, 2: 3, 3: 5, 4: 8, 5: 10 };

/** How GNU Go is started for a game. */
export const gnugoCommand =
  (file: string, level: Level) =>
  ({ scoring }: GoGame): readonly string[] => [
    file,
    '--mode',
    'gtp',
    '--quiet',
    '--level',
    String(GNUGO_LEVELS[level]),
    scoring === 'area' ? '--chinese-rules' : '--japanese-rules',
  ];
