import sgf from '@sabaki/sgf';
import { SgfRefusal } from './sgf-refusal.ts';

/** One value of a property, unescaped. */
export interface SgfValue {
  readonly text: string;
  /** Where its bracket opens. */
  readonly offset: number;
}

export interface SgfNode {
  readonly offset: number;
  /** Every property with its values, at least one. */
  readonly properties: ReadonlyMap<string, readonly SgfValue[]>;
}

/** Twelve times what the largest of 12,800 real games has; it bounds the time that a text of a million brackets takes. */
const MAX_TOKENS = 50_000;

/**
 * The main line of the first game in a text: its root, and the first child of each node. Whatever is before `(;` is a
 * mail's header or the like and skipped (FF[4]); variations and further games, which all come after the first closing
 * parenthesis, are not looked at.
 *
 * The tokens are those of @sabaki/sgf; its tree is not used, for there nodes do not know where they were in the text, each
 * variation is a recursion (the stack ends at a few thousand), and time grows with the square of what follows the game.
 */
export function mainLineOf(text: string): readonly SgfNode[] {
  const start = text.search(/\(\s*;/);
  if (start < 0) throw new SgfRefusal('this is not SGF: it has no "(;", with which a game begins', 0);
  const nodes: { offset: number; properties: Map<string, SgfValue[]> }[] = [];
  let property: { name: string; offset: number; values: SgfValue[] } | undefined;
  let tokens = 0;
  for (const { type, value, pos } of sgf.tokenizeIter(text.slice(start))) {
    const offset = start + pos;
    tokens += 1;
    if (tokens > MAX_TOKENS) throw new SgfRefusal('the game has more nodes and values than are read', offset);
    if (type === 'c_value_type') {
      if (property === undefined) throw new SgfRefusal('a value stands here without a property', offset);
      property.values.push({ text: sgf.unescapeString(value.slice(1, -1)), offset });
      continue;
    }
    if (type === 'invalid') throw new SgfRefusal(misplaced(text, offset), offset);
    if (property?.values.length === 0) throw new SgfRefusal(`${property.name} has no value`, property.offset);
    property = undefined;
    if (value === ')') return nodes;
    if (type === 'semicolon') nodes.push({ offset, properties: new Map() });
    if (type === 'prop_ident') {
      const name = shortName(value);
      const properties = nodes.at(-1)?.properties;
      property = { name, offset, values: properties?.get(name) ?? [] };
      properties?.set(name, property.values);
    }
  }
  throw new SgfRefusal('the game is cut off: its closing parenthesis is missing', text.length);
}

function misplaced(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return character === '['
    ? 'the value that opens here never closes'
    : `${JSON.stringify(character)} cannot stand here`;
}

/** Up to FF[3], names could be written out with small letters between: SiZe is SZ, Black is B. */
function shortName(name: string): string {
  return name.replaceAll(/[a-z]/g, '');
}
