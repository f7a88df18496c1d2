import { MAX_KOMI, MAX_SIZE, MIN_SIZE } from './go-record.ts';
import type { GoRecordPlayer } from './go-record.ts';
import type { SgfNode, SgfValue } from './sgf-main-line.ts';
import { SgfRefusal } from './sgf-refusal.ts';
import { halfPointsOf } from './sgf-result.ts';
import { asLine, quoted } from './sgf-text.ts';

/** What is said of the game as a whole, by property. */
export type SgfHeader = ReadonlyMap<string, SgfValue>;

/** The first value of each property in these nodes; one that is empty is as good as none. */
export function headerOf(nodes: readonly SgfNode[]): SgfHeader {
  const header = new Map<string, SgfValue>();
  for (const { properties } of nodes) {
    for (const [name, [value]] of properties) {
      if (value !== undefined && value.text.trim() !== '' && !header.has(name)) header.set(name, value);
    }
  }
  return header;
}

/** The lines of the board, 19 where the record does not say; refuses what is no game of Go and no board of ours. */
export function sizeOf(header: SgfHeader): number {
  const game = header.get('GM');
  if (game !== undefined && game.text.trim() !== '1') {
    throw new SgfRefusal(`GM: ${quoted(game.text)} is another game; Go is 1`, game.offset);
  }
  const value = header.get('SZ');
  if (value === undefined) return 19;
  const [, columns, rows = columns] = /^(\d{1,3})(?::(\d{1,3}))?$/.exec(value.text.replaceAll(/\s/g, '')) ?? [];
  const size = Number(columns);
  if (Number(rows) !== size || size < MIN_SIZE || size > MAX_SIZE || size % 2 === 0) {
    throw new SgfRefusal(
      `SZ: ${quoted(value.text)} is no board of ours: they are square, with ${MIN_SIZE} to ${MAX_SIZE} lines, an odd number`,
      value.offset,
    );
  }
  return size;
}

/** From here on a whole number cannot be meant as points; the largest komi is far below the other end. */
const HUNDREDTHS = { from: 200, fromFox: 50, to: 2_000 };

/**
 * Half points. Some servers write hundredths: 650 is 6.5, and 375, in Chinese stones, is 7.5 points. In files of the Fox
 * server that holds for 50 too, and a 0 in an even game says nothing: four of five of its professional games have it.
 */
export function komiOf(value: SgfValue | undefined, handicap: number, fromFox: boolean): number | undefined {
  if (value === undefined) return undefined;
  const text = value.text.trim();
  const number = /^[+-]?\d{1,6}(?:[.,]\d{0,6})?$/.test(text) ? text : '';
  if (fromFox && Number(number) === 0 && number !== '' && handicap === 0) return undefined;
  const scaled = Number(number) >= (fromFox ? HUNDREDTHS.fromFox : HUNDREDTHS.from) && Number(number) <= HUNDREDTHS.to;
  const komi = number === '' ? undefined : halfPointsOf(scaled ? String(Number(number) / 100) : number);
  if (komi === undefined || Math.abs(komi) > MAX_KOMI) {
    throw new SgfRefusal(
      `KM: ${quoted(text)} is no komi: whole or half points from -${MAX_KOMI / 2} to ${MAX_KOMI / 2}`,
      value.offset,
    );
  }
  return komi;
}

/** 0 where the text is no number; 对子 and 分先, which Chinese programs write, are even games. */
export function handicapOf(value: SgfValue | undefined, size: number): number {
  const stones = /^\d{1,3}$/.test(value?.text.trim() ?? '') ? Number(value?.text) : 0;
  return stones <= size * size ? stones : 0;
}

export function playerOf(header: SgfHeader, name: string, rank: string): GoRecordPlayer {
  return { ...line('name', header.get(name)?.text), ...line('rank', header.get(rank)?.text) };
}

export function line<Name extends string>(name: Name, text: string | undefined): { readonly [name in Name]?: string } {
  const plain = asLine(text ?? '');
  return plain === '' ? {} : ({ [name]: plain } as { [name in Name]: string });
}
