import type fc from 'fast-check';
import type { Game, Viewer } from '../game.ts';

/** What a game's own test tells about the game, so that the kit can play it and judge what it shows. */
export interface GameProof<Config, Material, State, Command, Event, PublicEvent, View> {
  readonly game: Game<Config, Material, State, Command, Event, PublicEvent, View>;
  /** Settings as a request may hold them, and material that fits. Short matches prove more: they reach their end. */
  readonly setups: fc.Arbitrary<{ readonly requested: Partial<Config>; readonly material: Material }>;
  /** Commands of every kind, those included that are never legal. */
  readonly commands: fc.Arbitrary<Command>;
  /** The position that a command must name to be legal now. */
  position(state: State): number;
  /** How many ticks at most bring a running match to its end when nobody does anything. */
  ticksToEnd(config: Config): number;
  /**
   * Another log that `viewer` cannot tell from this one at this moment: as long, with every secret replaced (what lies
   * ahead, what others have not shown). The kit demands that both look the same to the viewer. Undefined for a game in
   * which everyone may know everything.
   */
  readonly disguise: ((log: readonly Event[], viewer: Viewer) => readonly Event[]) | undefined;
  /** What a client makes of its view when it is shown an event: of a game that ships, the SDK's fold. */
  apply(view: View, event: PublicEvent): View;
}

/** A proof of any game, for the laws, which hold for all of them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyProof = GameProof<any, any, any, any, any, any, any>;
