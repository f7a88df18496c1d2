/** Go in `make play`: two terminals play a game on 9 lines to the score that both accept, and a third one watches; and one is played with a bot. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { TestTerminal } from '../support/terminal.ts';

const ENTER = '\r';
const ESCAPE = '\u001b';
const UP = '\u001b[A';
const DOWN = '\u001b[B';
const LEFT = '\u001b[D';
const RIGHT = '\u001b[C';
const CONTROL_C = '\u0003';

let mesh: TestMesh;
let folder: string;
const terminals: TestTerminal[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playmesh-terminal-go-'));
  mesh = await startMesh();
}, 90_000);
afterAll(async () => {
  for (const terminal of terminals) terminal.close();
  await Promise.all(terminals.map(({ ended }) => ended));
  await mesh.stop();
  await rm(folder, { recursive: true });
}, 60_000);

/** A guest's terminal, at the menu of Go. */
async function openAtGo(profile: string, name: string): Promise<TestTerminal> {
  const play = join(process.cwd(), 'local/play.ts');
  const terminal = new TestTerminal(profile, ['sh', '-c', `cd "${folder}" && exec "${process.execPath}" "${play}"`], {
    PATH: process.env['PATH']!,
    XDG_CONFIG_HOME: folder,
    SERVER: `http://${mesh.edge}`,
    PROFILE: profile,
  });
  terminals.push(terminal);
  await terminal.shows('Play as a guest');
  terminal.type('1');
  await terminal.shows('Your name');
  terminal.type(`${name}${ENTER}`);
  await terminal.shows('[ Trivia duels ]');
  terminal.type(RIGHT);
  await terminal.shows(/\[ Go \][^]*Open challenges/);
  return terminal;
}

/** Places a stone by its name, and waits until everybody sees it. */
async function place(player: TestTerminal, everybody: readonly TestTerminal[], name: string): Promise<void> {
  await player.shows('Your move.');
  player.type(name.toLowerCase());
  await player.shows(`${name}_`);
  player.type(ENTER);
  await Promise.all(everybody.map((terminal) => terminal.shows(new RegExp(`Move \\d+: (Black|White) ${name}\\b`))));
}

async function pass(player: TestTerminal): Promise<void> {
  await player.shows('Your move.');
  player.type('p');
  await player.shows('Enter passes');
  player.type(ENTER);
}

