import type { GoRuleset } from '../games/go/wire.ts';
import type { GoRecord, GoRecordPlayer } from './go-record.ts';
import { rulesetNumber } from './ruleset-number.ts';
import { resultToSgf } from './sgf-result.ts';

/** What lists tell of a record, as `GoReview` explains it; plain data, as it is stored. */
export interface ReviewHeader {
  readonly size: number;
  readonly moves: number;
  readonly handicap: number;
  readonly komiHalfPoints?: number;
  readonly ruleset: GoRuleset;
  readonly black: ReviewPlayer;
  readonly white: ReviewPlayer;
  readonly result: string;
  readonly event: string;
  readonly place: string;
  readonly date: string;
}

interface ReviewPlayer {
  readonly name: string;
  readonly rank: string;
}

export function reviewHeader(record: GoRecord): ReviewHeader {
  const { size, moves, handicap, komi, ruleset, black, white, result, event, place, date } = record;
  return {
    size,
    moves: moves.length,
    handicap,
    ...(komi === undefined ? {} : { komiHalfPoints: komi }),
    ruleset: rulesetNumber(ruleset),
    black: player(black),
    white: player(white),
    result: result ? resultToSgf(result) : '',
    event: event ?? '',
    place: place ?? '',
    date: date ?? '',
  };
}

const player = ({ name = '', rank = '' }: GoRecordPlayer): ReviewPlayer => ({ name, rank });
