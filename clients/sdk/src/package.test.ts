import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const sdk = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const root = resolve(sdk, '../..');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string>>;
}
const manifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** What the packed files import, types included, since the package carries its types; paths are from the root. */
const imported = globSync(['clients/sdk/src/**/*.ts', 'gen/**/*.ts'], { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/^(?:import|export)\s[^'";]*?from ['"]([^'"]+)['"];$/gm)].map(([, name]) => ({
      file,
      name: name!,
    }));
  });

test('the package depends on what it imports, in the versions that are tested here', () => {
  const packages = imported
    .filter(({ name }) => !name.startsWith('.'))
    .map(({ name }) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
  const { dependencies } = manifest(sdk);
  expect([...new Set(packages)].sort()).toEqual(Object.keys(dependencies).sort());
  expect(manifest(root).dependencies).toMatchObject(dependencies);
});

test('the package holds all that it imports: its own sources and the generated contract', () => {
  const files = imported
    .filter(({ name }) => name.startsWith('.'))
    .map(({ file, name }) => relative(root, resolve(root, dirname(file), name)));
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !/^(clients\/sdk\/src|gen)\//.test(file))).toEqual([]);
});

test('each entry of the package is built from a source', () => {
  const sources = Object.values(manifest(sdk).exports).map((built) =>
    built.replace('./dist/clients/sdk/', '').replace(/\.js$/, '.ts'),
  );
  expect(globSync('src/{index,native,web}.ts', { cwd: sdk }).sort()).toEqual(sources.sort());
});
