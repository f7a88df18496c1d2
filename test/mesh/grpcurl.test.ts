/** What the README says can be done with grpcurl, done as it says. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { root, tools } from '../../local/tools.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';

const execute = promisify(execFile);

let mesh: TestMesh;

beforeAll(async () => {
  mesh = await startMesh();
}, 90_000);
afterAll(() => mesh.stop(), 30_000);

const grpcurl = async (...args: string[]) => (await execute(tools.grpcurl, ['-plaintext', mesh.edge, ...args])).stdout;

/** Every fenced block of the README that carries a mark, as it would be pasted. */
async function blocks(mark: string): Promise<string[]> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  return [...readme.matchAll(new RegExp(`^\`\`\`sh ${mark}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);
}

test('every service, method and message can be listed and described without proto files', async () => {
  const services = (await grpcurl('list')).trim().split('\n');
  for (const service of [
    'user.v1.UserService',
    'match.v1.MatchService',
    'match.v1.TicketService',
    'match.v1.QuestionService',
    'match.v1.GoRecordService',
    'stats.v1.StatsService',
  ]) {
    expect(services).toContain(`playmesh.${service}`);
    expect(await grpcurl('describe', `playmesh.${service}`)).toMatch(/^ {2}rpc /m);
  }
  // A message with rules, imports and comments: what most easily gets lost on the way.
  const described = await grpcurl('describe', 'playmesh.user.v1.RegisterRequest');
  expect(described).toContain('// Unique without regard to case.');
  expect(described).toContain('string email = 2');
  expect(await grpcurl('describe', 'playmesh.match.v1.PlayRequest')).toContain('oneof');
  expect(await grpcurl('grpc.health.v1.Health/Check')).toContain('SERVING');
});

test(
  'the session in the README works as pasted',
  () =>
    mesh.explain(async () => {
      const [session, ...more] = await blocks('grpcurl-session');
      expect(more).toEqual([]);
      const folder = await mkdtemp(join(tmpdir(), 'playmesh-readme-'));
      try {
        const pasted = session!
          .replaceAll('127.0.0.1:8080', mesh.edge)
          .replace('$PWD/.tools/bin', join(root, '.tools', 'bin'));
        const { stdout } = await execute('bash', ['-e', '-c', pasted], { cwd: folder, timeout: 60_000 });
        expect(stdout).toContain('"accepted"');
        expect(stdout).toContain('"reason": "END_REASON_RESIGNED"');
        expect(await readFile(join(folder, 'guest.json'), 'utf8')).toContain('END_CODE_FINISHED');
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
  90_000,
);
