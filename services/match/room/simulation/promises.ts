import { isDeepStrictEqual } from 'node:util';
import type { Viewer } from '../../games/game.ts';
import { decide } from '../decide.ts';
import { decodeEvents, type RoomEvent } from '../entry.ts';
import { projectSteps, viewOf } from '../projection.ts';
import { deadline, seatOf, type RoomState } from '../state.ts';
import { countingGame } from './counting-game.ts';
import { USERS, type FoldedLog, type Scenario } from './scenario.ts';

/** How late a deadline may be when all is well: the grace, the lag of who did not write last, a retry. */
const MAX_LATE_MS = 2_000;
/** When an entry must have been seen: with Redis, and by the tail poll alone. */
const MAX_TOLD_MS = 50;
const MAX_POLL_MS = 5_100;

/** What a scenario, in which all is well again, has broken of what a match promises; nothing, if all is as it must be. */
export function brokenPromises(scenario: Scenario): readonly string[] {
  const { steps } = scenario.folded();
  const broken = new Set(scenario.violations);
  const expectThat = (holds: boolean, otherwise: string): void => {
    if (!holds) broken.add(otherwise);
  };
  const states = steps.map((some) => some.at(-1)!.state);

  checkLog(scenario, states, expectThat);
  checkAnswers(scenario, states, expectThat);
  checkTime(scenario, states, expectThat);
  checkViewers(scenario, expectThat);
  for (const replica of scenario.replicas) {
    for (const { state } of replica.rooms.loaded()) {
      expectThat(
        isDeepStrictEqual(plain(state), plain(states[state.seq - 1])),
        'a replica holds what the log does not',
      );
      expectThat(state.seq >= dueToBeSeen(scenario), 'a replica lags behind the log');
    }
  }
  return [...broken];
}

/** How many entries everybody must have seen by now. */
function dueToBeSeen({ world, matchId }: Scenario): number {
  const since = world.time.now - (world.channels.away ? MAX_POLL_MS : MAX_TOLD_MS);
  return world.database.log(matchId).findLastIndex(({ entryId }) => world.database.storedAt.get(entryId)! <= since) + 1;
}

/** As it is after a snapshot, which holds nothing that is undefined. */
const plain = (state: RoomState | undefined): unknown => JSON.parse(JSON.stringify(state ?? null));

type Expect = (holds: boolean, otherwise: string) => void;

function checkLog(scenario: Scenario, states: readonly RoomState[], expectThat: Expect): void {
  const { entries } = scenario.folded();
  const stored = scenario.world.database.log(scenario.matchId);
  expectThat(stored.length === entries.length, 'the log has a hole');
  expectThat(
    entries.every(({ seq }, index) => seq === index + 1),
    'the log is not dense',
  );
  expectThat(
    entries.every(({ at }, index) => at >= (entries[index - 1]?.at ?? 0)),
    'time went back',
  );
  expectThat(states.length > 0, 'there is no log');
  const ids = entries.map(({ actor, commandId }) => actor + commandId);
  expectThat(new Set(ids).size === ids.length, 'a command happened twice');
}

function checkAnswers(scenario: Scenario, states: readonly RoomState[], expectThat: Expect): void {
  const { entries } = scenario.folded();
  const final = new Map<string, boolean>();
  for (const { submission, answer, headBefore, headAfter } of scenario.asked) {
    const { actor, commandId, command } = submission;
    final.set(commandId, final.get(commandId) || (answer !== undefined && answer.kind !== 'unknown'));
    if (answer?.kind === 'accepted' && !scenario.lost.has(commandId)) {
      const entry = entries[answer.seq - 1];
      expectThat(entry?.actor === actor && entry.commandId === commandId, 'what was acknowledged is not in the log');
    }
    // Refusable on a state that the log had while the command was there; a log that lost its end tells it no more.
    if (answer?.kind !== 'refused' || scenario.lost.size > 0) continue;
    const possible = states.slice(headBefore - 1, headAfter).map((state) => {
      const decision = decide(countingGame, state, command, state.at);
      return 'refusal' in decision ? decision.refusal : undefined;
    });
    expectThat(possible.includes(answer.reason), 'a refusal that the log never called for');
  }
  expectThat([...final.values()].every(Boolean), 'a command that was sent again is not answered');
}

