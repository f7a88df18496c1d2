import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { interleavings, promisesBrokenBy } from './simulation/interleavings.ts';
import type { SimulatedReplica, SimulatedWorld } from './simulation/replica.ts';
import type { Room } from './room.ts';

/*
 * That the interleavings prove anything is proven here: each of these bugs, planted in every replica by changing what its
 * parts do, breaks a promise that they look at.
 */

/** The rarest needs some hundreds. */
const RUNS = 3_000;

/** Changes every room that a replica hands out, once. */
function changeRooms(replica: SimulatedReplica, change: (room: Room) => void): void {
  const { rooms } = replica;
  const changed = new WeakSet<Room>();
  const get = rooms.get.bind(rooms);
  rooms.get = async (matchId) => {
    const room = await get(matchId);
    if (!changed.has(room)) change(room);
    changed.add(room);
    return room;
  };
}

const bugs: readonly {
  readonly bug: string;
  readonly plant: (replica: SimulatedReplica, world: SimulatedWorld) => void;
  readonly broken: string;
  readonly failsOver?: boolean;
}[] = [
  {
    bug: 'a command is acknowledged before it is committed',
    plant: ({ log }) => {
      const append = log.append.bind(log);
      log.append = (entry) => {
        void append(entry);
        return Promise.resolve('stored');
      };
    },
    broken: 'acknowledged before it was in the log',
  },
  {
    bug: 'an unknown outcome is called a refusal',
    plant: ({ log }) => {
      const append = log.append.bind(log);
      log.append = async (entry) => {
        const outcome = await append(entry);
        return outcome === 'unknown' ? 'bad' : outcome;
      };
    },
    broken: 'a refusal that the log never called for',
  },
  {
    bug: 'accepted commands are not remembered',
    plant: (replica) =>
      changeRooms(replica, (room) => {
        room.accepted.seqOf = () => undefined;
      }),
    broken: 'a command happened twice',
  },
  {
    bug: 'an entry is told to other replicas before it is committed',
    plant: ({ log, bus }) => {
      const append = log.append.bind(log);
      log.append = (entry) => {
        bus.publish(entry);
        return append(entry);
      };
    },
    broken: 'told to other replicas before it was in the log',
  },
  {
    bug: 'appends are not guarded by the entry before',
    plant: (_replica, { database }) => {
      database.guarded = false;
    },
    broken: 'the log has a hole',
    failsOver: true,
  },
  {
    bug: 'what is told is folded onto whatever comes before it',
    plant: ({ rooms }) => {
      const receive = rooms.receive.bind(rooms);
      rooms.receive = (entry) => {
        const [room] = rooms.loaded();
        receive(room ? { ...entry, previousEntryId: room.state.entryId } : entry);
      };
    },
    broken: 'a replica holds what the log does not',
    failsOver: true,
  },
  {
    bug: 'the tail poll does not compare the head',
    plant: ({ log }) => {
      const readTails = log.readTails.bind(log);
      log.readTails = async (heads) =>
        new Map([...(await readTails(heads))].map(([matchId, tail]) => [matchId, { ...tail, holdsHead: true }]));
    },
    broken: 'a replica holds what the log does not',
    failsOver: true,
  },
  {
    bug: 'there is no tail poll',
    plant: ({ upkeep }) => {
      upkeep.pollTails = async () => {};
    },
    broken: 'a viewer lags behind the log',
  },
  {
    bug: 'who comes back is resumed one entry too late',
    plant: (replica) =>
      changeRooms(replica, ({ viewers }) => {
        const attach = viewers.attach.bind(viewers);
        viewers.attach = (stream, state, afterSeq, now) => attach(stream, state, afterSeq && afterSeq + 1, now);
      }),
    broken: 'a viewer’s coverage has a gap or an overlap',
  },
  {
    bug: 'who comes back is resumed one entry too early',
    plant: (replica) =>
      changeRooms(replica, ({ viewers }) => {
        const attach = viewers.attach.bind(viewers);
        viewers.attach = (stream, state, afterSeq, now) => attach(stream, state, Math.max(0, afterSeq - 1), now);
      }),
    broken: 'a viewer’s coverage has a gap or an overlap',
  },
  {
    bug: 'replicas decide without a heartbeat, and so without knowing of outages',
    plant: ({ heartbeat }) => {
      heartbeat.beatIfLate = async () => {};
    },
    broken: 'something was decided before an outage was given back',
  },
];

for (const { bug, plant, broken, failsOver } of bugs) {
  test(`The interleavings find it when ${bug}.`, async () => {
    const property = fc.asyncProperty(interleavings(failsOver), async (interleaving) => {
      expect(await promisesBrokenBy(interleaving, { replicas: 3, plant })).not.toContain(broken);
    });
    const { failed } = await fc.check(property, { seed: 1, numRuns: RUNS, endOnFailure: true });
    expect(failed).toBe(true);
  }, 120_000);
}
