import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import type { Level } from '../engine/engine.ts';
import { gnugoCommand, rulesOption } from './gnugo.ts';
import type { GoGame } from '../player.ts';

/** An engine that speaks GTP, as somebody has named it. */
export interface EngineCommand {
  /** What it is called. */
  readonly name: string;
  /** How it is started for a game. */
  readonly command: (game: GoGame) => readonly string[];
}

/** Where a program is looked for that is on no PATH: Debian has games in a folder of their own. */
const FURTHER_FOLDERS = ['/usr/games'];
/** Names that can stand in the name of a player. */
const NAME = /^[\w.+-]{1,32}$/;
const LONGEST = 1_000;

/**
 * Reads a command such as `gnugo --mode gtp --level 5`: words, in quotation marks where there are spaces in them. No shell
 * sees it. GNU Go alone may be named without arguments, and plays at the level given; it is told the rules of each game, and
 * never plays above its level because it has the time.
 * @param path the folders that programs are looked for in
 * @throws Error with a sentence
 */
export async function readEngineCommand(text: string, level: Level, path: string): Promise<EngineCommand> {
  const [program, ...args] = wordsOf(text);
  if (program === undefined || text.length > LONGEST) {
    throw new Error(`ENGINE must be a command such as "gnugo --mode gtp", not ${JSON.stringify(text.slice(0, 80))}.`);
  }
  const name = basename(program);
  if (!NAME.test(name)) throw new Error(`ENGINE must name a program, not ${JSON.stringify(program.slice(0, 80))}.`);
  const file = await findProgram(program, path);
  if (file === undefined) throw new Error(`ENGINE names ${program}, which is not installed.`);
  if (name !== 'gnugo') return { name, command: () => [file, ...args] };
  if (args.length === 0) return { name, command: gnugoCommand(file, level) };
  const given = args.indexOf('--level') + 1;
  const isBounded = given === 0 || args.includes('--max-level');
  const most = isBounded ? [] : ['--max-level', args[given] ?? ''];
  return { name, command: ({ scoring }) => [file, ...args, ...most, rulesOption(scoring)] };
}

/** The file of a program, which is a path or is looked for in folders; undefined where there is none to run. */
export async function findProgram(program: string, path: string): Promise<string | undefined> {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...FURTHER_FOLDERS];
  const files = program.includes('/') ? [program] : folders.map((folder) => join(folder, program));
  for (const file of files) {
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

/** Where GNU Go is installed; undefined where it is not. */
export const findGnugo = (path = process.env['PATH'] ?? ''): Promise<string | undefined> => findProgram('gnugo', path);

/** The words of a command; none where a quotation mark is never closed. */
function wordsOf(text: string): string[] {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  const isWhole = text.replaceAll(/"[^"]*"|'[^']*'/g, '').search(/["']/) < 0;
  return isWhole ? words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2')) : [];
}
