import { newId } from '../../../harness/ids.ts';
import type { Answer, Submission } from '../room.ts';
import type { RoomState } from '../state.ts';
import { countingGame, type CountingCommand, type CountingState } from './counting-game.ts';
import { SimulatedWorld, type SimulatedReplica } from './replica.ts';
import { settle } from './time.ts';
import type { SimulatedStream } from './viewer.ts';

/** Two players. */
export const ALICE = newId();
export const BOB = newId();

/** A move of the counting game. */
export function move(userId: string, position: number, command: CountingCommand = { kind: 'count' }): Submission {
  const play = { kind: 'play', userId, game: 'counting', position, command } as const;
  return { actor: userId, commandId: newId(), command: play };
}

export const whisper = (userId: string, word: string): Submission => move(userId, 0, { kind: 'whisper', word });

/** A match of the counting game that has begun, with both players attached, each at a replica. */
export class SimulatedMatch {
  readonly world: SimulatedWorld;
  readonly id: string;
  readonly replicas: readonly SimulatedReplica[];
  readonly streams: readonly [SimulatedStream, SimulatedStream];

  private constructor(
    world: SimulatedWorld,
    id: string,
    replicas: readonly SimulatedReplica[],
    streams: readonly [SimulatedStream, SimulatedStream],
  ) {
    this.world = world;
    this.id = id;
    this.replicas = replicas;
    this.streams = streams;
  }

  /** @param replicas how many; Alice is attached at the first, Bob at the last, and every one holds the match */
  static async start(replicas = 2, config: { upTo?: number; paceMs?: number } = {}): Promise<SimulatedMatch> {
    const world = new SimulatedWorld();
    const running: SimulatedReplica[] = [];
    for (let count = 0; count < replicas; count += 1) running.push(await world.replica([countingGame]));
    const id = world.create(countingGame, [ALICE, BOB], { paceMs: 1_000_000_000, ...config });
    const alice = await running[0]!.attach(id, ALICE);
    const bob = await running.at(-1)!.attach(id, BOB);
    for (const replica of running) await replica.rooms.get(id);
    await world.time.advance(10);
    return new SimulatedMatch(world, id, running, [alice, bob]);
  }

  /** Asks a replica for something. */
  async submit(replica: number, submission: Submission): Promise<Answer> {
    return (await this.replicas[replica]!.rooms.get(this.id)).submit(submission);
  }

  /** As `submit`, and lets everything that is under way happen. */
  async play(replica: number, submission: Submission): Promise<Answer> {
    const answer = this.submit(replica, submission);
    await settle();
    return answer;
  }

  get log(): ReturnType<SimulatedWorld['database']['log']> {
    return this.world.database.log(this.id);
  }

  /** The state that a replica holds, or the log's own. */
  async state(replica?: number): Promise<RoomState & { readonly gameState: CountingState }> {
    const state =
      replica === undefined
        ? this.world.folded(countingGame, this.id)
        : (await this.replicas[replica]!.rooms.get(this.id)).state;
    return state as RoomState & { readonly gameState: CountingState };
  }
}
