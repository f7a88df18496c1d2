import { beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../../harness/ids.ts';
import type { LinkedEntry } from '../entry.ts';
import type { Bus } from '../ports.ts';

/** Buses to be tried, whichever they are. */
export interface TriedBuses {
  /** A replica's bus, once it can be used. */
  open(onEntry: (entry: LinkedEntry) => void, onReturn: () => void): Promise<Bus>;
  /** What carries the messages goes, and is gone for all who were opened when this resolves. */
  leave(): Promise<void>;
  /** It comes back. */
  comeBack(): Promise<void>;
}

/** One replica's bus, with what it has heard and how often it was told that the bus is back. */
interface Member {
  readonly bus: Bus;
  readonly heard: LinkedEntry[];
  returns: number;
}

/** What every Bus must do: the same tests for the simulated one and for Redis, so that one stands for the other. */
export function describeBusContract(name: string, tried: () => TriedBuses): void {
  let mine: Member;
  let theirs: Member;

  const open = async (onEntry: (entry: LinkedEntry) => void = () => {}): Promise<Member> => {
    const heard: LinkedEntry[] = [];
    const hear = (entry: LinkedEntry): void => {
      heard.push(entry);
      onEntry(entry);
    };
    const member: Member = {
      bus: await tried().open(hear, () => (member.returns += 1)),
      heard,
      returns: 0,
    };
    return member;
  };

  const entry = (matchId: string, seq: number): LinkedEntry => ({
    matchId,
    seq,
    entryId: newId(),
    previousEntryId: newId(),
    actor: newId(),
    commandId: newId(),
    at: 1_800_000_000_123,
    body: '["\\u0000 ü"]',
  });

  const until = async (condition: () => boolean): Promise<void> => {
    const deadline = performance.now() + 8_000;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error('It did not come about within 8 s.');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };

  /** Resolves when all that `from` has published by now has come to `to`, as far as it comes at all. */
  const delivered = async (from: Member, to: Member): Promise<void> => {
    const marker = entry(newId(), 1);
    await to.bus.subscribe(marker.matchId);
    from.bus.publish(marker);
    await until(() => to.heard.some(({ entryId }) => entryId === marker.entryId));
    to.bus.unsubscribe(marker.matchId);
    to.heard.splice(to.heard.findIndex(({ entryId }) => entryId === marker.entryId));
  };

  describe(`${name} as a bus`, () => {
    beforeEach(async () => {
      mine = await open();
      theirs = await open();
    });

    test('brings entries of subscribed matches field by field, and of no others', async () => {
      const [watched, other] = [newId(), newId()];
      await mine.bus.subscribe(watched);
      const told = [entry(watched, 1), entry(other, 1), entry(watched, 2 ** 31 - 1)];
      for (const one of told) theirs.bus.publish(one);
      await delivered(theirs, mine);

      expect(mine.heard).toEqual([told[0], told[2]]);
      expect(theirs.heard).toEqual([]);
    });

    test('brings a replica its own entries too, and never before it has published them', async () => {
      const matchId = newId();
      let isPublishing = false;
      const during: boolean[] = [];
      const self = await open(() => during.push(isPublishing));
      await self.bus.subscribe(matchId);
      isPublishing = true;
      self.bus.publish(entry(matchId, 1));
      isPublishing = false;
      await until(() => self.heard.length === 1);

      expect(during).toEqual([false]);
    });

    test('brings all who are subscribed what is published, each once', async () => {
      const matchId = newId();
      const third = await open();
      for (const { bus } of [mine, theirs, third]) await bus.subscribe(matchId);
      const told = entry(matchId, 1);
      mine.bus.publish(told);
      for (const member of [mine, theirs, third]) await delivered(mine, member);

      for (const { heard } of [mine, theirs, third]) expect(heard).toEqual([told]);
    });

    test('keeps the order of what one replica publishes', async () => {
      const matchIds = [newId(), newId()];
      for (const matchId of matchIds) await mine.bus.subscribe(matchId);
      const told = Array.from({ length: 200 }, (_, index) => entry(matchIds[index % 2]!, index + 1));
      for (const one of told) theirs.bus.publish(one);
      await delivered(theirs, mine);

      expect(mine.heard.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq));
    });

    test('has subscribed once it says so: whatever is published from then on arrives', async () => {
      for (let round = 1; round <= 50; round += 1) {
        const matchId = newId();
        await mine.bus.subscribe(matchId);
        theirs.bus.publish(entry(matchId, round));
      }
      await until(() => mine.heard.length === 50);
    });

    test('brings once what was subscribed several times, and nothing when that was ended once', async () => {
      const matchId = newId();
      await Promise.all([mine.bus.subscribe(matchId), mine.bus.subscribe(matchId)]);
      await mine.bus.subscribe(matchId);
      theirs.bus.publish(entry(matchId, 1));
      await delivered(theirs, mine);
      mine.bus.unsubscribe(matchId);
      theirs.bus.publish(entry(matchId, 2));
      await delivered(theirs, mine);

      expect(mine.heard.map(({ seq }) => seq)).toEqual([1]);
    });

    test('brings nothing after the end of a subscription, not even what was on its way', async () => {
      const matchId = newId();
      await mine.bus.subscribe(matchId);
      for (let seq = 1; seq <= 20; seq += 1) theirs.bus.publish(entry(matchId, seq));
      mine.bus.unsubscribe(matchId);
      const before = mine.heard.length;
      await delivered(theirs, mine);

      expect(mine.heard).toHaveLength(before);
    });

    test('is subscribed when it was so asked last, whatever was under way', async () => {
      const matchId = newId();
      void mine.bus.subscribe(matchId);
      mine.bus.unsubscribe(matchId);
      await mine.bus.subscribe(matchId);
      theirs.bus.publish(entry(matchId, 1));
      await until(() => mine.heard.length === 1);
      mine.bus.unsubscribe(matchId);
      void mine.bus.subscribe(matchId);
      mine.bus.unsubscribe(matchId);
      await mine.bus.subscribe(newId());
      theirs.bus.publish(entry(matchId, 2));
      await delivered(theirs, mine);

      expect(mine.heard.map(({ seq }) => seq)).toEqual([1]);
    });

    test('answers at once while it is away, throws nothing, and never brings what was published meanwhile', async () => {
      const matchId = newId();
      await mine.bus.subscribe(matchId);
      await until(() => !mine.bus.isAway);
      await tried().leave();
      expect(mine.bus.isAway).toBe(true);
      const began = performance.now();
      await mine.bus.subscribe(newId());
      mine.bus.unsubscribe(newId());
      theirs.bus.publish(entry(matchId, 1));
      expect(performance.now() - began).toBeLessThan(500);
      await tried().comeBack();
      await until(() => mine.returns > 0);
      theirs.bus.publish(entry(matchId, 2));
      await delivered(theirs, mine);

      expect(mine.heard.map(({ seq }) => seq)).toEqual([2]);
      await until(() => !mine.bus.isAway);
    });

    test('brings again what was subscribed before it went or meanwhile, and not what was ended meanwhile', async () => {
      const [before, meanwhile, ended] = [newId(), newId(), newId()];
      for (const matchId of [before, ended]) await mine.bus.subscribe(matchId);
      await tried().leave();
      await mine.bus.subscribe(meanwhile);
      mine.bus.unsubscribe(ended);
      await tried().comeBack();
      await until(() => mine.returns > 0);
      for (const matchId of [before, meanwhile, ended]) theirs.bus.publish(entry(matchId, 1));
      await delivered(theirs, mine);

      expect(mine.heard.map(({ matchId }) => matchId)).toEqual([before, meanwhile]);
    });

    test('says once each time that it is back, when all subscriptions stand again', async () => {
      const matchId = newId();
      await mine.bus.subscribe(matchId);
      for (const round of [1, 2]) {
        await tried().leave();
        await tried().comeBack();
        await until(() => mine.returns === round);
        theirs.bus.publish(entry(matchId, round));
        await until(() => mine.heard.length === round);
      }
      await delivered(theirs, mine);

      expect(mine.returns).toBe(2);
    });
  });
}
