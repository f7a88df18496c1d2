import { describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import type { Logger } from '../../harness/log.ts';
import type { Mode } from '../games/catalogue.ts';
import { countingGame } from '../room/simulation/counting-game.ts';
import { settle, SimulatedTime } from '../room/simulation/time.ts';
import type { NewMatch } from '../store/matches.ts';
import type { Pairing, Tickets } from '../store/tickets.ts';
import { MatchMaker } from './new-match.ts';
import { Queue, type FoundMatch, type TicketChange } from './queue.ts';

interface Ticket {
  readonly ticketId: string;
  readonly userId: string;
  readonly mode: string;
  state: 'waiting' | 'matched';
  matchId: string | null;
}

/** A queue of the modes `counting` and `broken`, whose material cannot be drawn, over tickets in memory. */
function open() {
  const time = new SimulatedTime();
  const clock = time.clock();
  const stored: Ticket[] = [];
  const matches: NewMatch[] = [];
  const told: FoundMatch[] = [];
  const faults = { reading: false, races: 0, passes: 0, wanted: 0 };
  const tickets = {
    async modesWaitedIn() {
      return [...new Set(stored.filter(({ state }) => state === 'waiting').map(({ mode }) => mode))];
    },
    async take(mode: string, _: string, seats: number) {
      faults.passes += 1;
      if (faults.reading) throw new Error('away');
      await settle();
      const waiting = stored.filter((ticket) => ticket.mode === mode && ticket.state === 'waiting');
      return waiting.length < seats
        ? []
        : waiting.map((ticket) => ({ ...ticket, rating: 1_500, waitedMs: 0, avoids: [] }));
    },
    async match(_mode: string, _replicaId: string, pairings: readonly Pairing[]) {
      if (faults.races-- > 0) return { matchIds: new Set(), isWanted: false };
      for (const { ticketIds, match } of pairings) {
        for (const ticket of stored) {
          if (!ticketIds.includes(ticket.ticketId)) continue;
          ticket.state = 'matched';
          ticket.matchId = match.matchId;
        }
        matches.push(match);
      }
      const isWanted = faults.wanted-- > 0;
      return { matchIds: new Set(pairings.map(({ match }) => match.matchId)), isWanted };
    },
    async see(ticketIds: readonly string[]) {
      return stored
        .filter(({ ticketId }) => ticketIds.includes(ticketId))
        .map((ticket) => ({ ...ticket, position: ticket.state === 'waiting' ? 1 : null, waitedMs: 1_000 }));
    },
    recentWaits: async () => new Map([['counting', [2_000, 3_000, 4_000, 5_000, 6_000]]]),
    tidy: async () => {},
  } as unknown as Tickets;
  const modes = ['broken', 'counting'].map((name) => ({
    name,
    game: { ...countingGame, name },
    config: {},
  })) as unknown as Mode[];
  const maker = new MatchMaker(modes, { broken: () => Promise.reject(new Error('no questions')) }, clock);
  const logger = { warn: () => {} } as unknown as Logger;
  const tell = (found: readonly FoundMatch[]): void => void told.push(...found);
  const queue = new Queue({ tickets, maker, replicaId: newId(), clock, logger, tell });
  const hurry = (mode = 'counting'): Promise<void> => queue.hurry(maker.mode(mode)!);
  const enqueue = (mode = 'counting'): string => {
    const ticketId = newId();
    stored.push({ ticketId, userId: newId(), mode, state: 'waiting', matchId: null });
    return ticketId;
  };
  /** Lets time pass in small steps, in each of which what was begun goes on. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) await time.advance(100);
  };
  return { queue, pass, hurry, enqueue, matches, told, faults, stored };
}

describe('the queue', () => {
  test('pairs as soon as it is hurried, tells who watches, and other replicas', async () => {
    const { queue, hurry, enqueue, matches, told } = open();
    const ticketIds = [enqueue(), enqueue()];
    const heard: TicketChange[] = [];
    queue.watch(ticketIds[0]!, (change) => heard.push(change));
    await hurry();

    expect(heard).toEqual([{ ticketId: ticketIds[0], state: 'matched', matchId: matches[0]!.matchId }]);
    expect(told).toEqual([{ matchId: matches[0]!.matchId, ticketIds }]);
  });

  test('looks again for whoever comes while a pass is under way, however late in it', async () => {
    const { hurry, enqueue, matches } = open();
    enqueue();
    const pass = hurry();
    for (let turn = 0; turn < 3; turn += 1) {
      enqueue();
      void hurry();
      await settle();
    }
    await pass;
    for (let turn = 0; turn < 5; turn += 1) {
      enqueue();
      await Promise.resolve().then(() => hurry());
    }
    await settle();

    expect(matches).toHaveLength(4);
  });

  test('that cannot be paired does not stop the others', async () => {
    const { queue, pass, enqueue, matches } = open();
    for (const mode of ['broken', 'broken', 'counting', 'counting']) enqueue(mode);
    queue.start();
    await pass(1_000);
    queue.stop();

    expect(matches.map(({ mode }) => mode)).toEqual(['counting']);
  });

  test('is looked at once more when another replica wanted it meanwhile', async () => {
    const { hurry, enqueue, matches, faults } = open();
    faults.wanted = 1;
    enqueue();
    enqueue();
    await hurry();

    expect(matches).toHaveLength(1);
    expect(faults.passes).toBe(2);
  });

  test('in which nobody waits is not looked at', async () => {
    const { queue, pass, enqueue, faults } = open();
    queue.start();
    await pass(5_000);
    expect(faults.passes).toBe(0);
    enqueue();
    await pass(1_200);
    queue.stop();
    expect(faults.passes).toBe(1);
  });

  test('tells who waits every second where they stand, and how long it will likely take', async () => {
    const { queue, pass, enqueue } = open();
    const ticketId = enqueue();
    const heard: TicketChange[] = [];
    queue.watch(ticketId, (change) => heard.push(change));
    queue.start();
    await pass(1_500);
    queue.stop();

    expect(heard).toEqual(Array(2).fill({ ticketId, state: 'waiting', matchId: null, position: 1, estimateMs: 3_000 }));
  });

  test('tries again within a second where another replica was faster or the database was away', async () => {
    const { queue, pass, enqueue, matches, faults } = open();
    faults.reading = true;
    enqueue();
    enqueue();
    queue.start();
    await pass(1_000);
    faults.reading = false;
    faults.races = 1;
    await pass(2_500);

    expect(matches).toHaveLength(1);
    queue.stop();
  });

  test('sees within a second what another replica has done with a watched ticket', async () => {
    const { queue, pass, enqueue, stored } = open();
    queue.start();
    const ticketId = enqueue();
    const heard: TicketChange[] = [];
    const stop = queue.watch(ticketId, (change) => change.state !== 'waiting' && heard.push(change));
    await pass(500);
    stored[0]!.state = 'matched';
    stored[0]!.matchId = 'theirs';
    await pass(1_000);
    expect(heard).toMatchObject([{ ticketId, state: 'matched', matchId: 'theirs' }]);
    stop();
    await pass(3_000);

    expect(heard).toHaveLength(1);
    queue.stop();
  });

  test('rests once it is stopped', async () => {
    const { queue, pass, faults } = open();
    queue.start();
    await pass(1_000);
    queue.stop();
    const { passes } = faults;
    await pass(10_000);

    expect(faults.passes).toBe(passes);
  });
});
