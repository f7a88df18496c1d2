import type { Level } from '../engine/engine.ts';
import type { GoGame, Scoring } from '../player.ts';

/** GNU Go's own levels go from 1 to 10, each slower than the one below. */
const GNUGO_LEVELS: Readonly<Record<Level, number>> = { 1: 1, 2: 3, 3: 5, 4: 8, 5: 10 };

/**
 * How GNU Go is started for a game. Told of a game's time it would play at whatever level that allows: never above its own,
 * as it is asked for here.
 */
export const gnugoCommand =
  (file: string, level: Level) =>
  ({ scoring }: GoGame): readonly string[] => [
    file,
    '--mode',
    'gtp',
    '--quiet',
    '--level',
    String(GNUGO_LEVELS[level]),
    '--max-level',
    String(GNUGO_LEVELS[level]),
    rulesOption(scoring),
  ];

/** Which rules GNU Go is to count by. */
export const rulesOption = (scoring: Scoring): string => (scoring === 'area' ? '--chinese-rules' : '--japanese-rules');
