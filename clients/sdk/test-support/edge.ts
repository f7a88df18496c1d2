import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { createServer as createTcpServer, createConnection, type AddressInfo, type Socket } from 'node:net';

const listen = (server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown }) =>
  new Promise<string>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );

/** Bytes between a client and a server, which a test can cut, hold up or lead elsewhere. */
export class TcpEdge {
  address = '';
  /** Where new connections go. */
  port: number;
  readonly #sockets = new Set<Socket>();
  readonly #server = createTcpServer((client) => this.#join(client));

  constructor(port: number) {
    this.port = port;
  }

  static async start(port: number): Promise<TcpEdge> {
    const edge = new TcpEdge(port);
    edge.address = await listen(edge.#server);
    return edge;
  }

  /** Breaks all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets nothing through any more on the connections that there are, and closes none: a peer that has vanished. */
  freeze(): void {
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    const server = createConnection(this.port, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }
}

/** Speaks grpc-web over HTTP/1.1 to clients and gRPC to a server, as the edge's grpc_web filter does. */
export class WebEdge {
  address = '';
  readonly #session: ClientHttp2Session;
  readonly #responses = new Set<ServerResponse>();
  readonly #server: Server = createHttpServer((request, response) => this.#forward(request, response));

  constructor(target: string) {
    this.#session = connect(target);
    this.#session.on('error', () => {});
  }

  static async start(target: string): Promise<WebEdge> {
    const edge = new WebEdge(target);
    edge.address = await listen(edge.#server);
    return edge;
  }

  /** Breaks all connections of clients. */
  cut(): void {
    this.#server.closeAllConnections();
  }

  /** Passes nothing on any more to the clients that there are. */
  freeze(): void {
    for (const response of this.#responses) response.write = () => true;
  }

  async close(): Promise<void> {
    this.#session.destroy();
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const { authorization, 'x-match-route': route } = request.headers;
    const call = this.#session.request({
      ':method': 'POST',
      ':path': request.url!,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...(authorization ? { authorization } : {}),
      ...(route ? { 'x-match-route': route } : {}),
    });
    request.pipe(call);
    call.on('response', (headers) => response.writeHead(200, webHeaders(headers)).flushHeaders());
    call.on('data', (chunk: Buffer) => response.write(chunk));
    call.on('trailers', (trailers: IncomingHttpHeaders) => response.write(trailerFrame(trailers)));
    call.on('end', () => response.end());
    call.on('error', () => response.destroy());
    this.#responses.add(response);
    response.on('close', () => {
      this.#responses.delete(response);
      call.close();
    });
  }
}

function webHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith(':') && name !== 'date');
  const web = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
  return { ...web, 'content-type': 'application/grpc-web+proto' };
}

/** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md: trailers are the last frame, marked by the highest bit. */
function trailerFrame(trailers: IncomingHttpHeaders): Buffer {
  const text = Object.entries(trailers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  const body = Buffer.from(text.join(''));
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(0x80, 0);
  prefix.writeUInt32BE(body.length, 1);
  return Buffer.concat([prefix, body]);
}
