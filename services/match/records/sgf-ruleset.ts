import type { GoRuleset } from './go-record.ts';

/** The first name is what is written: AGA, Japanese and NZ are SGF's own, the others what all servers write. */
const NAMES: readonly (readonly [GoRuleset, ...string[]])[] = [
  ['japanese', 'Japanese', 'Japan', 'jp', 'Nihon Ki-in', '日本'],
  ['chinese', 'Chinese', 'China', 'cn', '中国', '中國'],
  ['aga', 'AGA'],
  ['korean', 'Korean', 'Korea', 'kr', '한국'],
  ['new_zealand', 'NZ', 'New Zealand'],
];

const folded = (name: string): string => name.toLowerCase().replaceAll(/rules?|[^\p{L}]/gu, '');

const BY_NAME = new Map(NAMES.flatMap(([ruleset, ...names]) => names.map((name) => [folded(name), ruleset] as const)));
const WRITTEN = new Map(NAMES.map(([ruleset, written]) => [ruleset, written]));

/** The value of RU. */
export function rulesetToSgf(ruleset: GoRuleset): string {
  return WRITTEN.get(ruleset) ?? ruleset;
}

/** The rules that a value of RU names in any of the usual ways (Japanese, japanese rules, JP); undefined for others. */
export function rulesetOfSgf(text: string): GoRuleset | undefined {
  return BY_NAME.get(folded(text));
}
