import fc from 'fast-check';
import { applyRelay } from '../../../../clients/sdk/src/games/relay.ts';
import { proveGame } from '../kit/prove-game.ts';
import { relay } from './relay.ts';

proveGame({
  game: relay,
  setups: fc
    .record({ passes: fc.integer({ min: 0, max: 12 }), passMs: fc.constantFrom(0, 1_000, 3_600_000) })
    .map((requested) => ({ requested, material: undefined })),
  commands: fc
    .oneof(fc.string({ maxLength: 8 }), fc.constant('x'.repeat(65)))
    .map((baton) => ({ $case: 'pass' as const, value: { baton } })),
  position: (state) => state.passesMade + 1,
  ticksToEnd: () => 1,
  disguise: undefined,
  apply: (view, event) => applyRelay(view, { event }),
});
