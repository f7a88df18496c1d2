import { expect, test } from '@jest/globals';
import * as gen from '../../../../gen/playmesh/match/v1/relay.ts';
import type { RelayCommand, RelayConfig, RelayPublicEvent, RelayView } from './wire.ts';

/** `true` only for types that agree in every field, optional marks included. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { rules: A; generated: B };
const same = <_ extends true>(): void => {};

test('the types of the rules are those generated from the proto', () => {
  same<Same<RelayConfig, gen.RelayConfig>>();
  same<Same<RelayCommand, NonNullable<gen.RelayCommand['command']>>>();
  same<Same<RelayPublicEvent, NonNullable<gen.RelayEvent['event']>>>();
  same<Same<RelayView, gen.RelayView>>();
});

test.each<RelayPublicEvent>([
  { $case: 'turn', value: { number: 0, nextSeat: 0, untilTimeMs: 1_800_000_000_123 } },
  { $case: 'turn', value: { number: 9, baton: '', untilTimeMs: 0 } },
])('the event %j goes over the wire unchanged', (event) => {
  expect(gen.RelayEvent.decode(gen.RelayEvent.encode({ event }).finish()).event).toEqual(event);
});

test('views, commands and settings go over the wire unchanged', () => {
  const view: RelayView = { passes: 10, passesMade: 2, baton: 'b', nextSeat: 0, untilTimeMs: 5 };
  expect(gen.RelayView.decode(gen.RelayView.encode(view).finish())).toEqual(view);
  const command: RelayCommand = { $case: 'pass', value: { baton: 'b' } };
  expect(gen.RelayCommand.decode(gen.RelayCommand.encode({ command }).finish()).command).toEqual(command);
  const config = { passes: 10, passMs: 30_000 };
  expect(gen.RelayConfig.decode(gen.RelayConfig.encode(config).finish())).toEqual(config);
});
