import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { generateKeyPair, exportJWK, SignJWT, type CryptoKey } from 'jose';
import { findPortBlock } from '../../local/ports.ts';
import { SessionFeedServiceDefinition } from '../../gen/playmesh/user/v1/session_feed_service.ts';
import { Gate } from '../../services/harness/auth/gate.ts';
import { TokenVerifier, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../../services/harness/auth/tokens.ts';
import { GrpcServer } from '../../services/harness/grpc/server.ts';
import { bind, type ServiceBinding } from '../../services/harness/grpc/service.ts';
import { newId, idToBytes } from '../../services/harness/ids.ts';
import { testLog } from './service.ts';

/** The service token of tests. */
export const SERVICE_TOKEN = 'a service token that only tests use';

/** What a service that stands alone in a test finds where the mesh would be: the user service's answers, by script. */
export type ScriptedMesh = {
  readonly address: string;
  /** Signs an access token for an account, with a session of its own unless one is given. */
  sign(claims: { userId: string; roles?: readonly string[]; sessionId?: string }): Promise<string>;
  /** From now on the feed tells that this session has ended. */
  endSession(sessionId: string): void;
  stop(): Promise<void>;
};

/** Serves JWKS, the feed of ended sessions, and what other internal services a test brings, on one port as Envoy does. */
export async function startScriptedMesh(services: readonly ServiceBinding[] = []): Promise<ScriptedMesh> {
  const { publicKey, privateKey } = await generateKeyPair(TOKEN_ALGORITHM);
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: TOKEN_ALGORITHM, use: 'sig' }] };
  const ended: { sessionId: Uint8Array; endTime: Date }[] = [];
  const feed = bind(SessionFeedServiceDefinition, {
    listEndedSessions: async () => ({ sessions: ended, nextPageToken: '' }),
  });
  const keys = { keys: () => jwks, refresh: async () => {} };
  const gate = new Gate(new TokenVerifier(keys), { ended: () => false }, SERVICE_TOKEN);
  const grpc = new GrpcServer([feed, ...services], gate, testLog('mesh'), 'mesh');
  const { first: grpcPort, release } = await findPortBlock(1);
  await grpc.listen('127.0.0.1', grpcPort);
  const http = createHttpServer((_, response) => response.end(JSON.stringify(jwks)));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const front = await listenInFront(grpcPort, (http.address() as AddressInfo).port);
  return {
    address: front.address,
    sign: ({ userId, roles = ['player'], sessionId = newId() }) => signToken(privateKey, userId, sessionId, roles),
    endSession: (sessionId) => void ended.push({ sessionId: idToBytes(sessionId), endTime: new Date() }),
    async stop() {
      front.stop();
      http.close();
      http.closeAllConnections();
      await grpc.close(0);
      release();
    },
  };
}

const signToken = (key: CryptoKey, userId: string, sid: string, roles: readonly string[]): Promise<string> =>
  new SignJWT({ sid, roles: [...roles] })
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: 'test' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime('15m')
    .sign(key);

/** One port for both: a connection that begins with HTTP/2's preface goes to gRPC, every other one to HTTP/1.1. */
async function listenInFront(grpcPort: number, httpPort: number) {
  const open = new Set<Socket>();
  const front = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.once('data', (first) => {
      const behind = connect(first.toString('latin1').startsWith('PRI ') ? grpcPort : httpPort, '127.0.0.1');
      behind.on('error', () => socket.destroy());
      socket.on('close', () => behind.destroy());
      behind.write(first);
      socket.pipe(behind).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(front.address() as AddressInfo).port}`,
    stop() {
      front.close();
      for (const socket of open) socket.destroy();
    },
  };
}
