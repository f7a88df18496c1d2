/** What Ink makes of a screen, as a terminal shows it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import xterm from '@xterm/headless';
import { render } from 'ink';
import type { Instance } from 'ink';
import { createElement as h } from 'react';
import { answerTrivia } from '../../sdk/src/index.ts';
import type { AppState, Effect } from '../state/app-state.ts';
import { until } from '../../../test/support/until.ts';
import { Store } from '../store.ts';
import { duelScreen, NOW, rowsOf, stateOn } from '../test-support/states.ts';
import { Screen } from './screen.ts';

const SIZE = { columns: 80, rows: 24 };

/** A terminal of 80 × 24 and its keyboard, as far as Ink asks. */
class FakeTerminal {
  /** With the line ends that a terminal's driver makes. */
  readonly terminal = new xterm.Terminal({
    cols: SIZE.columns,
    rows: SIZE.rows,
    allowProposedApi: true,
    convertEol: true,
  });
  readonly stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode: (isRaw: boolean) => void (this.stdin.isRaw = isRaw),
    ref: () => {},
    unref: () => {},
  });
  readonly stdout = Object.assign(new PassThrough(), { isTTY: true, ...SIZE });
  written = '';

  constructor() {
    this.stdout.on('data', (bytes: Buffer) => {
      this.written += bytes.toString();
      this.terminal.write(bytes);
    });
  }

  /** Makes it as large as that; what it showed is moved about, as terminals do. */
  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit('resize');
  }

  /** The rows of the screen once all that was written is drawn. */
  async rows(): Promise<string[]> {
    await new Promise<void>((resolve) => this.terminal.write('', resolve));
    const { active } = this.terminal.buffer;
    return Array.from({ length: this.terminal.rows }, (_, row) =>
      active.getLine(active.baseY + row)!.translateToString(true),
    );
  }
}

let fake: FakeTerminal;
let effects: Effect[];
let instance: Instance;

beforeEach(() => {
  fake = new FakeTerminal();
  effects = [];
});
afterEach(() => instance.unmount());

async function show(state: AppState, coloured = true): Promise<Store> {
  const store = new Store(state, (effect) => effects.push(effect));
  const { stdin, stdout } = fake as unknown as { stdin: NodeJS.ReadStream; stdout: NodeJS.WriteStream };
  instance = render(h(Screen, { store, coloured }), {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
  });
  await instance.waitUntilRenderFlush();
  return store;
}

const trimmed = (state: AppState): string[] => rowsOf(state, SIZE).map((row) => row.trimEnd());

test('the terminal shows the rows that were drawn, also after many changes of parts of them', async () => {
  const store = await show(stateOn(duelScreen()));
  expect(await fake.rows()).toEqual(trimmed(store.current()));
  for (let passed = 0; passed <= 6_000; passed += 300) {
    store.dispatch({ kind: 'tick', now: NOW + passed });
    await instance.waitUntilRenderFlush();
    expect(await fake.rows()).toEqual(trimmed(store.current()));
  }
});

test('keys reach the screen that is shown', async () => {
  const store = await show(stateOn(duelScreen()));
  fake.stdin.write('2');
  while (effects.length === 0) await new Promise(setImmediate);
  expect(effects).toEqual([{ kind: 'act', command: answerTrivia(1), position: 3 }]);
  await instance.waitUntilRenderFlush();
  expect((await fake.rows()).join('\n')).toContain('▸ 2  Canberra');
  expect(store.current().screen.name).toBe('match');
});

test('a tick that changes a tenth of a second draws that part of the screen alone', async () => {
  const store = await show(stateOn(duelScreen()));
  const before = fake.written.length;
  store.dispatch({ kind: 'tick', now: NOW + 10 });
  store.dispatch({ kind: 'tick', now: NOW + 100 });
  await instance.waitUntilRenderFlush();
  expect(fake.written.length - before).toBeLessThan(500);
  expect(fake.written.slice(before)).not.toContain('capital of Australia');
});

test.each([
  [50, 20],
  [60, 40],
  [120, 20],
  [120, 50],
])('a terminal that is resized to %d × %d shows nothing but what was drawn for that', async (columns, rows) => {
  const store = await show(stateOn(duelScreen()));
  fake.resize(columns, rows);
  const drawn = rowsOf(store.current(), { columns, rows }).map((row) => row.trimEnd());
  await until('the new size', async () => isDeepStrictEqual(await fake.rows(), drawn));
  store.dispatch({ kind: 'tick', now: NOW + 100 });
  await instance.waitUntilRenderFlush();
  expect(await fake.rows()).toEqual(rowsOf(store.current(), { columns, rows }).map((row) => row.trimEnd()));
});

test('without colour nothing is coloured, and everything is said', async () => {
  const store = await show(stateOn(duelScreen()), false);
  const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*(3[0-8]|9[0-7])m`);
  expect(fake.written).not.toMatch(colours);
  expect(await fake.rows()).toEqual(trimmed(store.current()));
});

test('Ctrl-C leaves the terminal as it was', async () => {
  await show(stateOn(duelScreen()));
  await fake.rows();
  expect(fake.terminal.buffer.active.type).toBe('alternate');
  expect(fake.stdin.isRaw).toBe(true);
  fake.stdin.write('\u0003');
  await instance.waitUntilExit();
  await fake.rows();
  expect(fake.terminal.buffer.active.type).toBe('normal');
  expect(fake.written.slice(fake.written.lastIndexOf('\u001b[?25'))).toContain('\u001b[?25h');
  expect(fake.stdin.isRaw).toBe(false);
});
