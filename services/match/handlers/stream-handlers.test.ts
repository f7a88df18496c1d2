import { expect, test } from '@jest/globals';
import type { ClientConnection, PlayRequest } from '../../../gen/playmesh/match/v1/play.ts';
import { ApiError, Code } from '../../harness/errors.ts';
import type { Call } from '../../harness/grpc/service.ts';
import type { RequestListener, ServerStream } from '../../harness/grpc/stream.ts';
import { newId } from '../../harness/ids.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import { settle, SimulatedTime } from '../room/simulation/time.ts';
import { streamHandlers } from './stream-handlers.ts';

/** A Play stream that a client has opened, at a replica that is still reading its match. */
function open() {
  const time = new SimulatedTime();
  const reading = Promise.withResolvers<Room>();
  const cuts: unknown[] = [];
  let listener: RequestListener<PlayRequest>;
  const stream = {
    closed: false,
    onClose: () => {},
    listen: (listening: RequestListener<PlayRequest>) => (listener = listening),
    pause: () => {},
    resume: () => {},
    cut: (error: unknown) => cuts.push(error),
  } as unknown as ServerStream<PlayRequest>;
  const parts = { rooms: { get: () => reading.promise } as unknown as Rooms, clock: time.clock() };
  const { play } = streamHandlers(parts as unknown as Parameters<typeof streamHandlers>[0]);
  const caller = { userId: newId(), sessionId: newId(), roles: ['player'], expires: 0 };
  void play(stream, { caller } as unknown as Call);
  const join = (connection?: ClientConnection): void =>
    listener.message({ message: { $case: 'join', value: { matchId: new Uint8Array(16), afterSeq: 0, connection } } });
  return { time, join, cuts, reading };
}

test('A client that has not said which match it plays within 10 s is told so.', async () => {
  const { time, cuts } = open();
  await time.advance(9_999);
  expect(cuts).toEqual([]);
  await time.advance(1);

  expect(cuts).toHaveLength(1);
  expect(cuts[0]).toBeInstanceOf(ApiError);
  expect((cuts[0] as ApiError).options.violations).toEqual([{ field: 'join', description: 'must come within 10 s' }]);
});

test('A client that has said so is not called late, however long its match takes to read.', async () => {
  const { time, join, cuts, reading } = open();
  join();
  await time.advance(60_000);
  expect(cuts).toEqual([]);
  reading.reject(new ApiError(Code.UNAVAILABLE, 'OUTCOME_UNKNOWN', 'away'));
  await settle();

  expect((cuts[0] as ApiError).reason).toBe('OUTCOME_UNKNOWN');
});

test('A client that counts its connections without saying whose they are is told what is missing.', async () => {
  const { join, cuts } = open();
  join({ clientId: new Uint8Array(3), number: 1 });
  await settle();

  expect((cuts[0] as ApiError).options.violations).toEqual([
    { field: 'join.connection.client_id', description: 'must be 16 bytes' },
  ]);
});
