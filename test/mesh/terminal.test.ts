/** `make play` as people use it: two terminals, their keyboards, and what is on their screens. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { TestTerminal } from '../support/terminal.ts';

const CONTROL_C = '\u0003';
const ENTER = '\r';
const ESCAPE = '\u001b';
/** Rows of the screen of a duel: the player's own, and the opponent's. */
const OWN_ROW = 2;
const OTHER_ROW = 3;

let mesh: TestMesh;
let config: string;
const terminals: TestTerminal[] = [];

beforeAll(async () => {
  config = await mkdtemp(join(tmpdir(), 'playmesh-config-'));
  mesh = await startMesh();
}, 90_000);
afterAll(async () => {
  for (const terminal of terminals) terminal.close();
  await Promise.all(terminals.map(({ ended }) => ended));
  await mesh.stop();
  await rm(config, { recursive: true });
}, 60_000);

/** What `make play PROFILE=…` runs, in a terminal of its own. */
function openTerminal(profile: string): TestTerminal {
  const terminal = new TestTerminal(profile, [process.execPath, 'local/play.ts'], {
    PATH: process.env['PATH']!,
    XDG_CONFIG_HOME: config,
    SERVER: `http://${mesh.edge}`,
    PROFILE: profile,
  });
  terminals.push(terminal);
  return terminal;
}

async function signInAsGuest(profile: string, name: string): Promise<TestTerminal> {
  const terminal = openTerminal(profile);
  await terminal.shows('Play as a guest');
  terminal.type('1');
  await terminal.shows('Your name');
  terminal.type(`${name}${ENTER}`);
  await terminal.shows(`${name} (guest)`);
  return terminal;
}

/** Answers a question once it is open, and waits until the screen says that the service has the answer. */
async function answer(terminal: TestTerminal, number: number, choice: number): Promise<void> {
  await terminal.shows(new RegExp(`question ${number} of 10[^]*?thinking`));
  terminal.type(String(choice));
  await terminal.shows(
    new RegExp(`question ${number} of 10[^]*?▸ ${choice} {2}|question ${number} of 10[^]*?✔ \\d {2}`),
  );
}

/** Both answer a question, and see how it went for both of them. */
async function playQuestion(pair: readonly TestTerminal[], number: number): Promise<void> {
  await Promise.all(pair.map((terminal, index) => answer(terminal, number, index + 1)));
  for (const terminal of pair) await terminal.shows(new RegExp(`question ${number} of 10[^]*?✔ [1-6] {2}`));
}

/** Points of the player and the opponent, as a duel or a result shows them. */
const pointsOf = (row: string | undefined): number => Number(/ (\d+) {2}[✔✘–·]/.exec(row ?? '')?.[1]);

test(
  'two people play a duel to its end and a rematch, over killed replicas and a terminal that was closed',
  () =>
    mesh.explain(async () => {
      const [ada, ben] = await Promise.all([signInAsGuest('ada', 'Ada'), signInAsGuest('ben', 'Ben')]);

      ada.type('3');
      const code = (await ada.shows(/^ {6,}([A-Z0-9]{4,16}) *$/m))[1]!;
      ben.type('4');
      await ben.shows('Invite code');
      ben.type(`${code.toLowerCase()}${ENTER}`);
      await Promise.all([ada, ben].map((terminal) => terminal.shows('The first question comes in')));
      for (let number = 1; number <= 10; number++) {
        await playQuestion([ada, ben], number);
        const points = [ada, ben].map((terminal) => [OWN_ROW, OTHER_ROW].map((row) => pointsOf(terminal.rows()[row])));
        expect(points[1]).toEqual(points[0]!.toReversed());
      }

      const [adas, bens] = await Promise.all(
        [ada, ben].map((terminal) => terminal.shows(/You have won|You have lost|A draw/)),
      );
      const opposite: Record<string, string> = { 'You have won': 'You have lost', 'You have lost': 'You have won' };
      expect(bens![0]).toBe(opposite[adas![0]] ?? adas![0]);
      const scores = [/Ada(?: \(you\))? +(\d+) {2}/, /Ben(?: \(you\))? +(\d+) {2}/].map((pattern) =>
        [ada, ben].map((terminal) => pattern.exec(terminal.rows().join('\n'))?.[1]),
      );
      for (const [seen, seenByOther] of scores) expect(seenByOther).toBe(seen);

      ada.type('r');
      await ada.shows('Waiting for your opponent to take up the rematch');
      await ben.shows('Ada offers a rematch');
      ben.type('r');
      await playQuestion([ada, ben], 1);
      await mesh.kill('match-0'); // one of the two serves the match
      await playQuestion([ada, ben], 2);
      await mesh.restart('match-0');
      await mesh.kill('match-1');
      await playQuestion([ada, ben], 3);
      await mesh.restart('match-1');

      ada.type(CONTROL_C);
      expect(await ada.ended).toEqual({ code: 0, restored: true });
      await ben.shows(/Ada .*away, forfeits in \d+ s/);
      const again = openTerminal('ada'); // is signed in still, and has the seat
      await again.shows('Back to my duel');
      again.type(ENTER);
      await again.shows(/question \d+ of 10/);
      await ben.shows(/Ada +\d+ {2}.*(thinking|answered|no answer|wrong|\+1000)/);

      ben.type(ENTER);
      await ben.shows('Say:');
      ben.type(`I must go${ENTER}`);
      await again.shows('Ben: I must go');
      again.type('q');
      ben.type(ESCAPE);
      await ben.shows('Give this duel up?');
      ben.type('y');
      await ben.shows('Find an opponent');
      await again.shows(/You have won![^]*Ben gave up/);

      again.type(ENTER);
      await again.shows('My matches');
      again.type('6');
      await again.shows(/2 played[^]*won[^]*against Ben/);
      again.type(ESCAPE);
      await again.shows('Leaderboard');
      again.type('7');
      await again.shows(/Place[^]*Ada \(you\)/);
      again.type(ESCAPE);
      await again.shows('Quit');
      again.type('q');
      ben.type(CONTROL_C);
      for (const terminal of [again, ben]) expect(await terminal.ended).toEqual({ code: 0, restored: true });

      for (const terminal of [ada, ben, again]) expect(terminal.overflow).toBeUndefined();
      const [server] = await readdir(join(config, 'playmesh'));
      for (const file of ['ada.json', 'ben.json']) {
        expect((await stat(join(config, 'playmesh', server!, file))).mode & 0o777).toBe(0o600);
      }
    }),
  180_000,
);

test('a mesh that is away is told in a sentence, and found when it is back', () =>
  mesh.explain(async () => {
    const terminal = await signInAsGuest('eve', 'Eve');
    terminal.type('2');
    await terminal.shows('Level 1');
    terminal.type('1');
    await terminal.shows(/Pip \(bot, level 1\)[^]*question 1 of 10/);
    await mesh.kill('envoy');
    await terminal.shows('reconnecting …');
    await mesh.restart('envoy');
    await terminal.shows(/question \d+ of 10(?![^]*reconnecting)/);
    terminal.type(CONTROL_C);
    expect(await terminal.ended).toEqual({ code: 0, restored: true });
    expect(terminal.overflow).toBeUndefined();
  }));
