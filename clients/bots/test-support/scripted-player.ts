import type { MatchEvent } from '../../sdk/src/index.ts';
import { Adviser } from '../go/adviser.ts';
import { EngineDesk } from '../go/engine-desk.ts';
import { playGo } from '../go/match/play.ts';
import type { GoAnswer, GoGame, Player } from '../go/player.ts';
import type { LocalMatch } from './local-match.ts';

/** Answers what it is told to, and writes down what it is asked. */
export class ScriptedPlayer implements Player {
  readonly maxGames = 1;
  readonly games: GoGame[] = [];
  move: (game: GoGame) => Promise<GoAnswer> = async () => 'pass';
  deadStones: readonly number[] = [];
  answers(...answers: readonly GoAnswer[]): void {
    const left = [...answers];
    this.move = async (game) => {
      this.games.push(game);
      return left.shift() ?? 'pass';
    };
  }
  async dead(): Promise<readonly number[]> {
    return this.deadStones;
  }
  async handicap(): Promise<readonly number[]> {
    return [20, 24];
  }
  async leave(): Promise<void> {}
  async close(): Promise<void> {}
}

/** What a game is played with, other than by default. */
export interface PlayedWith {
  readonly events?: () => AsyncIterable<MatchEvent>;
  readonly isOpponentBot?: boolean;
  readonly isCasual?: boolean;
}

/** Plays the bot's side of a match. @param say is told what the bot tells of how it goes @returns when it is over */
export const playedBy = (
  player: ScriptedPlayer,
  match: LocalMatch,
  say: (sentence: string) => void,
  options: PlayedWith,
): Promise<void> =>
  playGo(match.session, {
    adviser: new Adviser(new EngineDesk(player), player, say),
    events:
      options.events ??
      async function* () {
        yield* [...match.log];
      },
    isCasual: options.isCasual ?? false,
    isBot: async () => options.isOpponentBot ?? false,
    greeting: 'hello',
    say,
  });

/** Lets everything happen that needs no time. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};