test(
  'a challenge is taken, a game is played to the accepted score with a stone taken back, and it is watched and saved',
  () =>
    mesh.explain(async () => {
      const [ada, ben, cleo] = await Promise.all([
        openAtGo('ada', 'Ada'),
        openAtGo('ben', 'Ben'),
        openAtGo('cleo', 'Cleo'),
      ]);

      // Ada proposes a game on 9 lines in which she has Black.
      ada.type('4');
      await ada.shows(/< 9x9 >/);
      ada.type(`${DOWN.repeat(6)}${RIGHT}`);
      await ada.shows('< Black >');
      ada.type(ENTER);
      await ada.shows('Waiting for somebody to come');
      ben.type('3');
      await ben.shows(/▸ Ada +9x9 +10 min \+ 5 x 30 s[^]*Japanese, komi 6.5. Your colour: White/);
      ben.type(ENTER);
      await ada.shows('Your move.');
      await ben.shows('Ada is to move.');

      cleo.type('6');
      await cleo.shows(/▸ +\d+ {2}9x9 live +Ada – Ben/);
      cleo.type(ENTER);
      await cleo.shows('Watching Go');
      await ada.shows('1 watching');
      const everybody = [ada, ben, cleo];

      // An illegal stone is told without asking anybody.
      for (const row of [5, 6, 4, 7]) {
        await place(ada, everybody, `D${row}`);
        await place(ben, everybody, `E${row}`);
      }
      ada.type(`e5${ENTER}`);
      await ada.shows('There is a stone already.');

      // Ada slips, and may take it back.
      await place(ada, everybody, 'J9');
      ada.type('u');
      await ada.shows('Enter asks to take back');
      ada.type(ENTER);
      await ben.shows('Ada asks to take back the last move. Y yes, N no');
      ben.type('y');
      await Promise.all(everybody.map((terminal) => terminal.shows('Move 8: White E7')));

      // Players talk to players, and Cleo looks back.
      ben.type(`/no problem${ENTER}`);
      await ada.shows('Ben: no problem');
      cleo.type('[[');
      await cleo.shows('after 6 of 8 moves');
      await cleo.shows('Move 6: White E4');
      cleo.type(ENTER);
      await cleo.shows('Move 8: White E7');

      for (const row of [3, 8, 2, 9, 1]) {
        await place(ada, everybody, `D${row}`);
        await place(ben, everybody, `E${row}`);
      }
      // White tries a stone where it cannot live.
      await pass(ada);
      await ben.shows('Your move.');
      await place(ben, everybody, 'B5');
      await pass(ada);
      await pass(ben);
      await Promise.all(everybody.map((terminal) => terminal.shows(/scoring[^]*territory +27 +36/)));
      await ada.shows(/^ 5 b o b X O w w w w/m);
      await ada.shows(/prisoners +1 +0|prisoners +1/);
      await ben.shows('White leads by 14.5.');

      // Ben says that it lives, sees what that does, and takes it back.
      ben.type('b5');
      await ben.shows('Enter marks that chain');
      ben.type(ENTER);
      for (const player of [ada, ben]) await player.shows(/^ 5 ..O.. X O w w w w/m); // where Ben's cursor may be
      ben.type(`b5${ENTER}`);
      await ada.shows(/^ 5 b o b X O w w w w/m);
      for (const player of [ada, ben]) {
        player.type('a');
        await player.shows('Enter accepts what is marked');
        player.type(ENTER);
        if (player === ada) await ben.shows('Ada accepts');
      }

      await ada.shows(
        /Result: W\+14.5[^]*You have lost[^]*White wins by 14.5 points[^]*komi +0 +6.5[^]*total +28 +42.5/,
      );
      await ben.shows(/Result: W\+14.5[^]*You have won!/);
      await cleo.shows(/Result: W\+14.5[^]*White has won/);

      // The record is saved to the folder that the terminal was started in.
      ben.type('s');
      await ben.shows('Saved as ./');
      const [name] = (await readdir(folder)).filter((file) => file.endsWith('.sgf'));
      expect(await readFile(join(folder, name!), 'utf8')).toMatch(/PB\[Ada\][^]*RE\[W\+14.5\]/);

      // The colours are exchanged in the rematch, which Ada leaves and comes back to before she gives it up.
      ada.type('r');
      await ben.shows('Ada offers a rematch');
      ben.type('r');
      await ben.shows('Your move.');
      await ada.shows('Ben is to move.');
      ada.type(ESCAPE);
      await ada.shows('M to the menu');
      ada.type('m');
      await ada.shows('Back to my game of Go');
      await ben.shows('away');
      ada.type(ENTER);
      await ada.shows('Ben is to move.');
      ben.type(`${UP}${ENTER}`);
      await ada.shows('Move 1: Black E6');
      ada.type('r');
      await ada.shows('Enter resigns');
      ada.type(ENTER);
      await ada.shows(/Result: B\+R[^]*You have lost[^]*White gave up/);
      await ben.shows(/Result: B\+R[^]*You have won!/);

      ben.type(ENTER);
      await ben.shows('My games');
      ben.type('7');
      await ben.shows(/2 played[^]*won[^]*9x9 live +against Ada[^]*9x9 live +against Ada/);
      for (const terminal of everybody) terminal.type(CONTROL_C);
      for (const terminal of everybody) expect(await terminal.ended).toEqual({ code: 0, restored: true });
      for (const terminal of everybody) expect(terminal.overflow).toBeUndefined();
    }, 170_000),
  180_000,
);

test(
  'a bot of the weakest level comes at once and plays, again in a rematch, and goes with the player',
  () =>
    mesh.explain(async () => {
      const dora = await openAtGo('dora', 'Dora');
      dora.type('2');
      await dora.shows('< 3 of 5 >');
      dora.type(`${LEFT}${LEFT}${DOWN.repeat(4)}${RIGHT}`);
      await dora.shows(/1 of 5[^]*< Black >/);
      dora.type(ENTER);
      for (const [index, name] of ['E5', 'C3', 'G7'].entries()) {
        await dora.shows('Your move.');
        const own = index * 2 + 1;
        dora.type(name.toLowerCase());
        await dora.shows(`${name}_`);
        dora.type(ENTER);
        await dora.shows(new RegExp(`Your move.[^]*Move ${own + 1}: White [A-J]\\d`));
        await dora.shows('Ume (bot, level 1)');
      }
      dora.type('r');
      await dora.shows('Enter resigns');
      dora.type(ENTER);
      await dora.shows(/Result: W\+R[^]*You have lost/);
      dora.type('r');
      await dora.shows(/Your move.[^]*Move 1: Black [A-J]\d/);
      dora.type(CONTROL_C);
      expect(await dora.ended).toEqual({ code: 0, restored: true });
      expect(dora.overflow).toBeUndefined();
    }, 60_000),
  70_000,
);
