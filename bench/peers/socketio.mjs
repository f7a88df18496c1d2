/**
 * The relay on socket.io, as one of several processes behind which the players of a match may be: its Redis adapter
 * carries what is emitted to the other processes. The match's state must be where all processes see it, which is that
 * Redis: a script checks a move and counts it. Settings as its documentation has them for speed: WebSocket only, ws with
 * its native add-on, no compression, the request of the handshake let go.
 *
 * PORT and REDIS_URL.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient, defineScript } from 'redis';
import { Server } from 'socket.io';

const port = Number(process.env.PORT);
const secondsKept = 3600;

/** Counts a move of a match that goes on, when it is this seat's turn and the number is the next one. */
const move = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
    local made = tonumber(redis.call('get', KEYS[1]))
    if not made or made + 1 ~= tonumber(ARGV[1]) or made % 2 ~= tonumber(ARGV[2]) then return 0 end
    redis.call('incr', KEYS[1])
    return 1`,
  parseCommand(parser, key, number, seat) {
    parser.pushKey(key);
    parser.push(String(number), String(seat));
  },
  transformReply: (reply) => reply === 1,
});

const redis = createClient({ url: process.env.REDIS_URL, scripts: { move } });
const subscriber = redis.duplicate();
for (const client of [redis, subscriber]) {
  // It reconnects by itself; without a listener an error would end the process.
  client.on('error', (error) => process.stderr.write(`${error.message}\n`));
  await client.connect();
}

const http = createServer();
const server = new Server(http, {
  adapter: createAdapter(redis, subscriber),
  transports: ['websocket'],
  serveClient: false,
});
server.engine.on('connection', (connection) => {
  connection.request = null;
});
server.on('connection', (socket) => {
  join(socket).catch(() => socket.disconnect(true));
});
http.listen(port, '127.0.0.1');

async function join(socket) {
  const { match, seat } = socket.handshake.auth;
  if (typeof match !== 'string' || (seat !== 0 && seat !== 1)) throw new Error('no seat of a match');
  const key = `match:${match}`;
  socket.on('move', async (number, load) => {
    const isRight =
      isLoad(load) && Number.isSafeInteger(number) && (await redis.move(key, number, seat).catch(() => false));
    if (isRight) server.to(key).emit('move', number, load);
    else socket.emit('refused', number);
  });
  await socket.join(key);
  await redis.set(key, 0, { condition: 'NX', expiration: { type: 'EX', value: secondsKept } });
  socket.emit('standing', Number(await redis.get(key)));
}

function isLoad(load) {
  return typeof load === 'string' && load.length === 32;
}
