import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../harness/ids.ts';
import { decide } from './decide.ts';
import { decodeEvents, type RoomEvent } from './entry.ts';
import { projectSteps } from './projection.ts';
import type { Answer, Submission } from './room.ts';
import { countingGame } from './simulation/counting-game.ts';
import type { Fault } from './simulation/log.ts';
import { ALICE, BOB, move, whisper } from './simulation/match.ts';
import { SimulatedWorld, type SimulatedReplica } from './simulation/replica.ts';
import type { SimulatedStream } from './simulation/viewer.ts';
import { fold, seatOf, type RoomState } from './state.ts';

/*
 * Two or three replicas, one log, a bus that loses, repeats and reorders, statements whose answers are lost or that take
 * effect late, a database and a Redis that come and go, replicas that die or hang, clients that move between them: in
 * whatever order. What must hold is checked when all is well again.
 */

const WATCHER = newId();
const USERS = [ALICE, BOB, WATCHER];

/** One thing that happens; which replica, user or task it concerns follows from `choice`. */
const step = fc.record({
  what: fc.oneof(
    { weight: 60, arbitrary: fc.constant('task' as const) },
    { weight: 12, arbitrary: fc.constantFrom('count', 'whisper', 'resend', 'miscount') },
    { weight: 10, arbitrary: fc.constant('tick' as const) },
    { weight: 6, arbitrary: fc.constantFrom('leave', 'come') },
    { weight: 2, arbitrary: fc.constantFrom('wait', 'database', 'redis', 'kill', 'stop', 'continue') },
  ),
  choice: fc.nat(0xffff),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Asked {
  readonly submission: Submission;
  readonly headBefore: number;
  headAfter: number;
  answer: Answer | undefined;
}

class Scenario {
  readonly world = new SimulatedWorld();
  readonly matchId: string;
  readonly replicas: SimulatedReplica[] = [];
  readonly everyReplica: SimulatedReplica[] = [];
  readonly asked: Asked[] = [];
  readonly streams: SimulatedStream[] = [];
  /** Where each user is attached now. */
  readonly attached = new Map<string, { replica: SimulatedReplica; stream: SimulatedStream }>();
  readonly cursors = new Map<string, number>();
  #chance: number;

  constructor(seed: number) {
    this.#chance = seed;
    this.world.database.uniqueCommands = false;
    this.matchId = this.world.create(countingGame, [ALICE, BOB], { paceMs: 2_000, upTo: 30 });
    this.world.channels.copies = () => [1, 1, 1, 0, 2][this.#random(5)]!;
  }

  #random(below: number): number {
    this.#chance = (Math.imul(this.#chance, 1_664_525) + 1_013_904_223) >>> 0;
    return (this.#chance >>> 8) % below;
  }

  async addReplica(): Promise<void> {
    const { database, tasks } = this.world;
    const wasAway = database.away;
    const wasHeld = tasks.held;
    tasks.held = false;
    database.away = false;
    const replica = await this.world.replica([countingGame], { ahead: this.#random(100) - 50 });
    tasks.held = wasHeld;
    database.away = wasAway;
    replica.log.fault = () => (['none', 'none', 'none', 'answerLost', 'lost', 'late'] as Fault[])[this.#random(6)]!;
    this.replicas.push(replica);
    this.everyReplica.push(replica);
  }

  async do({ what, choice }: Step): Promise<void> {
    const { world, matchId } = this;
    const replica = this.replicas[choice % this.replicas.length]!;
    const player = [ALICE, BOB][(choice >> 3) % 2]!;
    const user = USERS[(choice >> 3) % 3]!;
    const count = (world.folded(countingGame, matchId).gameState as { count: number }).count;
    switch (what) {
      case 'task':
        return void (await world.tasks.runOne(choice));
      case 'count':
        return this.#ask(replica, move(player, count + 1));
      case 'miscount':
        return this.#ask(replica, move(player, count + (choice % 3)));
      case 'whisper':
        return this.#ask(replica, whisper(player, newId()));
      case 'resend': {
        const old = this.asked[choice % (this.asked.length || 1)];
        return old && this.#ask(replica, old.submission);
      }
      case 'tick':
        return world.time.advance(1 + (choice % 300));
      case 'wait':
        return world.time.advance(1_000 + (choice % 5_000));
      case 'database':
        world.database.away = !world.database.away;
        return;
      case 'redis':
        world.channels.away = !world.channels.away;
        return;
      case 'stop':
        return replica.stop();
      case 'continue':
        return this.replicas.forEach((one) => one.continue());
      case 'kill':
        replica.kill();
        this.replicas.splice(this.replicas.indexOf(replica), 1);
        for (const [userId, there] of this.attached) if (there.replica === replica) this.leave(userId);
        return this.addReplica();
      case 'leave':
        return this.leave(user);
      case 'come':
        return this.come(user, replica);
    }
  }

  #ask(replica: SimulatedReplica, submission: Submission): void {
    const headBefore = this.world.database.log(this.matchId).length;
    const asked: Asked = { submission, headBefore, headAfter: headBefore, answer: undefined };
    this.asked.push(asked);
    replica.rooms
      .get(this.matchId)
      .then((room) => room.submit(submission))
      .then(
        (answer) => {
          asked.answer = answer;
          asked.headAfter = this.world.database.log(this.matchId).length;
        },
        () => {},
      );
  }

  leave(userId: string): void {
    const there = this.attached.get(userId);
    if (!there) return;
    this.attached.delete(userId);
    this.cursors.set(userId, there.stream.cursor);
    if (there.replica.state === 'dead') return;
    void there.replica.rooms.get(this.matchId).then(
      (room) => room.viewers.detach(there.stream),
      () => {},
    );
  }

  come(userId: string, replica: SimulatedReplica): void {
    if (replica.state !== 'alive') return;
    this.leave(userId);
    replica.attach(this.matchId, userId, this.cursors.get(userId) ?? 0).then(
      (stream) => {
        if (replica.state === 'dead') return;
        this.leave(userId);
        this.streams.push(stream);
        this.attached.set(userId, { replica, stream });
      },
      () => {},
    );
  }

  /** All is well again, and a while passes. */
  async heal(): Promise<void> {
    const { database, channels, tasks, time } = this.world;
    database.away = false;
    channels.away = false;
    channels.copies = () => 1;
    for (const replica of this.replicas) {
      replica.continue();
      replica.log.fault = () => 'none';
    }
    await tasks.release();
    for (const userId of USERS) {
      await time.advance(2_500);
      const ended = this.attached.get(userId)?.stream.ended;
      if (!this.attached.has(userId) || ended) this.come(userId, this.replicas[0]!);
    }
    await time.advance(7_000);
  }

  check(): void {
    const log = this.world.database.log(this.matchId);
    const states: RoomState[] = [];
    const shown = new Map<number | undefined, string[]>([
      [undefined, []],
      [0, []],
      [1, []],
    ]);
    for (const entry of log) {
      const steps = fold(countingGame, states.at(-1), entry);
      states.push(steps.at(-1)!.state);
      for (const [viewer, entries] of shown) {
        const events = projectSteps(countingGame, steps, viewer);
        entries.push(JSON.stringify({ seq: entry.seq, at: entry.at, events }));
      }
    }

    // Dense, and no time goes back.
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(log.map(({ at }) => at)).toEqual(log.map(({ at }) => at).sort((a, b) => a - b));

    // What was acknowledged is in the log, at the place that was named; nothing is there twice.
    for (const { submission, answer } of this.asked) {
      if (answer?.kind !== 'accepted') continue;
      expect(log[answer.seq - 1]).toMatchObject({ actor: submission.actor, commandId: submission.commandId });
    }
    const ids = log.map(({ actor, commandId }) => actor + commandId);
    expect(new Set(ids).size).toBe(ids.length);

    // Whatever was refused was refusable on a state that the log had while the command was there.
    for (const { submission, answer, headBefore, headAfter } of this.asked) {
      if (answer?.kind !== 'refused' || answer.reason === 'RATE_LIMITED') continue;
      const possible = states.slice(headBefore - 1, headAfter).map((state) => {
        const decision = decide(countingGame, state, submission.command, state.at);
        return 'refusal' in decision ? decision.refusal : undefined;
      });
      expect(possible).toContain(answer.reason);
    }

    // A deadline takes effect once; an outage is given back once, and before whatever is decided after it.
    const events = log.map((entry) => decodeEvents(entry.body));
    const dues = events.flat().flatMap((event) => remindedOf(event));
    expect(new Set(dues).size).toBe(dues.length);
    const sentAt = new Map(this.everyReplica.flatMap((replica) => [...replica.log.sentAt]));
    const giveBacks = events.flatMap((entry, index) =>
      entry.flatMap((event) => (event.kind === 'timeGivenBack' ? [{ index, id: event.outageId }] : [])),
    );
    expect(new Set(giveBacks.map(({ id }) => id)).size).toBe(giveBacks.length);
    for (const outage of this.world.database.outages) {
      const givenBack = giveBacks.find(({ id }) => id >= outage.id)?.index;
      const firstAfter = log.findIndex(({ entryId }) => (sentAt.get(entryId) ?? 0) > outage.ended);
      if (firstAfter >= 0) expect(givenBack ?? Infinity).toBeLessThanOrEqual(firstAfter);
    }

    // Every replica that holds the match holds what its log says.
    for (const replica of this.replicas) {
      for (const room of replica.rooms.loaded()) expect(room.state).toEqual(states.at(-1));
    }

    // Every viewer saw its projection of every entry that it did not get in a snapshot: in order, once, to the end.
    for (const stream of this.streams) {
      expect(stream.problems).toEqual([]);
      for (const entry of stream.entries) expect(JSON.stringify(entry)).toBe(shown.get(stream.seat)![entry.seq - 1]);
    }
    for (const userId of USERS) {
      const stream = this.attached.get(userId)?.stream;
      expect(stream?.seat).toBe(seatOf(states[0]!, userId));
      expect(stream?.cursor).toBe(log.length);
    }
  }
}

const remindedOf = (event: RoomEvent): number[] => {
  const game = event.kind === 'game' ? (event.event as { kind: string; due: number }) : undefined;
  return game?.kind === 'reminded' ? [game.due] : [];
};

async function play(replicas: number, seed: number, steps: readonly Step[]): Promise<void> {
  const scenario = new Scenario(seed);
  for (let count = 0; count < replicas; count += 1) await scenario.addReplica();
  USERS.forEach((userId, index) => scenario.come(userId, scenario.replicas[index % replicas]!));
  await scenario.world.time.advance(100);
  scenario.world.tasks.held = true;
  for (const one of steps) await scenario.do(one);
  await scenario.heal();
  scenario.check();
}

for (const [replicas, runs] of [
  [2, 600],
  [3, 300],
] as const) {
  test(`${replicas} replicas keep every promise in whatever order things happen`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(step, { minLength: 50, maxLength: 250, size: 'max' }), (seed, steps) =>
        play(replicas, seed, steps),
      ),
      // Shrinking thousands of steps may take for ever; what it has found by then is told.
      { numRuns: runs, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
    );
  }, 120_000);
}
