import {
  goCommands,
  Visibility,
  type GameCommand,
  type GoConfig,
  type GoView,
  type Match,
} from '../../clients/sdk/src/index.ts';
import type { Player } from './players.ts';
import type { Witness } from './witness.ts';

/** A game of Go of two players in the order given; it begins once both follow it. */
export async function openGo([host, guest]: readonly [Player, Player], config: Partial<GoConfig>): Promise<Match> {
  const match = await host.client.createMatch('go_9x9_live', Visibility.OPEN, {
    config: { $case: 'go', value: config },
  });
  return guest.client.joinMatch(match);
}

/** One player of a game of Go on 9 lines, who names points as players do. */
export class GoSide {
  readonly witness: Witness;

  constructor(witness: Witness) {
    this.witness = witness;
  }

  get view(): GoView {
    const view = this.witness.state?.view;
    if (view?.$case !== 'go') throw new Error(`${this.witness.name} does not see a game of Go.`);
    return view.value;
  }

  /** Waits until the step of the game is at least this. */
  step(step: number): Promise<unknown> {
    return this.witness.until(`step ${step}`, () => this.view.step >= step);
  }

  /** Sends a command for the game as it is seen here. @throws RefusedError */
  send(command: GameCommand): Promise<unknown> {
    return this.witness.session.send(command, this.view.step);
  }

  place(name: string): Promise<unknown> {
    return this.send(goCommands.place(point(name)));
  }

  /** The lines of the board. */
  lines(): string[] {
    return this.view.board.match(/.{9}/g)!;
  }
}

/** The number of a point such as "C7" on 9 lines. */
export const point = (name: string): number => (9 - Number(name.slice(1))) * 9 + 'ABCDEFGHJ'.indexOf(name[0]!);