function checkTime(scenario: Scenario, states: readonly RoomState[], expectThat: Expect): void {
  const { entries } = scenario.folded();
  const { database, time } = scenario.world;
  const events = entries.map((entry) => decodeEvents(entry.body));
  const dues = events.flat().flatMap((event) => remindedOf(event));
  expectThat(new Set(dues).size === dues.length, 'a deadline took effect twice');
  const due = states.length > 0 ? deadline(countingGame, states.at(-1)!) : undefined;
  expectThat(due === undefined || due > time.now - MAX_LATE_MS, 'a deadline was missed');

  const sentAt = new Map(scenario.everyReplica.flatMap((replica) => [...replica.log.sentAt]));
  const giveBacks = events.flatMap((some, index) =>
    some.flatMap((event) => (event.kind === 'timeGivenBack' ? [{ index, id: event.outageId }] : [])),
  );
  expectThat(new Set(giveBacks.map(({ id }) => id)).size === giveBacks.length, 'an outage was given back twice');
  for (const outage of database.outages) {
    const givenBack = giveBacks.find(({ id }) => id >= outage.id)?.index ?? Infinity;
    const firstAfter = entries.findIndex(({ entryId }) => (sentAt.get(entryId) ?? 0) > outage.ended);
    expectThat(firstAfter < 0 || givenBack <= firstAfter, 'something was decided before an outage was given back');
  }
}

/** Every viewer saw its projection of every entry that it did not get in a snapshot: in order, once, to the end. */
function checkViewers(scenario: Scenario, expectThat: Expect): void {
  const log = scenario.folded();
  const logs = [log, ...scenario.lostLogs];
  const attached = new Set([...scenario.attached.values()].map(({ stream }) => stream));
  for (const stream of scenario.streams) {
    expectThat(stream.problems.length === 0, 'a viewer’s coverage has a gap or an overlap');
    const possible = attached.has(stream) ? [log] : logs;
    for (const entry of stream.entries) {
      const shown = JSON.stringify(entry);
      expectThat(
        possible.some((one) => shownOf(one, entry.seq, stream.seat) === shown),
        'a viewer was shown what the log does not say',
      );
    }
    for (const message of stream.messages) {
      if (message.kind !== 'snapshot') continue;
      const { seq } = message.view;
      const shown = JSON.stringify(message.view);
      expectThat(
        logs.some(({ steps }) => steps[seq - 1] && viewAt(steps[seq - 1]!.at(-1)!.state, stream.seat) === shown),
        'a snapshot shows what the log does not say',
      );
    }
  }
  for (const userId of USERS) {
    const stream = scenario.attached.get(userId)?.stream;
    expectThat((stream?.cursor ?? 0) >= dueToBeSeen(scenario), 'a viewer lags behind the log');
    expectThat(stream !== undefined && stream.seat === seatOf(log.steps[0]!.at(-1)!.state, userId), 'a wrong seat');
  }
}

function shownOf({ entries, steps }: FoldedLog, seq: number, viewer: Viewer): string | undefined {
  const entry = entries[seq - 1];
  if (!entry) return undefined;
  return JSON.stringify({ seq, at: entry.at, events: projectSteps(countingGame, steps[seq - 1]!, viewer) });
}

const viewAt = (state: RoomState, viewer: Viewer): string => JSON.stringify(viewOf(countingGame, state, viewer));

const remindedOf = (event: RoomEvent): number[] => {
  const game = event.kind === 'game' ? (event.event as { kind: string; due: number }) : undefined;
  return game?.kind === 'reminded' ? [game.due] : [];
};
