import { Failure } from '../../../local/steps.mjs';
import type { Fault } from './fault.ts';
import { replicaFaults } from './replica-faults.ts';
import { surroundingFaults } from './surrounding-faults.ts';

/** What the figures of the others are to be compared with: how long players wait anyway on a machine that is this busy. */
const nothing: Fault = {
  name: 'nothing',
  what: 'nothing at all, for 3 s',
  holdMs: 3_000,
  victims: () => [],
  strike: async () => {},
  mend: async () => {},
};

/** Every fault there is, in the order in which they are run and shown. */
export const faults: readonly Fault[] = [nothing, ...replicaFaults, ...surroundingFaults];

/** The fault of this name. @throws Failure with all names where there is none */
export function faultNamed(name: string): Fault {
  const found = faults.find((fault) => fault.name === name);
  if (found) return found;
  throw new Failure(`There is no fault ${JSON.stringify(name)}, but ${faults.map((fault) => fault.name).join(', ')}.`);
}
