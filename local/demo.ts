/** `make demo`: two bots play a trivia duel, each attached to another match replica, and the stored result is read back. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MatchEvent, MatchSession, TriviaQuestion } from '../clients/sdk/src/index.ts';
import { answerTrivia, EndReason, PlaymeshClient, Visibility } from '../clients/sdk/src/index.ts';
import { createNativeTransport } from '../clients/sdk/src/native.ts';
import { startMesh } from './mesh.ts';
import { readOptions, type MeshOptions } from './options.ts';
import { runningMesh } from './state.ts';
import { fail, note, step } from './steps.mjs';

const MODE = 'trivia_duel';
const QUESTIONS = 10;
/** How long a bot thinks about a question, at most. */
const THINK_MS = 1_200;

interface Bot {
  readonly name: string;
  readonly client: PlaymeshClient;
}

try {
  const options = readOptions(process.env);
  const running = runningMesh(options.dataFolder);
  if (running) {
    note(`playing on the mesh at ${running.edge}`);
    await demonstrate(running.edge);
  } else {
    await demonstrateAlone(options);
  }
} catch (error) {
  fail(error);
}
process.exit();

/** Starts a mesh for the demo, and stops it after; Ctrl-C stops it too. */
async function demonstrateAlone(options: MeshOptions): Promise<void> {
  const interrupt = new AbortController();
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        interrupt.abort();
        reject(new Error('Interrupted.'));
      });
    }
  });
  const mesh = await startMesh(options, { step, note }, interrupt.signal);
  try {
    await Promise.race([demonstrate(`${mesh.edge.host}:${mesh.edge.port}`), interrupted]);
  } finally {
    await step('stop; the data stays in .data', () => mesh.stop());
  }
}

async function demonstrate(edge: string): Promise<void> {
  const [ada, bob] = await Promise.all([registerBot(edge, 'ada'), registerBot(edge, 'bob')]);
  note(`${ada.name} and ${bob.name} are registered`);
  const config = { $case: 'trivia', value: { questions: QUESTIONS, answerMs: 0, pauseMs: 1_500 } } as const;
  const match = await ada.client.createMatch(MODE, Visibility.PRIVATE, { config });
  await bob.client.joinMatch({ inviteCode: match.inviteCode });
  note(`${ada.name} has made a private match, ${bob.name} has joined it by its invite code ${match.inviteCode}`);

  const first = ada.client.play(match);
  await first.ready;
  const second = await playElsewhere(bob, match.matchId, first);
  note(`${ada.name} plays on ${first.replica}, ${bob.name} on ${second.replica}`);
  await Promise.all([
    play(first, (event) => tell(event, [ada.name, bob.name])),
    play(second, () => undefined), // sees the same, so one of the two tells it
  ]);
  await readBack(ada, bob, match.matchId);
  ada.client.close();
  bob.client.close();
}

async function registerBot(edge: string, prefix: string): Promise<Bot> {
  const name = `${prefix}-${randomBytes(4).toString('hex')}`;
  const client = new PlaymeshClient(createNativeTransport(`http://${edge}`));
  await client.register({ username: name, email: `${name}@example.com`, password: randomBytes(12).toString('hex') });
  return { name, client };
}

/** Routes by ever other keys until the stream is on another replica than the first player's. */
async function playElsewhere(bot: Bot, matchId: Uint8Array, other: MatchSession): Promise<MatchSession> {
  for (let key = 0; key < 50; key += 1) {
    const session = bot.client.play(matchId, { route: { key: `demo-${key}` } });
    await session.ready;
    if (session.replica !== other.replica) return session;
    session.close();
  }
  throw new Error('No second match replica was found; the demo plays on two.');
}

/** Answers every question after a moment's thought, until the match is over. */
async function play(session: MatchSession, hear: (event: MatchEvent) => void): Promise<void> {
  for await (const update of session) {
    if (update.kind !== 'event') continue;
    hear(update.event);
    const question = questionOf(update.event);
    if (question) void answer(session, question);
  }
  const end = await session.ended;
  if (end.error) throw end.error;
}

async function answer(session: MatchSession, question: TriviaQuestion): Promise<void> {
  await pause(200 + Math.random() * THINK_MS);
  const choice = Math.floor(Math.random() * question.options.length);
  await session.send(answerTrivia(choice), question.number);
}

function questionOf({ event }: MatchEvent): TriviaQuestion | undefined {
  const happened = event?.$case === 'trivia' ? event.value.event : undefined;
  return happened?.$case === 'questionOpened' ? happened.value.question : undefined;
}

function tell({ event }: MatchEvent, names: readonly string[]): void {
  const happened = event?.$case === 'trivia' ? event.value.event : undefined;
  if (happened?.$case === 'questionOpened' && happened.value.question) {
    const { number, text, options } = happened.value.question;
    say(`\n${number}. ${text}`);
    options.forEach((option, index) => say(`   ${letter(index)}  ${option}`));
  }
  if (happened?.$case === 'answered') say(`   … ${names[happened.value.seat]} has answered`);
  if (happened?.$case === 'revealed') {
    const { rightChoice, results } = happened.value;
    const chosen = results.map(({ choice, points, total }, seat) => {
      const what = choice === undefined ? 'nothing' : letter(choice);
      return `${names[seat]} ${what} ${points > 0 ? '✔' : '✘'} ${total}`;
    });
    say(`   right is ${letter(rightChoice)}:  ${chosen.join(',  ')}`);
  }
}

/** What the mesh has stored: the match by itself, and the statistics that counted it. */
async function readBack(ada: Bot, bob: Bot, matchId: Uint8Array): Promise<void> {
  const outcome = (await ada.client.getMatch(matchId)).match?.outcome;
  if (outcome?.reason !== EndReason.COMPLETED) throw new Error('The duel was not stored as completed.');
  const names = [ada.name, bob.name];
  const winners = outcome.winnerSeats.map((seat) => names[seat]);
  say(`\nstored   ${winners.length > 0 ? `${winners.join(' and ')} won` : 'a draw'}, ${outcome.scores.join(' to ')}`);
  for (const [seat, bot] of [ada, bob].entries()) {
    const sums = await countedSums(bot);
    if (sums.score !== outcome.scores[seat])
      throw new Error(`The statistics of ${bot.name} are not those of the match.`);
    say(
      `counted  ${bot.name}: played ${sums.played}, won ${sums.won}, lost ${sums.lost}, drawn ${sums.drawn}, points ${sums.score}`,
    );
  }
}

/** The sums of a new player's one match, as soon as the stats service has read it; it runs a second or two behind. */
async function countedSums({ client, name }: Bot) {
  const until = performance.now() + 15_000;
  while (performance.now() < until) {
    const sums = (await client.getPlayerStats()).find(({ mode }) => mode === MODE);
    if (sums) return sums;
    await pause(200);
  }
  throw new Error(`The match of ${name} was not counted within 15 s.`);
}

function letter(choice: number): string {
  return 'ABCDEF'[choice] ?? '?';
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
