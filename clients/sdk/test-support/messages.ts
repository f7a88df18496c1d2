import { Match, MatchState, Visibility } from '../../../gen/playmesh/match/v1/match.ts';
import type { EndCode } from '../../../gen/playmesh/match/v1/play.ts';
import { MatchEvent, type PlayResponse } from '../../../gen/playmesh/match/v1/play.ts';
import { TriviaPhase, TriviaView } from '../../../gen/playmesh/match/v1/trivia.ts';
import { newId } from '../src/ids.ts';

type Message = NonNullable<PlayResponse['message']>;
type Event = NonNullable<MatchEvent['event']>;

export const MATCH_ID = newId();
export const USERS = [newId(), newId()];

/** A duel that runs, seen from seat 0. */
export const runningMatch = (seq: number): Match =>
  Match.fromPartial({
    matchId: MATCH_ID,
    mode: 'trivia_duel',
    visibility: Visibility.OPEN,
    state: MatchState.RUNNING,
    players: USERS.map((userId, seat) => ({ seat, userId, connected: true })),
    seats: 2,
    route: 'route-of-the-match',
    seq,
  });

export const snapshot = (seq: number, view: Partial<TriviaView> = {}): Message => ({
  $case: 'snapshot',
  value: {
    seq,
    match: runningMatch(seq),
    ownSeat: 0,
    timeMs: Date.now(),
    view: {
      $case: 'trivia',
      value: TriviaView.fromPartial({ phase: TriviaPhase.WAITING, questions: 10, totals: [0, 0], ...view }),
    },
  },
});

/** Covers (after, seq] with the events given as [entry, event]. */
export const events = (after: number, seq: number, ...list: [number, Event][]): Message => ({
  $case: 'events',
  value: { after, seq, events: list.map(([entry, event]) => MatchEvent.fromPartial({ seq: entry, timeMs: 1, event })) },
});

export const seatLeft = (seat: number, forfeitTimeMs = 0): Event => ({
  $case: 'seatLeft',
  value: { seat, forfeitTimeMs },
});
export const seatJoined = (seat: number): Event => ({ $case: 'seatJoined', value: { seat } });

export const end = (code: EndCode, resumeAfter = 0): Message => ({ $case: 'end', value: { code, resumeAfter } });
