import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { z } from 'zod';
import { ConfigError, readConfig, type CommonConfig } from './config.ts';
import type { Gate } from './auth/gate.ts';
import { GrpcServer } from './grpc/server.ts';
import type { ServiceBinding } from './grpc/service.ts';
import { createLog, type Logger } from './log.ts';

const HEALTH_INTERVAL_MS = 1_000;
const CLOSE_CAP_MS = 10_000;

/** A service with its parts built and running, as its app.ts gives it to `run`. */
export interface App {
  readonly services: readonly ServiceBinding[];
  readonly gate: Gate;
  /** Resolves when it can serve; until then calls come to other replicas. At once where it is left out. */
  readonly ready?: Promise<void>;
  /** Plain HTTP answers by path, as JSON. */
  readonly http?: Readonly<Record<string, () => unknown>>;
  /** Tells streams to go elsewhere and resolves when they have; called after two health intervals of not being ready. */
  drain?(): Promise<void>;
  /** Closes what was built, last first. No call is under way any more. */
  close(): Promise<void>;
}

/**
 * Runs a service: reads its configuration, builds it, serves, and on SIGTERM or SIGINT drains and stops in reverse.
 * A second signal ends it at once. Exits with 2 when the configuration is wrong and 1 when it cannot start.
 */
export async function run<Shape extends z.ZodRawShape>(
  service: string,
  variables: Shape,
  build: (config: z.infer<z.ZodObject<Shape>> & CommonConfig, log: Logger) => Promise<App>,
): Promise<void> {
  const config = configOrExit(variables) as z.infer<z.ZodObject<Shape>> & CommonConfig;
  const log = createLog(service, config.PLAYMESH_REPLICA, config.PLAYMESH_LOG_LEVEL);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was rejected and nobody listened'));
  try {
    await serve(await build(config, log), config, log);
  } catch (error) {
    if (error instanceof ConfigError) refuse(error);
    log.fatal({ err: error }, 'cannot start');
    process.exit(1);
  }
}

function configOrExit<Shape extends z.ZodRawShape>(variables: Shape): z.infer<z.ZodObject<Shape>> {
  try {
    return readConfig(variables);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    refuse(error);
  }
}

function refuse({ message }: ConfigError): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

async function serve(app: App, config: CommonConfig, log: Logger): Promise<void> {
  const grpc = new GrpcServer(app.services, app.gate, log, config.PLAYMESH_REPLICA);
  await grpc.listen(config.PLAYMESH_HOST, config.PLAYMESH_GRPC_PORT);
  let serving = false;
  let stopping = false;
  const http = createHttp(app, () => serving);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(config.PLAYMESH_HTTP_PORT, config.PLAYMESH_HOST, resolve);
  });
  void (app.ready ?? Promise.resolve()).then(() => {
    if (stopping) return;
    serving = true;
    grpc.setServing(true);
    log.info({ grpc: config.PLAYMESH_GRPC_PORT, http: config.PLAYMESH_HTTP_PORT }, 'serving');
  });

  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'draining');
    serving = false;
    grpc.setServing(false);
    await new Promise((resolve) => setTimeout(resolve, 2 * HEALTH_INTERVAL_MS));
    grpc.refuseStreams();
    await app.drain?.();
    await grpc.close(CLOSE_CAP_MS);
    http.close();
    http.closeAllConnections();
    await app.close();
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop(signal).catch((error: unknown) => {
        log.fatal({ err: error }, 'did not stop cleanly');
        process.exit(1);
      });
    });
  }
}

function createHttp(app: App, serving: () => boolean): HttpServer {
  return createHttpServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const answer = path === '/healthz' ? () => ({ serving: serving() }) : app.http?.[path];
    if (request.method !== 'GET' || !answer) {
      response.writeHead(404).end();
      return;
    }
    const status = path === '/healthz' && !serving() ? 503 : 200;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer()));
  });
}
