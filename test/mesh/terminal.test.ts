/** `make play` as people use it: two terminals, their keyboards, and what is on their screens. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answer, openDuel } from '../support/duel.ts';
import { readLog } from '../support/match-log.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { TestTerminal } from '../support/terminal.ts';

const CONTROL_C = '\u0003';
const ENTER = '\r';
const ESCAPE = '\u001b';
/** Rows of the screen of a duel: the player's own, and the opponent's. */
const OWN_ROW = 2;
const OTHER_ROW = 3;

let mesh: TestMesh;
let config: string;
/** A replica that a test has killed. */
let killed: string | undefined;
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

afterEach(async () => {
  if (killed) await mesh.restart(killed);
  killed = undefined;
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

const questionOf = (terminal: TestTerminal): number => Number(/question (\d+) of/.exec(terminal.rows()[0]!)?.[1] ?? 0);

/** Answers a question once it is open, and waits until the screen says that it is chosen. */
async function answerOn(terminal: TestTerminal, number: number, choice: number): Promise<void> {
  await terminal.shows(new RegExp(`question ${number} of 10[^]*thinking`));
  terminal.type(String(choice));
  await terminal.shows(new RegExp(`question ${number} of 10[^]*[▸✔✘] ${choice} {2}`));
}

/** Both answer a question, and see how it went for both of them. */
async function playQuestion(pair: readonly TestTerminal[], number: number): Promise<void> {
  await Promise.all(pair.map((terminal, index) => answerOn(terminal, number, index + 1)));
  await Promise.all(pair.map((terminal) => terminal.shows(new RegExp(`question ${number} of 10[^]*✔ [1-6] {2}`))));
}

/** Kills the replica that has the streams of the newest match, as its log tells. */
async function killServingReplica(): Promise<void> {
  const [newest] = await mesh.sql<{ match_id: string }>(
    'select match_id from match.match order by created_at desc limit 1',
  );
  const joined = (await readLog(mesh, newest!.match_id)).flatMap(({ events }) =>
    events.flatMap((event) => (event.kind === 'seatJoined' ? [event.replica] : [])),
  );
  const [serving] = await mesh.sql<{ name: string }>('select name from match.replica where replica_id = $1', [
    joined.at(-1)!,
  ]);
  killed = serving!.name;
  await mesh.kill(killed);
}

/** Points of the player and the opponent, as a duel or a result shows them. */
const pointsOf = (row: string | undefined): number => Number(/ (\d+) {2}[✔✘–·]/.exec(row ?? '')?.[1]);

test(
  'two people play a duel to its end and a rematch, over a killed replica and a terminal that was left',
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
      await killServingReplica();
      await ada.shows(/question (?!1 )\d+ of 10[^]*thinking[^]*░.* [4-9]\.\d s/); // time enough to answer
      await playQuestion([ada, ben], questionOf(ada));

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
      await ben.shows(/Ada +\d+ {2}.*👍/);
      ben.type(ESCAPE);
      await ben.shows('Give this duel up?');
      ben.type('y');
      await ben.shows(/You have lost[^]*You gave up/);
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
    }, 170_000),
  180_000,
);

test(
  'a bot comes at once; a mesh that is away is told, and the duel goes on when it is back',
  () =>
    mesh.explain(async () => {
      const terminal = await signInAsGuest('eve', 'Eve');
      terminal.type('2');
      await terminal.shows('Level 1');
      terminal.type('1');
      await terminal.shows(/question 1 of 10[^]*Pip \(bot, level 1\)/);
      await mesh.kill('envoy');
      await terminal.shows('reconnecting …');
      await mesh.restart('envoy');
      await terminal.shows(/question (?!.*reconnecting)[^]*thinking/);
      terminal.type(CONTROL_C);
      expect(await terminal.ended).toEqual({ code: 0, restored: true });
      expect(terminal.overflow).toBeUndefined();
    }),
  90_000,
);

test(
  'a live duel is watched from the list, and those who watch talk among themselves',
  () =>
    mesh.explain(async () => {
      const players = new Players(mesh.edge);
      try {
        const pair: [Player, Player] = [await players.guest('native', 'Kim'), await players.guest('native', 'Lou')];
        const match = await openDuel(pair, { questions: 1, answerMs: 60_000 });
        const sides = pair.map((player) => player.follow(match));
        await sides[0]!.question(1);
        const terminal = await signInAsGuest('flo', 'Flo');
        terminal.type('5');
        await terminal.shows(/▸ +\d+ {2}Kim – Lou/);
        terminal.type(ENTER);
        await terminal.shows(/Watching: question 1 of 1[^]*Kim +0[^]*Lou +0/);
        const other = (await players.guest('native', 'Mia')).follow(match);
        await other.live();
        await terminal.shows(/2 watching/);
        terminal.type(`${ENTER}who wins?${ENTER}`);
        await terminal.shows('you: who wins?');
        await other.until('the talk of those who watch', () => other.seen('said').length === 1);
        await other.session.say('Kim does');
        await terminal.shows('Mia: Kim does');
        await Promise.all(sides.map((side, seat) => answer(side, seat, 1, seat)));
        await terminal.shows(/has won|A draw/);
        terminal.type(`${ESCAPE}`);
        await terminal.shows('Live duels');
        terminal.type(CONTROL_C);
        expect(await terminal.ended).toEqual({ code: 0, restored: true });
        expect(terminal.overflow).toBeUndefined();
      } finally {
        players.close();
      }
    }, 80_000),
  90_000,
);

test(
  'an account is made, and signed in to with its password alone',
  () =>
    mesh.explain(async () => {
      const terminal = openTerminal('gil');
      await terminal.shows('Make an account');
      terminal.type('3');
      await terminal.shows('Password again');
      terminal.type(`gil${ENTER}gil@example.com${ENTER}correct horse${ENTER}correct horse${ENTER}`);
      await terminal.shows(/Playmesh +gil$/m);
      terminal.type('8');
      await terminal.shows('Sign in');
      terminal.type('2');
      await terminal.shows('Password');
      terminal.type(`gil${ENTER}wrong horse${ENTER}`);
      await terminal.shows('User name or password is wrong.');
      expect(terminal.rows().join('\n')).not.toContain('horse');
      terminal.type(`${'\u007f'.repeat(11)}correct horse${ENTER}`);
      await terminal.shows(/Playmesh +gil$/m);
      terminal.type('q');
      expect(await terminal.ended).toEqual({ code: 0, restored: true });
    }, 80_000),
  90_000,
);
