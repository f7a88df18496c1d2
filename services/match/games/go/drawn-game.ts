/** For tests: a game of Go that is played by hand, on boards drawn as text. */
import type { GameInput } from '../game.ts';
import { emptyBoard, place } from './board.ts';
import { diagram } from './count.ts';
import { go } from './go.ts';
import { BLACK, WHITE, type Colour } from './point.ts';
import { seatOf, situation, type GoLogEvent, type GoState } from './state.ts';
import { GoColours, type GoCommand, type GoConfig } from './wire.ts';

export const T0 = 1_800_000_000_000;

/** Lines of a drawing without its indentation and the spaces between points. */
const linesOf = (drawing: string): string[] =>
  drawing
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/\s/g, ''));

/** Seat 0 has Black. The clock of the test is `now`, and stands unless it is set. */
export class DrawnGame {
  state: GoState;
  now = T0;
  /** Of the last input that was accepted. */
  events: readonly GoLogEvent[] = [];
  readonly #names: string;

  /**
   * @param drawing "X" black, "O" white, "." empty; any other letter names an empty point. The board is empty where it is
   *   left out.
   */
  constructor(config: Partial<GoConfig> = {}, drawing = '', toMove: Colour = BLACK) {
    const lines = linesOf(drawing);
    const size = drawing === '' ? (config.size ?? 9) : lines.length;
    this.#names = lines.join('');
    const settings = go.configure({ colours: GoColours.CREATOR_BLACK, ...config, size });
    this.state = go.evolve(undefined, go.init(settings, '00', undefined)[0]!);
    if (drawing !== '') {
      const drawn = (stone: string): number[] =>
        Array.from(this.#names, (name, point) => (name === stone ? point : -1));
      const stones = (stone: string): number[] => drawn(stone).filter((point) => point >= 0);
      const board = place(place(emptyBoard(size), stones('X'), BLACK), stones('O'), WHITE);
      this.state = { ...this.state, board, toMove, past: situation(board, toMove) };
    }
    this.put({ kind: 'start' });
  }

  /** The reason of a refusal, or undefined. */
  put(input: GameInput<GoCommand>): string | undefined {
    const decision = go.decide(this.state, input, this.now);
    if ('refusal' in decision) return decision.refusal;
    this.events = decision.events;
    this.state = decision.events.reduce(go.evolve, this.state);
    return undefined;
  }

  do(command: GoCommand, seat = this.seatToMove(), position = this.state.step): string | undefined {
    return this.put({ kind: 'command', seat, position, command });
  }

  /** Places a stone of whose turn it is on a named point, or on one of that number. */
  place(point: string | number, seat = this.seatToMove()): string | undefined {
    return this.do({ $case: 'place', value: { point: this.at(point) } }, seat);
  }

  /** Places several, which must all be legal. */
  placeAll(points: string | readonly number[]): void {
    for (const point of points) {
      const refusal = this.place(point);
      if (refusal !== undefined) throw new Error(`${point} was refused: ${refusal}`);
    }
  }

  pass(seat = this.seatToMove()): string | undefined {
    return this.do({ $case: 'pass', value: {} }, seat);
  }

  seatToMove(): number {
    return seatOf(this.state, this.state.toMove);
  }

  at(point: string | number): number {
    return typeof point === 'number' ? point : this.#names.indexOf(point);
  }

  /** The board as it would be drawn, with dead stones and territory in scoring. */
  drawing(): string {
    const { board, count } = this.state;
    return spaced(count?.board ?? diagram(board.points), board.size);
  }
}

const spaced = (board: string, size: number): string =>
  Array.from({ length: size }, (_, row) => [...board.slice(row * size, (row + 1) * size)].join(' ')).join('\n');

/** A drawing as `drawing()` gives it. */
export const drawn = (drawing: string): string =>
  linesOf(drawing)
    .map((line) => [...line].join(' '))
    .join('\n');
