import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const ROOT = new URL('../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const guide = read('docs/adding-a-game.md');

/** Code without its layout: formatters break lines differently at other depths. */
const bare = (code: string): string => code.replaceAll(/\s+|,(?=\s*([)}\]]|$))/g, '');

function quotes(language: string): string[] {
  return [...guide.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code as string);
}

test('every piece of TypeScript that docs/adding-a-game.md quotes is in the tree', () => {
  const sources = [
    'services/match/games/tictactoe/tictactoe.ts',
    'services/match/games/tictactoe/proof.test.ts',
    'services/match/games/catalogue.ts',
  ].map((path) => bare(read(path)));
  const statements = quotes('ts').flatMap((code) => code.split(/(?<=;)\n/));
  expect(statements.length).toBeGreaterThan(5);
  expect(statements.filter((statement) => !sources.some((source) => source.includes(bare(statement))))).toEqual([]);
});

test('every field that it adds to the protos is there', () => {
  const protos = ['match', 'play'].map((name) => read(`proto/playmesh/match/v1/${name}.proto`)).join('');
  const fields = quotes('proto').flatMap((code) => code.split('\n').filter((line) => /^\w/.test(line)));
  expect(fields).toHaveLength(4);
  expect(fields.filter((field) => !protos.includes(`    ${field}\n`))).toEqual([]);
});

test('every file that it names by its path exists', () => {
  const paths = [...guide.matchAll(/`((?:proto|services|clients|docs)\/[^`]+)`/g)].map(([, path]) => path as string);
  expect(paths.length).toBeGreaterThan(8);
  expect(paths.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
});
