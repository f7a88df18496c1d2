import { DrawnGame } from '../../../services/match/games/go/drawn-game.ts';
import { go } from '../../../services/match/games/go/go.ts';
import { propose } from '../../../services/match/games/go/propose.ts';
import type { GoCommand, GoConfig } from '../../../services/match/games/go/wire.ts';
import { MatchState, RefusedError, Visibility } from '../../sdk/src/index.ts';
import type { GameCommand, MatchEvent, MatchSession, MatchUpdate, PlayState } from '../../sdk/src/index.ts';

/** The bot's seat, and that of who plays with it. */
export const BOT = 0;
export const OTHER = 1;
const USERS = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];

/** A match that is decided by the service's own rules, and the bot's session of it. Seat 0 is the bot's, and has Black. */
export class LocalMatch {
  readonly drawn: DrawnGame;
  readonly log: MatchEvent[] = [];
  readonly said: string[] = [];
  /** What the bot has sent that was refused. */
  readonly refused: string[] = [];
  hasLeft = false;
  visibility: Visibility = Visibility.PRIVATE;
  readonly #ending = Promise.withResolvers<void>();
  #listener: ((update: MatchUpdate) => void) | undefined;

  constructor(config: Partial<GoConfig> = {}, drawing?: string) {
    this.drawn = new DrawnGame(config, drawing);
    this.#note([{ $case: 'playerJoined', value: { seat: BOT, userId: USERS[BOT]! } }]);
    this.#note([
      { $case: 'go', value: { event: { $case: 'started', value: { blackSeat: 0, toMove: 1, untilTimeMs: 0 } } } },
    ]);
  }

  readonly session = ((match: LocalMatch) => ({
    matchId: new Uint8Array(16).fill(7),
    ended: match.#ending.promise,
    get state(): PlayState {
      return match.state;
    },
    subscribe(listener: (update: MatchUpdate) => void) {
      match.#listener = listener;
      return () => (match.#listener = undefined);
    },
    serverNow: () => match.drawn.now,
    async send({ value }: GameCommand & { $case: 'go' }, position: number) {
      const refusal = match.act(BOT, value.command as GoCommand, position);
      if (refusal === undefined) return;
      match.refused.push(refusal);
      throw new RefusedError(refusal);
    },
    async say(text: string) {
      match.said.push(text);
    },
    async leave() {
      match.hasLeft = true;
      match.end();
    },
  }))(this) as unknown as MatchSession;

  get state(): PlayState {
    return {
      seq: this.log.length,
      ownSeat: BOT,
      match: {
        state: MatchState.RUNNING,
        visibility: this.visibility,
        players: USERS.map((userId, seat) => ({ seat, userId })),
        config: { config: { $case: 'go', value: this.drawn.state.config } },
      },
      view: { $case: 'go', value: go.view(this.drawn.state, undefined) },
    } as unknown as PlayState;
  }

  /** A command of a seat, for the game as it is unless it names another step. @returns why it was refused, if it was */
  act(seat: number, command: GoCommand, step = this.drawn.state.step): string | undefined {
    const before = this.drawn.state;
    const refusal = this.drawn.do(command, seat, step);
    if (refusal === undefined) this.#tell(before);
    return refusal;
  }

  /** The service says what it takes for dead. */
  propose(dead: readonly number[]): void {
    const before = this.drawn.state;
    const decision = propose(before, dead, this.drawn.now);
    if ('refusal' in decision) throw new Error(decision.refusal);
    this.drawn.events = decision.events;
    this.drawn.state = decision.events.reduce(go.evolve, before);
    this.#tell(before);
  }

  end(): void {
    this.#ending.resolve();
  }

  #tell(before: DrawnGame['state']): void {
    let state = before;
    const told = this.drawn.events.flatMap((event) => {
      state = go.evolve(state, event);
      const shown = go.project(event, state, undefined);
      return shown ? [{ $case: 'go' as const, value: { event: shown } }] : [];
    });
    this.#note(told);
    if (state.phase === 'finished') this.end();
  }

  #note(events: readonly NonNullable<MatchEvent['event']>[]): void {
    const seq = (this.log.at(-1)?.seq ?? 0) + 1;
    for (const event of events) {
      const entry = { seq, timeMs: 0, event };
      this.log.push(entry);
      this.#listener?.({ kind: 'event', event: entry, state: this.state });
    }
  }
}
