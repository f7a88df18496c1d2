import { fixedHandicap, mostFixedHandicap } from './point.ts';
import { GoColours, GoKoRule, GoRuleset, GoScoring, GoSuicide, type GoConfig, type GoTime } from './wire.ts';

const DAY_MS = 86_400_000;
const SCORING_MS = 180_000;
/** In handicap games, so that there is no draw. */
const HANDICAP_KOMI = 1;
const TIME: GoTime = {
  control: { $case: 'fischer', value: { mainMs: 600_000, incrementMs: 20_000, maxMs: 600_000 } },
};

/** What a ruleset decides. */
interface Ruleset {
  readonly scoring: GoScoring;
  readonly suicide: GoSuicide;
  readonly ko: GoKoRule;
  readonly komiHalfPoints: number;
  readonly passes: number;
  /** Whether play goes on until it is White who has passed last. */
  readonly whitePassesLast: boolean;
  /** Points that White gets for so many handicap stones, where area is counted. */
  readonly handicapPoints: (stones: number) => number;
  /** Whether the opponent of who asks for play to go on moves first; otherwise whose turn it was. */
  readonly opponentResumes: boolean;
}

const none = (): number => 0;
const japanese: Ruleset = {
  scoring: GoScoring.TERRITORY,
  suicide: GoSuicide.FORBIDDEN,
  ko: GoKoRule.SIMPLE,
  komiHalfPoints: 13,
  passes: 2,
  whitePassesLast: false,
  handicapPoints: none,
  opponentResumes: true,
};

/**
 * Japanese: the Nihon Kiin's rules of 1989, articles 4 to 10; chinese: the Chinese Weiqi Association's of 2002, with its
 * ban on repeated boards; aga: the American Go Association's of 1991; korean: the Korea Baduk Association's, as servers play
 * them; new_zealand: the New Zealand Go Society's, in its formulation of 1986.
 */
const RULESETS: Readonly<Record<Exclude<GoRuleset, 0 | -1>, Ruleset>> = {
  [GoRuleset.JAPANESE]: japanese,
  [GoRuleset.CHINESE]: {
    ...japanese,
    scoring: GoScoring.AREA,
    ko: GoKoRule.POSITIONAL_SUPERKO,
    komiHalfPoints: 15,
    handicapPoints: (stones) => stones,
    opponentResumes: false,
  },
  [GoRuleset.AGA]: {
    ...japanese,
    scoring: GoScoring.AREA,
    ko: GoKoRule.SITUATIONAL_SUPERKO,
    komiHalfPoints: 15,
    whitePassesLast: true,
    handicapPoints: (stones) => Math.max(0, stones - 1),
    opponentResumes: false,
  },
  [GoRuleset.KOREAN]: japanese,
  [GoRuleset.NEW_ZEALAND]: {
    ...japanese,
    scoring: GoScoring.AREA,
    suicide: GoSuicide.ALLOWED,
    ko: GoKoRule.SITUATIONAL_SUPERKO,
    komiHalfPoints: 14,
    opponentResumes: false,
  },
};

/** The ruleset that settings name. */
export const rulesetOf = ({ ruleset }: Pick<GoConfig, 'ruleset'>): Ruleset =>
  RULESETS[ruleset > 0 ? (ruleset as keyof typeof RULESETS) : GoRuleset.JAPANESE];

/** Fills in what a ruleset decides where settings do not say it themselves. */
export function configure(requested: Partial<GoConfig>): GoConfig {
  const ruleset = requested.ruleset || GoRuleset.JAPANESE;
  const rules = rulesetOf({ ruleset });
  const size = requested.size || 19;
  const freeHandicap = requested.freeHandicap ?? false;
  const wanted = requested.handicap ?? 0;
  const handicap = freeHandicap ? wanted : Math.min(wanted, mostFixedHandicap(size));
  const time = requested.time?.control ? requested.time : TIME;
  return {
    size,
    ruleset,
    komi: requested.komi ?? { halfPoints: handicap > 0 ? HANDICAP_KOMI : rules.komiHalfPoints },
    handicap,
    freeHandicap,
    scoring: requested.scoring || rules.scoring,
    suicide: requested.suicide || rules.suicide,
    ko: requested.ko || rules.ko,
    passes: requested.passes || rules.passes,
    time,
    colours: requested.colours || GoColours.NIGIRI,
    scoringMs: requested.scoringMs || scoringTime(time),
  };
}

const scoringTime = ({ control }: GoTime): number =>
  control?.$case === 'correspondence' ? control.value.days * DAY_MS : SCORING_MS;

/** Points that White gets for Black's handicap stones. */
export const handicapPoints = (config: GoConfig): number =>
  config.scoring === GoScoring.AREA ? rulesetOf(config).handicapPoints(config.handicap) : 0;

/** Where Black's handicap stones stand before the first move. */
export const handicapStones = ({ size, handicap, freeHandicap }: GoConfig): readonly number[] =>
  freeHandicap ? [] : fixedHandicap(size, handicap);

/** Whether passes in a row end play, the last one by a side. */
export const isEndOfPlay = (config: GoConfig, passes: number, isWhite: boolean): boolean =>
  passes >= config.passes && (isWhite || !rulesetOf(config).whitePassesLast);
