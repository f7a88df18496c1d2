import { MatchState } from '../../../../gen/playmesh/match/v1/match.ts';
import type { Match, Player } from '../../../../gen/playmesh/match/v1/match.ts';
import type { MatchEvent, Snapshot } from '../../../../gen/playmesh/match/v1/play.ts';
import type { PlayState } from '../messages.ts';
import { formatId } from '../ids.ts';
import { applyGo } from './go.ts';
import { applyRelay } from './relay.ts';
import { applyTicTacToe } from './tictactoe.ts';
import { applyTrivia } from './trivia.ts';

/** What a snapshot says, or undefined when it lacks the match. */
export function fromSnapshot({ seq, match, ownSeat, view }: Snapshot): PlayState | undefined {
  return match && { seq, match, ownSeat, view };
}

/**
 * What the viewer sees after a log entry: equal to what a snapshot taken there would say. Pure; events and fields that
 * this version does not know change nothing.
 * @param events all that the viewer may see of the entry; may be none.
 * @param ownId the viewer's user id as UUID text: taking a seat and giving it up change `ownSeat`.
 */
export function applyEntry(
  state: PlayState,
  seq: number,
  events: readonly MatchEvent[],
  ownId: string | undefined,
): PlayState {
  const next = events.reduce((before, event) => applyEvent(before, event, ownId), state);
  return { ...next, seq, match: { ...next.match, seq } };
}

function applyEvent(state: PlayState, { event, timeMs }: MatchEvent, ownId: string | undefined): PlayState {
  switch (event?.$case) {
    case 'playerJoined': {
      const { seat, userId } = event.value;
      const joined: Player = { seat, userId, connected: false, forfeitTimeMs: 0 };
      const players = [...state.match.players, joined].sort((a, b) => a.seat - b.seat);
      const next = withMatch(state, { players });
      return formatId(userId) === ownId ? { ...next, ownSeat: seat } : next;
    }
    case 'playerLeft': {
      const { seat } = event.value;
      const next = withMatch(state, { players: state.match.players.filter((player) => player.seat !== seat) });
      return seat === state.ownSeat ? { ...withMatch(next, { inviteCode: '' }), ownSeat: undefined } : next;
    }
    case 'seatJoined':
      return withPlayer(state, event.value.seat, { connected: true, forfeitTimeMs: 0 });
    case 'seatLeft':
      return withPlayer(state, event.value.seat, { connected: false, forfeitTimeMs: event.value.forfeitTimeMs });
    case 'matchStarted':
      return withMatch(state, { state: MatchState.RUNNING, inviteCode: '' });
    case 'matchFinished': {
      const { outcome } = event.value;
      const players = state.match.players.map((player) => ({ ...player, forfeitTimeMs: 0 }));
      return withMatch(state, {
        state: MatchState.FINISHED,
        players,
        outcome: outcome && { ...outcome, endTimeMs: outcome.endTimeMs || timeMs },
        inviteCode: '',
      });
    }
    case 'timeGivenBack': {
      const { byMs } = event.value;
      const players = state.match.players.map((player) =>
        player.forfeitTimeMs === 0 ? player : { ...player, forfeitTimeMs: player.forfeitTimeMs + byMs },
      );
      return withMatch(state, { players });
    }
    case 'trivia':
      return state.view?.$case === 'trivia'
        ? { ...state, view: { $case: 'trivia', value: applyTrivia(state.view.value, event.value) } }
        : state;
    case 'tictactoe':
      return state.view?.$case === 'tictactoe'
        ? { ...state, view: { $case: 'tictactoe', value: applyTicTacToe(state.view.value, event.value) } }
        : state;
    case 'go':
      return state.view?.$case === 'go'
        ? { ...state, view: { $case: 'go', value: applyGo(state.view.value, event.value) } }
        : state;
    case 'relay':
      return state.view?.$case === 'relay'
        ? { ...state, view: { $case: 'relay', value: applyRelay(state.view.value, event.value) } }
        : state;
    default:
      return state;
  }
}

const withMatch = (state: PlayState, change: Partial<Match>): PlayState => ({
  ...state,
  match: { ...state.match, ...change },
});

function withPlayer(state: PlayState, seat: number, change: Partial<Player>): PlayState {
  const players = state.match.players.map((player) => (player.seat === seat ? { ...player, ...change } : player));
  return withMatch(state, { players });
}
