import type { Game } from '../game.ts';
import { deadline, decide, scores } from './decide.ts';
import { boardToJudge, propose } from './propose.ts';
import { view, project } from './project.ts';
import { configure } from './rules.ts';
import { evolve, type GoLogEvent, type GoState } from './state.ts';
import { GoColours, type GoCommand, type GoConfig, type GoPublicEvent, type GoView } from './wire.ts';

/** Go (baduk, weiqi) between two players: five rulesets, six kinds of clock, undo and draws by agreement, scoring by both. */
export const go: Game<GoConfig, undefined, GoState, GoCommand, GoLogEvent, GoPublicEvent, GoView> = {
  name: 'go',
  version: 1,
  seats: 2,
  // The clock runs, which is enough.
  forfeitAfterMs: undefined,
  configure,
  init: (config, seed) => [{ kind: 'prepared', config, blackSeat: blackSeat(config, seed) }],
  decide,
  evolve,
  deadline,
  outcome: (state) => state.outcome ?? undefined,
  // Both have gone a seat further, so the same seat is the other's.
  rematch: ({ blackSeat }) => ({ colours: blackSeat === 0 ? GoColours.CREATOR_BLACK : GoColours.CREATOR_WHITE }),
  errand: { wanted: boardToJudge, done: propose },
  scores,
  project,
  view,
};

function blackSeat({ colours }: GoConfig, seed: string): number {
  if (colours === GoColours.CREATOR_BLACK) return 0;
  if (colours === GoColours.CREATOR_WHITE) return 1;
  // The lowest bit of a random number is as good a coin as any.
  return Number.parseInt(seed.slice(-1), 16) % 2;
}
