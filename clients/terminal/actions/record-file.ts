import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { GoRecord } from '../../sdk/src/index.ts';

/** How many files of one name there may be. */
const MOST_COPIES = 1_000;

/**
 * Writes a record to a new file, named as the service says; a file that is there already is left alone, and the name gets
 * a number. @returns the name that it got
 * @param folder the current one if left out
 */
export async function saveRecord({ sgf, fileName }: GoRecord, folder = '.'): Promise<string> {
  const [, stem = 'game', end = ''] = /^(.*?)(\.\w+)?$/.exec(plainName(fileName)) ?? [];
  for (let copy = 1; copy <= MOST_COPIES; copy++) {
    const name = copy === 1 ? `${stem}${end}` : `${stem}-${copy}${end}`;
    const path = resolve(folder, name);
    try {
      await writeFile(path, sgf, { flag: 'wx' });
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new RecordNotSaved(path, error);
    }
  }
  throw new RecordNotSaved(resolve(folder, fileName), undefined);
}

/** The folder could not be written to. */
export class RecordNotSaved extends Error {
  constructor(path: string, cause: unknown) {
    super(`${path} cannot be written.`, { cause });
  }
}

/** A name that stays in its folder and is not hidden, whatever the service says. */
const plainName = (name: string): string =>
  basename(name.replaceAll(/[^\w.-]/g, '-')).replace(/^\.+/, '') || 'game.sgf';
