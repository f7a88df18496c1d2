import { describe, expect, test } from '@jest/globals';
import { ACCESS } from '../services/harness/auth/access.ts';
import { fill, renderEnvoy, type Address } from './envoy.ts';

const at = (port: number): Address => ({ host: '127.0.0.1', port });

const values = {
  edge: at(1),
  mesh: at(2),
  admin: at(3),
  user: [at(4)],
  userHttp: [at(5)],
  stats: [at(6)],
  match: [at(7), at(8), at(9)],
  streamStartsPerSecond: 10,
};

describe('the rendered configuration', () => {
  test('names every replica and leaves no placeholder', async () => {
    const text = await renderEnvoy(values);
    expect(text).not.toContain('${');
    for (const port of [7, 8, 9]) {
      expect(text).toContain(
        `{"endpoint":{"address":{"socket_address":{"address":"127.0.0.1","port_value":${port}}}}}`,
      );
    }
  });

  test('has no route to internal services on the edge', async () => {
    const text = await renderEnvoy(values);
    const border = text.indexOf('    - name: mesh\n');
    const [edge, mesh] = [text.slice(0, border), text.slice(border)];
    for (const service of [
      'SessionFeedService',
      'DeletionFeedService',
      'BlockService',
      'MatchFeedService',
      'RatingService',
    ]) {
      expect(edge).not.toContain(service);
      expect(mesh).toContain(service);
    }
  });
});

test('the edge asks nobody for a token where the services do not', async () => {
  const text = await renderEnvoy(values);
  const rules = text.slice(text.indexOf('                      rules:\n'), text.indexOf('grpc_json_transcoder\n'));
  const open = [...rules.matchAll(/match: \{ path: (\/playmesh\S+) \}\n/g)].map(([, path]) => path);
  const opened = Object.entries(ACCESS).filter(
    ([path, access]) => path.startsWith('/playmesh.') && access === 'public',
  );
  expect(open.sort()).toEqual(opened.map(([path]) => path).sort());
});

describe('filling a template', () => {
  test('replaces every place of a name', () => {
    expect(fill('a: ${A}, b: ${B}, ${A}', { A: '1', B: 'x$&y' })).toBe('a: 1, b: x$&y, 1');
  });

  test('fails where a value is missing or never used', () => {
    expect(() => fill('${A}', {})).toThrow('A, which has no value');
    expect(() => fill('', { A: '1' })).toThrow('never asks for A');
  });
});
