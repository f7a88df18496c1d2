import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createBrowserTokenStorage } from './browser-token-storage.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** Every file that a browser's bundle of these entries would hold, with its text; and the built-in modules it asks for. */
function bundle(entries: readonly string[]): { files: Map<string, string>; builtins: string[] } {
  const files = new Map<string, string>();
  const builtins: string[] = [];
  const waiting = entries.map((entry) => join(here, entry));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    const text = readFileSync(file, 'utf8');
    files.set(file, text);
    for (const name of imports(text)) {
      if (isBuiltin(name)) builtins.push(`${name} in ${file}`);
      else waiting.push(name.startsWith('.') ? resolveFile(dirname(file), name) : resolvePackage(dirname(file), name));
    }
  }
  return { files, builtins };
}

/** What a module imports at run time. */
function imports(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const patterns = [
    /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]/gm,
    /\brequire\(['"]([^'"]+)['"]\)/g,
    /\bimport\(['"]([^'"]+)['"]\)/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([, name]) => name!));
}

function resolveFile(folder: string, name: string): string {
  const path = resolve(folder, name);
  const found = [path, `${path}.js`, `${path}.mjs`].find(
    (candidate) => /\.(m?js|ts)$/.test(candidate) && existsSync(candidate),
  );
  if (found) return found;
  return mainOf(path);
}

/** The main file of a folder, as bundlers for browsers choose it. */
function mainOf(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return join(folder, 'index.js');
  const { browser, main = 'index.js' } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    browser?: unknown;
    main?: string;
  };
  return resolveFile(folder, `./${typeof browser === 'string' ? browser : main}`);
}

function resolvePackage(from: string, name: string): string {
  const [scope, ...rest] = name.split('/') as [string, ...string[]];
  const id = scope.startsWith('@') ? `${scope}/${rest.shift()}` : scope;
  let folder = from;
  while (!existsSync(join(folder, 'node_modules', id))) {
    if (folder === dirname(folder)) throw new Error(`${name} is not installed`);
    folder = dirname(folder);
  }
  const root = join(folder, 'node_modules', id);
  const { exports: map } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports?: Conditions };
  const entry = map && choose((map as Record<string, Conditions>)[['.', ...rest].join('/')] ?? map);
  return entry ? join(root, entry) : mainOf(root);
}

type Conditions = string | { readonly [condition: string]: Conditions };

function choose(conditions: Conditions): string | undefined {
  if (typeof conditions === 'string') return conditions;
  for (const condition of ['browser', 'import', 'default', 'require']) {
    const chosen = conditions[condition] && choose(conditions[condition]);
    if (chosen) return chosen;
  }
  return undefined;
}

describe('the web entry in a browser', () => {
  const { files, builtins } = bundle(['web.ts', 'index.ts']);

  test('is all there', () => {
    const names = [...files.keys()].join('\n');
    expect(names).toMatch(/clients\/sdk\/src\/session\.ts/);
    expect(names).toMatch(/gen\/playmesh\/match\/v1\/play\.ts/);
    expect(names).toMatch(/nice-grpc-web\/lib\/client\/transports\/fetch\.js/);
    expect(names).toMatch(/@bufbuild\/protobuf\/dist\/esm\/wire\/index\.js/);
  });

  test('asks for no module of Node.js, and not for grpc-js', () => {
    expect(builtins).toEqual([]);
    expect([...files.keys()].filter((file) => /node_modules\/(@grpc|nice-grpc)\//.test(file))).toEqual([]);
  });

  test('uses no global of Node.js, unless it has asked whether there is one', () => {
    const globals = ['Buffer', 'process', '__dirname', '__filename', 'setImmediate', 'global'];
    const users = [...files].flatMap(([file, text]) => {
      const code = withoutComments(text);
      const used = globals.filter((name) => new RegExp(`(?<![.\\w'"\`])${name}\\b(?!['"\`:])`).test(code));
      return used.filter((name) => !code.includes(`typeof ${name}`)).map((name) => `${name} in ${file}`);
    });
    expect(users).toEqual([]);
  });

  const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
});

describe('tokens in the browser', () => {
  const items = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  const stored = { userId: 'u', accessToken: 'a', accessExpireMs: 1, refreshToken: 'r' };
  const before = { localStorage: globalThis.localStorage as unknown, navigator: globalThis.navigator as unknown };
  const browse = (browser: Record<string, unknown>): void => {
    for (const [name, value] of Object.entries(browser)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  };
  afterEach(() => {
    browse(before);
    items.clear();
  });

  test('outlive the page and go with the sign-out', () => {
    browse({ localStorage });
    const storage = createBrowserTokenStorage();
    expect(storage.load()).toBeUndefined();
    void storage.save(stored);
    expect(createBrowserTokenStorage().load()).toEqual(stored);
    void storage.save(undefined);
    expect([...items]).toEqual([]);
  });

  test.each(['not JSON', '{"userId":"u"}', 'null', '7'])('what is no token is none: %s', (text) => {
    browse({ localStorage });
    items.set('playmesh.tokens', text);
    expect(createBrowserTokenStorage().load()).toBeUndefined();
  });

  test('are renewed by one tab at a time, where the page has locks', async () => {
    const locked: string[] = [];
    const request = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
      locked.push(name);
      return run();
    };
    browse({ localStorage, navigator: { locks: { request } } });
    expect(await createBrowserTokenStorage('mine').exclusively!(async () => 5)).toBe(5);
    expect(locked).toEqual(['mine']);
    browse({ localStorage, navigator: {} });
    expect(await createBrowserTokenStorage('mine').exclusively!(async () => 6)).toBe(6);
  });
});
