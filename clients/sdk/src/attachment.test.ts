import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createNativeTransport } from './native.ts';
import { PlaymeshClient } from './client.ts';
import { TcpEdge } from '../test-support/edge.ts';
import { events, MATCH_ID, snapshot } from '../test-support/messages.ts';
import { Player, TRANSPORTS, until } from '../test-support/player.ts';
import { Queue } from '../test-support/queue.ts';
import { ScriptedMesh } from '../test-support/scripted-mesh.ts';
import { acceptGuests } from '../test-support/sign-in.ts';

const lastError = (player: ReturnType<Player['play']>): unknown => {
  const { connection } = player.session;
  return connection.state === 'reconnecting' ? connection.error.reason : undefined;
};

describe.each(TRANSPORTS)('a connection over %s', (transport) => {
  let player: Player;
  beforeEach(async () => {
    player = await Player.start(transport);
  });
  afterEach(() => player.stop());

  test('is given up when its stream is silent, and another one goes on', async () => {
    const play = player.playWith({ silenceMs: 1_000, pingMs: undefined });
    const errors: unknown[] = [];
    play.session.subscribe(() => errors.push(lastError(play)));
    const first = await player.mesh.attached.take();
    first.send(snapshot(3));
    const second = await player.mesh.attached.take();
    expect(second.afterSeq).toBe(3);
    expect(errors).toContain('SILENCE');
    await first.closed;
  });

  test('is kept while it gives any sign of life', async () => {
    const { session } = player.playWith({ silenceMs: 1_500, pingMs: undefined });
    const stream = await player.mesh.attached.take();
    stream.send(snapshot(3));
    for (let sign = 0; sign < 7; sign += 1) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      stream.send({ $case: 'pong', value: { nonce: 0, timeMs: Date.now() } });
    }
    expect(session.connection.state).toBe('live');
    expect(player.mesh.attached.length).toBe(0);
  });

  test('is given up when its peer has vanished, and another one goes on', async () => {
    const { session } = player.playWith({ silenceMs: 2_000 }); // in which all until the freeze must happen
    (await player.mesh.attached.take()).send(snapshot(3));
    await session.ready;
    const lost = new Queue<string>('loss');
    session.subscribe((update) => {
      if (update.kind === 'connection') lost.push(update.connection.state);
    });
    player.freeze();
    expect(await lost.take()).toBe('reconnecting');
    player.cut(); // what the transport's own keepalive would find out in some seconds
    (await player.mesh.attached.take()).send(events(3, 4));
    await until(() => session.state?.seq === 4);
  });
});

test('Play is pinged, so that a quiet server is told from a dead one', async () => {
  const player = await Player.start('native gRPC');
  const { session } = player.playWith({ silenceMs: 1_500, pingMs: 100 });
  const stream = await player.mesh.attached.take();
  stream.send(snapshot(3));
  const nonces = [await stream.pings.take(), await stream.pings.take(), await stream.pings.take()];
  expect(nonces).toEqual([1, 2, 3]);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(session.connection.state).toBe('live');
  stream.pongs = false;
  expect((await player.mesh.attached.take()).afterSeq).toBe(3);
  await player.stop();
});

test('Play is pinged at once, so that it is known to live before anything happens', async () => {
  const player = await Player.start('native gRPC');
  const { session } = player.playWith({ pingMs: 60_000 });
  const stream = await player.mesh.attached.take();
  expect(await stream.pings.take()).toBe(1);
  await until(() => session.connection.state === 'live');
  await player.stop();
});

test('a stream that is reset after its headers is opened anew', async () => {
  const mesh = await ScriptedMesh.start();
  acceptGuests(mesh);
  const resetting = await startResetting();
  const edge = await TcpEdge.start(mesh.port);
  const client = new PlaymeshClient(createNativeTransport(edge.address));
  try {
    await client.guest();
    edge.port = (resetting.server.address() as AddressInfo).port;
    edge.cut();
    const session = client.play(MATCH_ID);
    const reset = new Queue<string>('reset stream');
    session.subscribe((update) => {
      if (update.kind !== 'connection' || update.connection.state !== 'reconnecting') return;
      const { message } = update.connection.error;
      if (message.includes('RST_STREAM')) reset.push(message);
    });
    expect(await reset.take()).toContain('code 2');
    edge.port = mesh.port;
    resetting.goAway();
    (await mesh.attached.take()).send(snapshot(3));
    await session.ready;
  } finally {
    client.close();
    await edge.close();
    mesh.close();
    resetting.server.close();
  }
});

/** An HTTP/2 server that answers every stream with gRPC's headers and then resets it. */
async function startResetting(): Promise<{ server: Http2Server; goAway(): void }> {
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.on('error', () => {});
    setTimeout(() => stream.close(2), 20); // INTERNAL_ERROR
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    goAway: () => {
      for (const session of sessions) session.close();
    },
  };
}
