import { formatId } from '../../../../clients/sdk/src/index.ts';
import { Standing } from '../../../../gen/playmesh/stats/v1/stats_service.ts';
import { Findings } from '../findings.ts';
import type { FoldedMatch } from '../folded-match.ts';
import type { PlayerStatistics, Violation } from '../history.ts';

/** What one match adds to a player's statistics. */
interface Counted {
  readonly matchId: string;
  readonly mode: string;
  readonly standing: 'won' | 'lost' | 'drawn';
  readonly score: number;
}

const STANDINGS = { won: Standing.WON, lost: Standing.LOST, drawn: Standing.DRAWN } as const;

/**
 * A player's statistics are those of the finished matches of the logs: each counts once, and nothing else does.
 * @param matches every match that these players have ever played
 */
export function checkStatistics(
  matches: readonly FoldedMatch[],
  statistics: readonly PlayerStatistics[],
): readonly Violation[] {
  return statistics.flatMap(({ userId, modes, matches: listed }) => {
    const violations: Violation[] = [];
    const report = (matchId: string, what: string): void => {
      const findings = new Findings(matchId);
      findings.add('statistics equal the logs', {}, `of player ${userId}: ${what}`);
      violations.push(...findings.violations);
    };
    const counted = matches.flatMap((match) => countedFor(match, userId));
    for (const { matchId, standing, score } of counted) {
      const rows = listed.filter((row) => formatId(row.matchId) === matchId);
      if (rows.length !== 1) report(matchId, `it is listed ${rows.length} times`);
      const isEqual = rows.every((row) => row.standing === STANDINGS[standing] && row.score === score);
      if (!isEqual) report(matchId, `it is listed with another standing or score than ${standing}, ${score}`);
    }
    for (const row of listed) {
      const matchId = formatId(row.matchId);
      if (!counted.some((one) => one.matchId === matchId)) report(matchId, 'it is listed, but not a finished match');
    }
    for (const mode of new Set([...counted, ...modes].map(({ mode }) => mode))) {
      const of = counted.filter((one) => one.mode === mode);
      const sums = {
        played: of.length,
        won: of.filter(({ standing }) => standing === 'won').length,
        lost: of.filter(({ standing }) => standing === 'lost').length,
        drawn: of.filter(({ standing }) => standing === 'drawn').length,
        score: of.reduce((sum, { score }) => sum + score, 0),
      };
      const told = modes.find((one) => one.mode === mode);
      const wrong = (Object.keys(sums) as (keyof typeof sums)[]).filter((name) => (told?.[name] ?? 0) !== sums[name]);
      for (const name of wrong) {
        const last = of.at(-1)?.matchId ?? 'unknown';
        report(last, `${name} of ${mode} is ${told?.[name] ?? 0}, where the logs have ${sums[name]}`);
      }
    }
    return violations;
  });
}

function countedFor(match: FoldedMatch, userId: string): Counted[] {
  const { outcome, seats, mode } = match.state();
  if (!outcome || outcome.reason === 'abandoned') return [];
  return seats.flatMap((seat, index) => {
    if (seat.userId !== userId) return [];
    const { winnerSeats, scores } = outcome;
    const standing = winnerSeats.length === 0 ? 'drawn' : winnerSeats.includes(index) ? 'won' : 'lost';
    return [{ matchId: match.matchId, mode, standing, score: scores[index] ?? 0 }];
  });
}
