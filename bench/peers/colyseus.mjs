/**
 * The relay on Colyseus: a room per match, moves as messages, a broadcast for each move that is right. State is a field
 * of the room, in memory. Settings as its documentation has them for production: ws without compression, here with its
 * native add-on; where there are several processes, presence and driver on Redis and a public address for each. The
 * transport on uWebSockets.js is not in npm's registry, so it is not what is compared.
 *
 * PORT, and with several processes REDIS_URL.
 */
import process from 'node:process';
import { Room, Server } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import { RedisPresence } from '@colyseus/redis-presence';
import { WebSocketTransport } from '@colyseus/ws-transport';

const port = Number(process.env.PORT);
const redisUrl = process.env.REDIS_URL;

class Relay extends Room {
  maxClients = 2;
  // Nothing is in the synchronised state, so its patches need not be looked for twenty times a second.
  patchRate = 1000;
  moves = 0;

  onCreate() {
    this.onMessage('move', (client, { number, load }) => {
      if (number !== this.moves + 1 || client.userData.seat !== this.moves % 2 || !isLoad(load)) {
        client.send('refused', { number });
        return;
      }
      this.moves = number;
      this.broadcast('move', { number, load });
    });
  }

  onJoin(client, { seat }) {
    if ((seat !== 0 && seat !== 1) || this.clients.some((other) => other !== client && other.userData?.seat === seat)) {
      throw new Error('that seat is not free');
    }
    client.userData = { seat };
    client.send('standing', { moves: this.moves });
  }
}

const isLoad = (load) => typeof load === 'string' && load.length === 32;

const server = new Server({
  transport: new WebSocketTransport(),
  greet: false,
  ...(redisUrl === undefined
    ? {}
    : {
        presence: new RedisPresence(redisUrl),
        driver: new RedisDriver(redisUrl),
        publicAddress: `127.0.0.1:${port}`,
      }),
});
server.define('relay', Relay);
await server.listen(port, '127.0.0.1');
