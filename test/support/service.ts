import { findPortBlock } from '../../local/ports.ts';
import { GrpcServer } from '../../services/harness/grpc/server.ts';
import { createLog } from '../../services/harness/log.ts';
import type { App } from '../../services/harness/run.ts';

/** A service that runs inside the test's own process. */
export type TestService = {
  /** `host:port` of its gRPC listener. */
  readonly address: string;
  stop(): Promise<void>;
};

/** A log that says nothing, or with LOG=debug in the environment everything. */
export const testLog = (service: string) => createLog(service, 'test', process.env.LOG ?? 'silent');

/** Serves an app over gRPC as `run` does, but without signals and without the pauses of a drain. */
export async function startService(app: App): Promise<TestService> {
  const { first: port, release } = await findPortBlock(1);
  const server = new GrpcServer(app.services, app.gate, testLog('test'), 'test');
  await server.listen('127.0.0.1', port);
  await app.ready;
  server.setServing(true);
  return {
    address: `127.0.0.1:${port}`,
    async stop() {
      await server.close(500);
      await app.close();
      release();
    },
  };
}
