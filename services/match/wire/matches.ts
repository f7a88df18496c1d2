import {
  EndReason,
  MatchState,
  Visibility,
  GameConfig,
  type Match,
  type Outcome,
} from '../../../gen/playmesh/match/v1/match.ts';
import { idToBytes, NOBODY } from '../../harness/ids.ts';
import type { Outcome as RoomOutcome } from '../room/entry.ts';
import type { PublicView } from '../room/projection.ts';
import type { MatchRow } from '../store/entities.ts';

const STATES = { waiting: MatchState.WAITING, running: MatchState.RUNNING, finished: MatchState.FINISHED } as const;
const VISIBILITIES = { open: Visibility.OPEN, private: Visibility.PRIVATE } as const;
const REASONS = {
  completed: EndReason.COMPLETED,
  forfeited: EndReason.FORFEITED,
  resigned: EndReason.RESIGNED,
  abandoned: EndReason.ABANDONED,
} as const;

/** The column's value for a state of the proto; undefined for any. */
export const stateName = (state: MatchState): MatchRow['state'] | undefined =>
  (Object.keys(STATES) as MatchRow['state'][]).find((name) => STATES[name] === state);

export const visibilityName = (visibility: Visibility): 'open' | 'private' =>
  visibility === Visibility.PRIVATE ? 'private' : 'open';

export function outcomeMessage(outcome: RoomOutcome, finishedAt: number): Outcome {
  return {
    reason: REASONS[outcome.reason],
    winnerSeats: [...outcome.winnerSeats],
    scores: [...outcome.scores],
    endTimeMs: finishedAt,
  };
}

/** A match as a viewer sees it. */
export function matchMessage(matchId: string, view: PublicView): Match {
  return {
    matchId: idToBytes(matchId),
    mode: view.mode,
    config: configMessage(view.game, view.config),
    visibility: VISIBILITIES[view.visibility],
    state: STATES[view.status],
    players: view.players.map(({ seat, userId, connected, forfeitTime }) => ({
      seat,
      userId: idToBytes(userId),
      connected,
      forfeitTimeMs: forfeitTime ?? 0,
    })),
    seats: view.seats,
    outcome: view.outcome && outcomeMessage(view.outcome, view.finishedAt!),
    route: matchId,
    inviteCode: '',
    createTime: new Date(view.createdAt),
    seq: view.seq,
    watchers: undefined,
    rematchId: new Uint8Array(),
  };
}

/** A match as it is found in a list; who is connected is not known there. @param watchers undefined where not known */
export function listedMatchMessage(row: MatchRow, watchers: number | undefined): Match {
  const game = row.game.slice(0, row.game.indexOf('@'));
  return {
    matchId: idToBytes(row.matchId),
    mode: row.mode,
    config: configMessage(game, row.config),
    visibility: VISIBILITIES[row.visibility],
    state: STATES[row.state],
    players: row.userIds.flatMap((userId, seat) =>
      userId === NOBODY ? [] : [{ seat, userId: idToBytes(userId), connected: false, forfeitTimeMs: 0 }],
    ),
    seats: row.userIds.length,
    outcome: row.outcome ? outcomeMessage(row.outcome, row.finishedAt!.getTime()) : undefined,
    route: row.matchId,
    inviteCode: '',
    createTime: row.createdAt,
    seq: row.indexedSeq,
    watchers,
    rematchId: new Uint8Array(),
  };
}

// A game's settings are its proto message, field for field; its own test holds the two together.
/** Settings that came to be after a match was made are empty in it. */
const configMessage = (game: string, config: unknown): GameConfig =>
  GameConfig.fromPartial({ config: { $case: game, value: config } } as GameConfig);
