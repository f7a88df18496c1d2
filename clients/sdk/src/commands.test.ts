import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Commands } from './commands.ts';
import { Code, RefusedError } from './errors.ts';
import { answerTrivia } from './games/trivia.ts';
import { newId } from './ids.ts';
import { EndCode } from './messages.ts';
import { end, events, seatLeft, snapshot } from '../test-support/messages.ts';
import { Player, TRANSPORTS, until } from '../test-support/player.ts';
import { failure, type Attached } from '../test-support/scripted-mesh.ts';
import type { MatchSession } from './session.ts';

describe.each(TRANSPORTS)('commands over %s', (transport) => {
  let player: Player;
  let session: MatchSession;
  let stream: Attached;
  beforeEach(async () => {
    player = await Player.start(transport);
    session = player.play().session;
    stream = await player.mesh.attached.take();
    stream.send(snapshot(3));
    await session.ready;
  });
  afterEach(() => player.stop());

  test('a command says what it answers and what its player had seen, and resolves with its entry', async () => {
    stream.send(events(3, 4, [4, seatLeft(1)]));
    await until(() => session.state?.seq === 4);
    const sent = session.send(answerTrivia(2), 7);
    const commanded = await player.mesh.commands.take();
    expect(commanded.command).toEqual({
      commandId: expect.objectContaining({ length: 16 }),
      position: 7,
      seenSeq: 4,
      command: answerTrivia(2),
    });
    commanded.accept(5);
    expect(await sent).toEqual({ seq: 5 });
  });

  test('a refused command rejects with the reason', async () => {
    const sent = expect(session.send(answerTrivia(2), 7)).rejects.toMatchObject(new RefusedError('TOO_LATE'));
    (await player.mesh.commands.take()).refuse('TOO_LATE');
    await sent;
  });

  test('a command whose answer was lost is sent again, the same, when the connection is back', async () => {
    stream.send(events(3, 4, [4, seatLeft(1)]));
    await until(() => session.state?.seq === 4);
    const sent = session.send(answerTrivia(2), 7);
    const first = await player.mesh.commands.take();
    player.cut();
    (await player.mesh.attached.take()).send(events(4, 9));
    const second = await player.mesh.commands.take();
    expect(second.command).toEqual(first.command);
    second.accept(5);
    expect(await sent).toEqual({ seq: 5 });
  });

  test('a command given while there is no connection goes out when there is one', async () => {
    player.cut();
    await until(() => session.connection.state === 'reconnecting');
    const sent = session.send(answerTrivia(1), 1);
    (await player.mesh.attached.take()).send(events(3, 3));
    (await player.mesh.commands.take()).accept(6);
    expect(await sent).toEqual({ seq: 6 });
  });

  test('commands keep their order over a cut', async () => {
    const sent = [1, 2, 3].map((position) => session.send(answerTrivia(0), position));
    const given = [];
    for (const _ of sent) given.push(await player.mesh.commands.take());
    player.cut();
    (await player.mesh.attached.take()).send(events(3, 3));
    if (transport === 'native gRPC') {
      for (const position of [1, 2, 3]) {
        const again = await player.mesh.commands.take();
        expect(again.command.position).toBe(position);
        again.accept(position);
      }
    } else {
      // Unary calls race on their way; what counts is that each comes again.
      const again = await Promise.all([1, 2, 3].map(() => player.mesh.commands.take()));
      for (const commanded of again) commanded.accept(commanded.command.position);
    }
    expect(await Promise.all(sent)).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
  });

  test('a command of unknown outcome is sent again, the same, after the time the service asked for', async () => {
    const sent = session.send(answerTrivia(2), 7);
    const first = await player.mesh.commands.take();
    const told = performance.now();
    first.unknown(300);
    const second = await player.mesh.commands.take();
    expect(performance.now() - told).toBeGreaterThanOrEqual(280);
    expect(second.command).toEqual(first.command);
    second.accept(8);
    expect(await sent).toEqual({ seq: 8 });
  });

  test('a command that was answered is not sent again', async () => {
    const sent = session.send(answerTrivia(2), 7);
    (await player.mesh.commands.take()).accept(4);
    await sent;
    player.cut();
    (await player.mesh.attached.take()).send(events(3, 4));
    await expect(player.mesh.commands.take(200)).rejects.toThrow('no command came');
  });

  test('no more than 64 wait for an answer', async () => {
    const sent = Array.from({ length: 64 }, (_, index) => session.send(answerTrivia(0), index));
    await expect(session.send(answerTrivia(0), 64)).rejects.toMatchObject({
      code: Code.RESOURCE_EXHAUSTED,
      reason: 'TOO_MANY_COMMANDS',
    });
    (await player.mesh.commands.take()).accept(4);
    await Promise.race(sent);
    const next = session.send(answerTrivia(0), 65);
    session.close();
    const results = await Promise.allSettled([...sent, next]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('an aborted command is not sent again', async () => {
    const aborter = new AbortController();
    const sent = session.send(answerTrivia(2), 7, { signal: aborter.signal });
    await player.mesh.commands.take();
    aborter.abort(new Error('the player thought again'));
    await expect(sent).rejects.toThrow('the player thought again');
    player.cut();
    (await player.mesh.attached.take()).send(events(3, 4));
    await expect(player.mesh.commands.take(200)).rejects.toThrow('no command came');
    await expect(session.send(answerTrivia(2), 7, { signal: aborter.signal })).rejects.toThrow('thought again');
  });

  test('a command with a time limit says that its outcome is unknown', async () => {
    await expect(session.send(answerTrivia(2), 7, { timeoutMs: 50 })).rejects.toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      reason: 'OUTCOME_UNKNOWN',
    });
  });

  test('closing says that the outcome of what is unanswered is unknown', async () => {
    const sent = session.send(answerTrivia(2), 7);
    await player.mesh.commands.take();
    session.close();
    await expect(sent).rejects.toMatchObject({ code: Code.UNAVAILABLE, reason: 'OUTCOME_UNKNOWN' });
    await expect(session.send(answerTrivia(2), 7)).rejects.toMatchObject({ reason: 'MATCH_CLOSED' });
  });

  test('the last command of a match gets its answer though the stream has ended', async () => {
    const sent = session.send(answerTrivia(2), 10);
    const late = session.send(answerTrivia(2), 11);
    const given = [await player.mesh.commands.take(), await player.mesh.commands.take()];
    stream.send(events(3, 4, [4, seatLeft(1)]), end(EndCode.FINISHED)).end();
    const asked = [await player.mesh.commands.take(), await player.mesh.commands.take()];
    const ids = (list: typeof asked): unknown[] => list.map(({ command }) => String(command.commandId)).sort();
    expect(ids(asked)).toEqual(ids(given));
    for (const commanded of asked) {
      if (commanded.command.position === 10) commanded.accept(4);
      else commanded.refuse('MATCH_FINISHED');
    }
    expect(await sent).toEqual({ seq: 4 });
    await expect(late).rejects.toMatchObject({ reason: 'MATCH_FINISHED' });
  });
});

test('a command that a living connection does not answer is sent again', async () => {
  const sent: unknown[] = [];
  const commands = new Commands((command) => sent.push(command) > 0, 30);
  const command = { commandId: newId(), position: 1, seenSeq: 0, command: answerTrivia(0) };
  const accepted = commands.submit(command, {});
  await until(() => sent.length === 3);
  commands.accept(command.commandId, 5);
  expect(await accepted).toEqual({ seq: 5 });
  expect(sent).toEqual([command, command, command]);
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(sent).toHaveLength(3);
});

test('a new connection does not hurry a command that the service asked to wait with', async () => {
  const sent: unknown[] = [];
  const commands = new Commands((command) => sent.push(command) > 0);
  const command = { commandId: newId(), position: 1, seenSeq: 0, command: answerTrivia(0) };
  const accepted = commands.submit(command, {});
  commands.retry(command.commandId, 60);
  commands.resend();
  expect(sent).toHaveLength(1);
  await until(() => sent.length === 2);
  commands.accept(command.commandId, 5);
  await accepted;
});

test('over grpc-web a command that can never succeed rejects by itself, and the match goes on', async () => {
  const player = await Player.start('grpc-web');
  const { session } = player.play();
  const stream = await player.mesh.attached.take();
  stream.send(snapshot(3));
  await session.ready;
  player.mesh.matches.act = async () => {
    throw failure(Code.INVALID_ARGUMENT, { reason: 'INVALID_REQUEST' });
  };
  await expect(session.send(answerTrivia(2), 7)).rejects.toMatchObject({
    code: Code.INVALID_ARGUMENT,
    reason: 'INVALID_REQUEST',
  });
  stream.send(events(3, 4, [4, seatLeft(1)]));
  await until(() => session.state?.seq === 4);
  await player.stop();
});
