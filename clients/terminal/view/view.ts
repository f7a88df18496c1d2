import type { AppState } from '../state/app-state.ts';
import { botsView, menuView, ownMatchesView, startView, welcomeView } from './choices.ts';
import { findingView } from './finding.ts';
import { formView } from './form.ts';
import { framed, LEAST, tooSmall } from './frame.ts';
import type { Frame } from './frame.ts';
import { goBotView } from './go/bot.ts';
import { challengesView, challengeView, queueView } from './go/choosing.ts';
import { historyView } from './history.ts';
import { leadersView } from './leaders.ts';
import { span } from './line.ts';
import type { Line, Size } from './line.ts';
import { liveView } from './live.ts';
import { matchView } from './match.ts';
import { resultView } from './result.ts';

/** What the terminal shows: as many rows as it has, none wider than it. */
export function view(state: AppState, size: Size): Line[] {
  if (size.columns < LEAST.columns || size.rows < LEAST.rows) return tooSmall(size);
  const { notice } = state;
  const told = notice && [span(notice.bad ? '! ' : '', 'bad'), span(notice.text, notice.bad ? 'warning' : 'good')];
  return framed({ ...(told ? { notice: told } : {}), ...screenOf(state, size) }, size);
}

function screenOf(state: AppState, size: Size): Frame {
  const { screen } = state;
  switch (screen.name) {
    case 'start':
      return startView(state, screen, size);
    case 'welcome':
      return welcomeView(state, screen, size);
    case 'form':
      return formView(screen, size);
    case 'menu':
      return menuView(state, screen);
    case 'bots':
      return botsView(screen, size);
    case 'goBot':
      return goBotView(screen, size);
    case 'finding':
      return findingView(screen, size);
    case 'ownMatches':
      return ownMatchesView(state, screen, size);
    case 'queue':
      return queueView(screen, size);
    case 'challenges':
      return challengesView(state, screen, size);
    case 'challenge':
      return challengeView(screen, size);
    case 'match':
      return matchView(state, screen, size);
    case 'result':
      return resultView(state, screen, size);
    case 'history':
      return historyView(state, screen, size);
    case 'leaders':
      return leadersView(state, screen, size);
    case 'live':
      return liveView(state, screen, size);
  }
}
