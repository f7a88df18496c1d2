import { expect, test } from '@jest/globals';
import * as gen from '../../../../gen/playmesh/match/v1/tictactoe.ts';
import type { TicTacToeCommand, TicTacToeConfig, TicTacToePublicEvent, TicTacToeView } from './wire.ts';

/** `true` only for types that agree in every field, optional marks included. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { rules: A; generated: B };
const same = <_ extends true>(): void => {};

test('the types of the rules are those generated from the proto', () => {
  same<Same<TicTacToeConfig, gen.TicTacToeConfig>>();
  same<Same<TicTacToeCommand, NonNullable<gen.TicTacToeCommand['command']>>>();
  same<Same<TicTacToePublicEvent, NonNullable<gen.TicTacToeEvent['event']>>>();
  same<Same<TicTacToeView, gen.TicTacToeView>>();
});

test.each<TicTacToePublicEvent>([
  { $case: 'turn', value: { number: 0, nextSeat: 0, untilTimeMs: 1_800_000_000_123 } },
  { $case: 'turn', value: { number: 9, cell: 0, untilTimeMs: 0 } },
])('the event %j goes over the wire unchanged', (event) => {
  expect(gen.TicTacToeEvent.decode(gen.TicTacToeEvent.encode({ event }).finish()).event).toEqual(event);
});

test('views, commands and settings go over the wire unchanged', () => {
  const view: TicTacToeView = { cells: [1, 0, 2, 0, 0, 0, 0, 0, 0], moves: 2, nextSeat: 0, untilTimeMs: 5 };
  expect(gen.TicTacToeView.decode(gen.TicTacToeView.encode(view).finish())).toEqual(view);
  const command: TicTacToeCommand = { $case: 'mark', value: { cell: 0 } };
  expect(gen.TicTacToeCommand.decode(gen.TicTacToeCommand.encode({ command }).finish()).command).toEqual(command);
  const config = { moveMs: 30_000 };
  expect(gen.TicTacToeConfig.decode(gen.TicTacToeConfig.encode(config).finish())).toEqual(config);
});
