import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Level } from './engine.ts';
import type { GoGame } from './player.ts';

/** GNU Go's own levels go from 1 to 10, each slower than the one below. */
const GNUGO_LEVELS: Readonly<Record<Level, number>> = { 1: 1, 2: 3, 3: 5, 4: 8, 5: 10 };

/** Where GNU Go is installed: Debian puts it in a folder that is not on every PATH. Undefined where it is not. */
export async function findGnugo(path = process.env['PATH'] ?? ''): Promise<string | undefined> {
  for (const folder of [...path.split(delimiter).filter((part) => part !== ''), '/usr/games']) {
    const file = join(folder, 'gnugo');
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

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
