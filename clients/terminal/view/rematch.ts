import type { PlayState } from '../../sdk/src/index.ts';
import type { AppState } from '../state/app-state.ts';
import type { ResultScreen } from '../state/match-screen.ts';
import { span } from './line.ts';
import type { Span } from './line.ts';
import { playerName } from './player-name.ts';

/** Whether a match goes on with another. */
export function offerSpan(state: AppState, play: PlayState, rematch: ResultScreen['rematch']): Span {
  const opponent = play.match.players.find(({ seat }) => seat !== play.ownSeat);
  const name = opponent ? playerName(state, play, opponent) : 'Your opponent';
  switch (rematch) {
    case 'offered':
      return span(`▸ ${name} offers a rematch. Press R to play on.`, 'accent');
    case 'offering':
      return span('Offering a rematch …', 'faint');
    case 'none':
      return span(`Press R to offer ${name} a rematch.`, 'faint');
  }
}
