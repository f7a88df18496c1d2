import { goPoints } from '../../../sdk/src/index.ts';
import type { GoConfig, GoView } from '../../../sdk/src/index.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import type { GameRecord } from './game-record.ts';
import { judge } from './scoring.ts';
import type { Verdict } from './scoring.ts';
import { komiOf, scoringOf } from './settings.ts';

/** How long a bot waits for the service to propose what is dead before it says so itself. */
const PROPOSAL_MS = 3_000;
/** How often it goes back to play because the opponent does not agree to what is dead. */
const MOST_RESUMPTIONS = 3;

/** A scoring as a player sees it, and what it takes for dead. */
export interface SeenScoring {
  readonly config: GoConfig;
  readonly view: GoView;
  readonly seat: number;
  readonly colour: StoneColour;
  readonly record: GameRecord;
  readonly dead: readonly number[];
}

/** Comes to an agreement about dead stones: remembers what a bot has thought and said in the scoring that is on. */
export class Agreement {
  /** Moves made, and resumptions: another scoring has more of them. */
  #moves = -1;
  #sinceMs = 0;
  #dead: readonly number[] = [];
  /** How often the bot has marked a chain, by its first point. */
  #marks = new Map<number, number>();

  /** How much longer the bot waits for the service's proposal, in milliseconds. */
  get patienceMs(): number {
    return this.#sinceMs + PROPOSAL_MS - performance.now();
  }

  /** What is dead. @param think is asked once in each scoring */
  async dead({ moves, resumedBy }: GameRecord, think: () => Promise<readonly number[]>): Promise<readonly number[]> {
    const now = moves.length + resumedBy.length;
    if (this.#moves !== now) {
      const sinceMs = performance.now();
      this.#dead = await think();
      this.#marks = new Map();
      this.#sinceMs = sinceMs;
      this.#moves = now;
    }
    return this.#dead;
  }

  /** What the bot does next. A mark counts as made. */
  verdict({ config, view, seat, colour, record, dead }: SeenScoring): Verdict {
    const { board, prisoners, black, white } = view;
    const verdict = judge({
      position: {
        size: config.size,
        points: goPoints(board),
        scoring: scoringOf(config),
        komi: komiOf(config),
        prisoners: (prisoners?.black ?? 0) - (prisoners?.white ?? 0),
      },
      colour,
      dead,
      marked: Array.from(board).flatMap((mark, point) => (mark === 'x' || mark === 'o' ? [point] : [])),
      markedAhead: (black?.totalHalfPoints ?? 0) - (white?.totalHalfPoints ?? 0),
      isOpponents: record.markedBy === 1 - seat,
      marks: this.#marks,
      mayResume: record.resumedBy.filter((by) => by === seat).length < MOST_RESUMPTIONS,
    });
    if (verdict.kind === 'mark') this.#marks.set(verdict.point, (this.#marks.get(verdict.point) ?? 0) + 1);
    return verdict;
  }
}
