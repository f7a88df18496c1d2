/**
 * What becomes of matches when the server they are on is killed: plays some by the peer's own client library, after it
 * has seen wrong moves refused, says `{"event":"playing"}` when all are under way, and when it reads a line, which says
 * that the server has been killed, asks for every match until there is an answer.
 *
 * Arguments: colyseus, socketio or grpc-relay; its processes as host:port, with commas between; the number of matches.
 * The last line is `{"event":"result", …}`.
 */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client as ColyseusClient } from '@colyseus/sdk';
import { Client as GrpcClient, credentials } from '@grpc/grpc-js';
import { io } from 'socket.io-client';

const [kind, list, count] = process.argv.slice(2);
const servers = list.split(',');
const load = 'd'.repeat(32);
/** Between a player's having a move and making one's own. */
const paceMs = 20;
const movesUnderWay = 5;
/** How long an answer is waited for. */
const patienceMs = 20_000;

/**
 * For each peer, `join(match, seat)` takes a seat and tells how many moves the match has, what sends a move, and where
 * to hear of one. It fails with Gone where the server says that it has no such match, and otherwise where it has no answer.
 */
const peers = { colyseus: joinColyseus, socketio: joinSocketIO, 'grpc-relay': joinRelay };
const join = peers[kind];

class Gone extends Error {}

async function joinColyseus(match, seat) {
  const client = new ColyseusClient(`http://${servers[match.index % servers.length]}`);
  const joined = match.room === undefined ? client.create('relay', { seat }) : client.joinById(match.room, { seat });
  const room = await joined.catch((error) => {
    // Its matchmaker's own refusals begin at 520; where there was no answer, the code is the socket's.
    throw error.code >= 520 ? new Gone(error.message) : error;
  });
  match.room = room.roomId;
  room.reconnection.enabled = false; // coming back is what is measured here
  const player = { send: (number) => room.send('move', { number, load }), close: () => room.leave() };
  room.onMessage('move', ({ number }) => player.heard?.(number));
  room.onMessage('refused', ({ number }) => player.refused(number));
  return new Promise((resolve) => {
    room.onMessage('standing', ({ moves }) => resolve(Object.assign(player, { moves })));
  });
}

async function joinSocketIO(match, seat) {
  const socket = io(`http://${servers[(match.index + seat) % servers.length]}`, {
    auth: { match: match.id, seat },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  const player = { send: (number) => socket.emit('move', number, load), close: () => socket.disconnect() };
  socket.on('move', (number) => player.heard?.(number));
  socket.on('refused', (number) => player.refused(number));
  return new Promise((resolve, reject) => {
    socket.on('standing', (moves) => resolve(Object.assign(player, { moves })));
    socket.on('connect_error', reject);
    socket.on('disconnect', reject);
  });
}

async function joinRelay(match, seat) {
  const bytes = (message) => message;
  const client = new GrpcClient(servers[match.index % servers.length], credentials.createInsecure());
  const stream = client.makeBidiStreamRequest('/bench.Relay/Play', bytes, bytes);
  const player = {
    send(number) {
      const message = Buffer.alloc(36, load);
      message.writeUInt32BE(number);
      stream.write(message);
    },
    close: () => client.close(),
  };
  const hello = Buffer.alloc(5, seat);
  hello.writeUInt32BE(match.index);
  stream.write(hello);
  return new Promise((resolve, reject) => {
    stream.on('data', (message) => {
      const number = message.readUInt32BE(1);
      if (message[0] === 0) resolve(Object.assign(player, { moves: number }));
      else if (message[0] === 1) player.heard?.(number);
      else player.refused(number);
    });
    stream.on('error', reject);
    stream.on('end', reject);
  });
}

/** Whether the server has been killed. */
let killed = false;

/** Makes a move that is wrong. Resolves when the server has refused it, and fails when it has handed it on. */
function isRefused(player, number) {
  return new Promise((resolve, reject) => {
    player.refused = resolve;
    player.heard = () => reject(new Error(`move ${number} was taken, though it was wrong`));
    player.send(number);
  });
}

async function play(match) {
  match.players = [];
  for (const seat of [0, 1]) match.players[seat] = await join(match, seat);
  // What is compared are servers that check a move: whose turn it is, and its number.
  await isRefused(match.players[1], 1);
  await isRefused(match.players[0], 2);
  match.players.forEach((player, seat) => {
    player.heard = async (number) => {
      match.moves = Math.max(match.moves, number);
      if (number % 2 !== seat) return;
      await sleep(paceMs);
      if (!killed) player.send(number + 1);
    };
    player.refused = (number) => {
      if (!killed) throw new Error(`move ${number} of match ${match.index} was refused`);
    };
  });
  match.players[0].send(1);
}

/** How many moves the match has now: 0 where it is gone. Undefined where nobody answered in time. */
async function ask(match) {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    try {
      const { moves, close } = await Promise.race([
        join(match, 0),
        sleep(2000).then(() => Promise.reject(new Error('no answer'))),
      ]);
      close();
      return moves;
    } catch (error) {
      if (error instanceof Gone) return 0;
      await sleep(50);
    }
  }
  return undefined;
}

const matches = Array.from({ length: Number(count) }, (_, index) => ({ index, id: randomUUID(), moves: 0 }));
for (const match of matches) await play(match);
while (matches.some(({ moves }) => moves < movesUnderWay)) await sleep(20);
process.stdout.write('{"event":"playing"}\n');

await once(createInterface({ input: process.stdin }), 'line');
killed = true;
const killedAt = performance.now();
const answers = await Promise.all(
  matches.map(async (match) => {
    const moves = await ask(match);
    return { had: match.moves, has: moves, afterMs: performance.now() - killedAt };
  }),
);
const result = {
  event: 'result',
  matches: matches.length,
  /** All moves that a player was shown are still there. */
  kept: answers.filter(({ had, has }) => has !== undefined && has >= had).length,
  unanswered: answers.filter(({ has }) => has === undefined).length,
  moves: answers.reduce((total, { had }) => total + had, 0),
  movesLost: answers.reduce((total, { had, has = 0 }) => total + Math.max(0, had - has), 0),
  answeredAfterMs: Math.max(...answers.map(({ afterMs }) => afterMs)),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit();
