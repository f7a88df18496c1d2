import { GoRuleset } from '../games/go/wire.ts';
import type { GoRuleset as RulesetName } from './go-record.ts';

/** The rulesets that records name, by the proto's numbers. */
const NUMBERS = {
  japanese: GoRuleset.JAPANESE,
  chinese: GoRuleset.CHINESE,
  aga: GoRuleset.AGA,
  korean: GoRuleset.KOREAN,
  new_zealand: GoRuleset.NEW_ZEALAND,
} as const satisfies Readonly<Record<RulesetName, GoRuleset>>;

/** 0, which is the default, where the record names none. */
export const rulesetNumber = (name: RulesetName | undefined): GoRuleset => (name ? NUMBERS[name] : 0);

export const rulesetName = (number: GoRuleset): RulesetName | undefined =>
  (Object.keys(NUMBERS) as RulesetName[]).find((name) => NUMBERS[name] === number);
