import type { GameCommand } from '../messages.ts';
import type { RelayEvent, RelayView } from '../../../../gen/playmesh/match/v1/relay.ts';

/** The command that passes, handing on at most 64 characters; send it with `view.passesMade + 1` as position. */
export const passRelay = (baton: string): GameCommand => ({
  $case: 'relay',
  value: { command: { $case: 'pass', value: { baton } } },
});

/** What anyone sees of a relay after an event. Pure; an event that it does not know changes nothing. */
export function applyRelay(view: RelayView, { event }: RelayEvent): RelayView {
  if (event?.$case !== 'turn') return view;
  const { number, baton, nextSeat, untilTimeMs } = event.value;
  return { ...view, passesMade: number, baton: baton ?? view.baton, nextSeat, untilTimeMs };
}
