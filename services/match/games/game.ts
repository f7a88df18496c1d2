/**
 * What a game is: pure rules over plain data. The room that runs them owns time, storage, seats, presence and wires.
 *
 * Rules never read a clock, never draw a random number outside `seed`, and never throw for a refused move. `State`,
 * `Event` and `Config` are plain JSON values (no Date, Map, class or undefined inside arrays), because they are stored,
 * and are never changed in place, because replays share them.
 *
 * Times are milliseconds since 1970 on the match's clock.
 */
export interface Game<Config, Material, State, Command, Event, PublicEvent, View> {
  /** Stored in a match's first entry as `name@version`; also the case of the game's messages in the protos. */
  readonly name: string;
  /** Raised whenever stored events would fold to another state than before. */
  readonly version: number;
  /** How many seats must be taken before the match can start. */
  readonly seats: number;
  /** How long a player of a running match may be away before `gone` is put in; undefined where absence is allowed. */
  readonly forfeitAfterMs: number | undefined;

  /** Fills the defaults into settings that the request's rules have already passed. */
  configure(requested: Partial<Config>): Config;
  /** The first events of a match. `seed` is 32 random bytes in hex; `material` is what the game draws from (questions). */
  init(config: Config, seed: string, material: Material): readonly Event[];
  /** What follows from an input, or a refusal. Must accept `tick` only for a deadline that has come (now >= deadline). */
  decide(state: State, input: GameInput<Command>, now: number): Decision<Event>;
  /** The state after an event; `state` is undefined before the first one. Total: it never refuses a stored event. */
  evolve(state: State | undefined, event: Event): State;
  /** When a `tick` must come, or undefined. After the match has started only; always later than the last decision or at it. */
  deadline(state: State): number | undefined;
  /** Who won, once that is settled; the room then ends the match in the same entry. */
  outcome(state: State): GameOutcome | undefined;
  /** Points by seat now, in the game's own measure; what an end before the end is recorded with. */
  scores(state: State): readonly number[];
  /**
   * What `viewer` may see of an event; `state` is the one after it. Undefined means nothing; so must any unlisted event,
   * and so only an event that leaves the viewer's `view` as it was.
   */
  project(event: Event, state: State, viewer: Viewer): PublicEvent | undefined;
  /** Settings that a rematch has instead of the match's own, where players go a seat further; left out where there are none. */
  rematch?(state: State): Partial<Config>;
  /** Slow work that the game has done outside the rules, such as finding dead stones; left out where there is none. */
  readonly errand?: {
    /** What is to be worked on, plain data; undefined where nothing is. */
    wanted(state: State): unknown;
    /** What follows from what came of it, which may come late, or for a state that wants it no more: then a refusal. */
    done(state: State, result: unknown, now: number): Decision<Event>;
  };
  /** All that `viewer` may see now: the same as a client makes of the first view and all events projected since. */
  view(state: State, viewer: Viewer): View;
}

/** Whose eyes: a seat number, or undefined for whoever has none. */
export type Viewer = number | undefined;

/** What reaches the rules. */
export type GameInput<Command> =
  /** Every seat is taken and its player has come. Comes once, before all others. */
  | { readonly kind: 'start' }
  /** A player's command; `position` names the question or move it answers. */
  | {
      readonly kind: 'command';
      readonly seat: number;
      readonly position: number;
      readonly command: Command;
      /** How long messages to this player and back are on their way, as measured here; left out where that is not known. */
      readonly delayMs?: number;
    }
  /** The deadline that the state asked for has come. */
  | { readonly kind: 'tick' }
  /** A player is out: away for longer than `forfeitAfterMs`, or left for good. Must be accepted in a running match. */
  | { readonly kind: 'gone'; readonly seat: number; readonly reason: 'forfeited' | 'resigned' }
  /** For `byMs` no replica could write: every deadline and clock of the game is later by it. Must be accepted in a running match. */
  | { readonly kind: 'timeGivenBack'; readonly byMs: number };

/** Events to be stored, or the reason why nothing happens (UPPER_SNAKE, stable). Accepted means at least one event. */
export type Decision<Event> = { readonly events: readonly Event[] } | { readonly refusal: string };

/** How a game ended. */
export interface GameOutcome {
  /** `abandoned`: with no result, it counts for nobody. */
  readonly reason: 'completed' | 'forfeited' | 'resigned' | 'abandoned';
  /** Empty for a draw. */
  readonly winnerSeats: readonly number[];
  /** By seat. */
  readonly scores: readonly number[];
}

/** Any game, for code that runs them without knowing them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyGame = Game<any, any, any, any, any, any, any>;
