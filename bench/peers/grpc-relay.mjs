/**
 * The relay on grpc-js with nothing around it: a stream per player, state in memory, no sign-in, no store, no other
 * process. What any gRPC server on Node could do at most. Messages are bytes, so that no encoding is measured:
 *
 * - from the player, first `u32 match, u8 seat`, then for every move `u32 number, 32 bytes`
 * - to the player, first `u8 0, u32 moves made`, then `u8 1, u32 number, 32 bytes` for every move, or `u8 2, u32 number`
 *   for one that is refused
 *
 * PORT.
 */
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { Server, ServerCredentials } from '@grpc/grpc-js';

const joinBytes = 5;
const moveBytes = 36;
const bytes = (message) => message;

/** Number of moves and streams by seat, of every match with a player. */
const matches = new Map();

function play(stream) {
  let match;
  let seat;
  stream.on('data', (message) => {
    if (match === undefined) {
      if (message.length !== joinBytes || message[4] > 1) {
        stream.destroy();
        return;
      }
      seat = message[4];
      match = seated(message.readUInt32BE(0), seat, stream);
      stream.write(told(0, match.moves));
      return;
    }
    const number = message.length === moveBytes ? message.readUInt32BE(0) : 0;
    if (number !== match.moves + 1 || seat !== match.moves % 2) {
      stream.write(told(2, number));
      return;
    }
    match.moves = number;
    const move = Buffer.allocUnsafe(1 + moveBytes);
    move[0] = 1;
    message.copy(move, 1);
    for (const player of match.streams) player?.write(move);
  });
  const gone = () => {
    if (match?.streams[seat] !== stream) return;
    match.streams[seat] = undefined;
    if (match.streams[1 - seat] === undefined) matches.delete(match.id);
  };
  stream.on('end', () => {
    gone();
    stream.end();
  });
  stream.on('cancelled', gone);
}

function seated(id, seat, stream) {
  const match = matches.get(id) ?? { id, moves: 0, streams: [undefined, undefined] };
  matches.set(id, match);
  match.streams[seat] = stream;
  return match;
}

function told(kind, number) {
  const message = Buffer.allocUnsafe(5);
  message[0] = kind;
  message.writeUInt32BE(number, 1);
  return message;
}

const server = new Server();
server.addService(
  {
    play: {
      path: '/bench.Relay/Play',
      requestStream: true,
      responseStream: true,
      requestSerialize: bytes,
      requestDeserialize: bytes,
      responseSerialize: bytes,
      responseDeserialize: bytes,
    },
  },
  { play },
);
server.bindAsync(`127.0.0.1:${process.env.PORT}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
});
