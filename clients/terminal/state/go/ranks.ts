/** How strong the players of the game on the screen are. Nothing waits for that, and it is read once for each match. */
import { formatId } from '../../../sdk/src/index.ts';
import type { PlayState } from '../../../sdk/src/index.ts';
import type { AppState, Message, Step } from '../app-state.ts';
import { goRatedAs } from '../games.ts';

/** The rank of a player of a match; empty where there is none, or none is known. */
export function rankOf({ ranks }: AppState, { match }: PlayState, userId: Uint8Array): string {
  return ranks?.matchId === formatId(match.matchId) ? (ranks.byUser[formatId(userId)] ?? '') : '';
}

/** The step, and that the ranks of a game are read whose players have all come into view. */
export function askingForRanks(step: Step): Step {
  const { screen, ranks } = step.state;
  const match = screen.name === 'match' ? screen.play?.match : undefined;
  const ratedAs = match && goRatedAs(match.mode);
  if (!ratedAs || match.players.length < match.seats) return step;
  const matchId = formatId(match.matchId);
  if (ranks?.matchId === matchId) return step;
  const userIds = match.players.map(({ userId }) => formatId(userId));
  return {
    state: { ...step.state, ranks: { matchId, byUser: {} } },
    effects: [...step.effects, { kind: 'readRanks', matchId, ratedAs, userIds }],
  };
}

/** The state with ranks known that have come; those of another match may be asked for by now. */
export function withRanks(state: AppState, { matchId, ranks: come }: Extract<Message, { kind: 'ranks' }>): AppState {
  const { ranks } = state;
  return ranks?.matchId === matchId ? { ...state, ranks: { matchId, byUser: { ...ranks.byUser, ...come } } } : state;
}
