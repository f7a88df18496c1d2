/** `make stop`: ends the mesh of this checkout as Ctrl-C does, and waits until it is gone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readOptions } from './options.ts';
import { runningMesh } from './state.ts';
import { fail, note, step } from './steps.mjs';

try {
  const { dataFolder } = readOptions(process.env);
  const mesh = runningMesh(dataFolder);
  if (!mesh) note(`no mesh is ready on ${dataFolder}`);
  else
    await step(`stop the mesh at ${mesh.edge}`, async () => {
      process.kill(mesh.pid, 'SIGTERM');
      while (isAlive(mesh.pid)) await sleep(50);
    });
} catch (error) {
  fail(error);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
