import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { laws } from './laws.ts';
import type { Law } from './laws.ts';
import { withoutClockAndChance } from './no-clock.ts';
import { perform } from './play.ts';
import type { AnyProof, GameProof } from './proof.ts';
import { scripts } from './script.ts';

/** Declares one test for each law of `game.ts`. Call it once in the test file of a game. */
export function proveGame<Config, Material, State, Command, Event, PublicEvent, View>(
  proof: GameProof<Config, Material, State, Command, Event, PublicEvent, View>,
): void {
  describe(`${proof.game.name} is a game: `, () => {
    test.each(Object.entries(laws))('%s', (_, law) => {
      prove(law, proof);
    });
  });
}

/** Tries a law on random plays, always the same ones; throws with the smallest play found that breaks it. */
export function prove(law: Law, proof: AnyProof): void {
  const property = fc.property(scripts(proof), (script) =>
    withoutClockAndChance(() => {
      law(proof, perform(proof, script), script);
    }),
  );
  fc.assert(property, { seed: 1, numRuns: 150, includeErrorInReport: true });
}
