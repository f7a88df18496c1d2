import { formatId, GoColour, MatchState, Standing } from '../../sdk/src/index.ts';
import type { Leader, Match, ModeStats, PlayerMatch, PlayerRating, Snapshot } from '../../sdk/src/index.ts';
import { gameOf } from '../state/games.ts';
import type { Challenge, HistoryRow, HistorySums, LeaderRow, LiveMatch, OwnMatch } from '../state/list-screens.ts';

/** A finished match as the history shows it. */
export const historyRow = ({ matchId, mode, standing, score, opponentIds, endTime }: PlayerMatch): HistoryRow => ({
  matchId: formatId(matchId),
  mode,
  endTimeMs: endTime?.getTime() ?? 0,
  standing: standing === Standing.WON ? 'won' : standing === Standing.LOST ? 'lost' : 'drawn',
  score,
  opponentIds: opponentIds.map(formatId),
});

/** What a player's matches of the mode come to. */
export const historySums = (sums: ModeStats): HistorySums => ({
  mode: sums.mode,
  played: sums.played,
  won: sums.won,
  lost: sums.lost,
  drawn: sums.drawn,
  rating: sums.rating,
  deviation: sums.ratingDeviation,
  rank: rankText(sums),
});

/** A rank of Go, with a mark where it is provisional; empty where there is none. */
export const rankText = ({ rank, isProvisional }: Pick<PlayerRating, 'rank' | 'isProvisional'>): string =>
  rank && isProvisional ? `${rank}?` : rank;

/** A leader as the leaderboard shows it. */
export const leaderRow = ({ place, userId, won, played, rating, ...strength }: Leader): LeaderRow => ({
  place,
  userId: formatId(userId),
  won,
  played,
  rating,
  rank: rankText(strength),
});

/** A match that is being played, as the list of live matches shows it. */
export const liveMatch = ({ matchId, mode, players, watchers }: Match): LiveMatch => ({
  matchId: formatId(matchId),
  mode,
  playerIds: players.map(({ userId }) => formatId(userId)),
  watchers,
});

/** An open match of Go that waits for somebody, as the list of challenges shows it; undefined for other matches. */
export function challengeOf({ matchId, mode, players, seats, config }: Match): Challenge | undefined {
  const [creator] = players;
  if (config?.config?.$case !== 'go' || !creator || players.length >= seats) return undefined;
  return { matchId: formatId(matchId), mode, creatorId: formatId(creator.userId), config: config.config.value };
}

/** A match of the player's that is not over; undefined where its game is not played here, or it has ended by now. */
export function ownMatch({ match, ownSeat, view }: Snapshot): OwnMatch | undefined {
  const game = gameOf(match?.mode ?? '');
  if (!match || !game || ownSeat === undefined || match.state === MatchState.FINISHED) return undefined;
  const isTaken = match.players.length === match.seats;
  return {
    matchId: formatId(match.matchId),
    game,
    mode: match.mode,
    inviteCode: match.inviteCode,
    opponentIds: match.players.filter(({ seat }) => seat !== ownSeat).map(({ userId }) => formatId(userId)),
    stands: match.state === MatchState.RUNNING ? 'running' : isTaken ? 'taken' : 'open',
    ownTurn: view?.$case === 'go' ? isToMove(view.value, ownSeat) : undefined,
  };
}

const isToMove = (
  { toMove, blackSeat }: { readonly toMove: GoColour; readonly blackSeat?: number | undefined },
  seat: number,
): boolean => toMove !== GoColour.UNSPECIFIED && (toMove === GoColour.BLACK) === (blackSeat === seat);

/**
 * The first items of a list that is read page by page.
 * @param isWanted which ones; others are passed over
 * @param mostSeen how many are looked at, at most
 */
export async function firstOf<T>(
  items: AsyncIterable<T>,
  most: number,
  isWanted: (item: T) => boolean = () => true,
  mostSeen = most,
): Promise<T[]> {
  const taken: T[] = [];
  let seen = 0;
  for await (const item of items) {
    if (isWanted(item)) taken.push(item);
    seen += 1;
    if (taken.length === most || seen === mostSeen) break;
  }
  return taken;
}
