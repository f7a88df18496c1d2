import type { TestMesh } from '../../support/mesh.ts';

/** A choice between 0 and less than 1, the same at every replay. */
export type Random = () => number;

/** One way in which a mesh breaks, and how it is mended. */
export type Fault = {
  /** What is struck, then how; runs are chosen and replayed by it. */
  readonly name: string;
  /** What happens, in words for who reads the results. */
  readonly what: string;
  /** How long it stays broken before it is mended. Milliseconds. */
  readonly holdMs: number;
  /**
   * Which parts of the mesh it strikes this time.
   * @param served the match replica that serves each player now, by user id
   */
  victims(mesh: TestMesh, random: Random, served: ReadonlyMap<string, string>): readonly string[];
  /** Breaks them; resolves when that is done, which for one that ends in good order is when it has ended. */
  strike(mesh: TestMesh, victims: readonly string[]): Promise<void>;
  /** Resolves when all of them serve again, replicas also in Envoy's eyes. */
  mend(mesh: TestMesh, victims: readonly string[]): Promise<void>;
};

/** How parts are struck, whichever they are. */
export type Blow = Pick<Fault, 'holdMs' | 'strike' | 'mend'>;

const each = async (victims: readonly string[], act: (victim: string) => Promise<void>) => {
  await Promise.all(victims.map(act));
};

/** Ends parts by a signal and starts them again after a while. */
export const ended = (signal: NodeJS.Signals, holdMs: number): Blow => ({
  holdMs,
  strike: (mesh, victims) => each(victims, (victim) => mesh.kill(victim, signal)),
  mend: (mesh, victims) => each(victims, (victim) => mesh.restart(victim)),
});

/** Stops parts in their tracks for a while, as a machine that hangs does. */
export const hung = (holdMs: number): Blow => ({
  holdMs,
  strike: (mesh, victims) => each(victims, (victim) => mesh.pause(victim)),
  async mend(mesh, victims) {
    await each(victims, (victim) => mesh.resume(victim));
    await mesh.healthy();
  },
});
