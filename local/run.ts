/** `make run`: the whole of Playmesh on this machine, until Ctrl-C. `--watch` (`make dev`) restarts what is edited. */
import { once } from 'node:events';
import { join, relative } from 'node:path';
import { startMesh, type Mesh } from './mesh.ts';
import { readOptions } from './options.ts';
import { fail, note, step } from './steps.mjs';
import { watchSources } from './watch.ts';

const stop = new AbortController();
const hurry = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    (stop.signal.aborted ? hurry : stop).abort();
  });
}
process.stdout.on('error', () => undefined); // Whoever read it is gone; the mesh lives on.

try {
  const began = performance.now();
  const mesh = await startMesh(readOptions(process.env), { step, note }, stop.signal);
  welcome(mesh, (performance.now() - began) / 1000);
  const unwatch = process.argv.includes('--watch') ? watchSources(mesh, note) : () => undefined;
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  unwatch();
  await step('stop; the data stays', () => mesh.stop(hurry.signal));
} catch (error) {
  if (!stop.signal.aborted) fail(error);
}
process.exit();

function welcome({ edge, surroundings }: Mesh, seconds: number): void {
  const address = `${edge.host}:${edge.port}`;
  const logs = relative(process.cwd(), join(surroundings.options.dataFolder, 'logs'));
  process.stdout.write(
    [
      `ready  ${address}  gRPC, grpc-web and JSON, after ${seconds.toFixed(1)} s`,
      '  play in a terminal              make play',
      '  watch two bots play a duel      make demo',
      `  look around                     .tools/bin/grpcurl -plaintext ${address} list     (make tools builds it)`,
      `  without any tool                curl -d '{"requestId":"'$(head -c16 /dev/urandom | base64)'"}' http://${address}/playmesh.user.v1.UserService/CreateGuest`,
      `  logs                            ${logs}     (Ctrl-C stops everything)`,
      '',
    ].join('\n'),
  );
}
