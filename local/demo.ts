/** `make demo`: two bots find each other by ticket, play a trivia duel over two replicas, and read its result back. */
import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual as isDeepEqual } from 'node:util';
import type { FoundMatch, MatchEvent, MatchSession, ModeStats, Outcome } from '../clients/sdk/src/index.ts';
import {
  answerTrivia,
  EndReason,
  formatId,
  MatchState,
  PlaymeshClient,
  RefusedError,
} from '../clients/sdk/src/index.ts';
import { createNativeTransport } from '../clients/sdk/src/native.ts';
import { startMesh } from './mesh.ts';
import { readOptions } from './options.ts';
import { runningMesh } from './state.ts';
import { fail, Failure, note, step } from './steps.mjs';

const mode = 'trivia_duel';
/** How long a bot thinks about a question, in milliseconds. */
const thinks = [300, 1_600] as const;
/** How many routes are tried to reach another replica than the first player's. */
const routeTries = 64;
/** Statistics run a second or two behind the matches. */
const statsLimitMs = 20_000;

type Bot = {
  readonly name: string;
  readonly client: PlaymeshClient;
  /** What it chose last; nobody else is told before the reveal. */
  choice: number;
};

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

try {
  const options = readOptions(process.env);
  const running = runningMesh(options.dataFolder);
  if (running) {
    note(`using the mesh at ${running.edge}`);
    await demo(running.edge);
  } else {
    note('no mesh is ready on this checkout: starting one for the demo');
    const mesh = await startMesh(options, { step, note }, stop.signal);
    try {
      await demo(`${mesh.edge.host}:${mesh.edge.port}`);
    } finally {
      await step('stop; the data stays', () => mesh.stop());
    }
  }
} catch (error) {
  if (stop.signal.aborted) process.exitCode = 130;
  else fail(error);
}
process.exit();

async function demo(edge: string): Promise<void> {
  const [ada, bob] = await step('register two players', () =>
    Promise.all([register('ada', edge), register('bob', edge)]),
  );
  try {
    const found = await step('find a match with a ticket each', async () => {
      const matches = [ada, bob].map(({ client }) => client.findMatch(mode, { signal: stop.signal }));
      const [first, second] = (await Promise.all(matches)) as [FoundMatch, FoundMatch];
      if (formatId(first.matchId) === formatId(second.matchId)) return first;
      throw new Failure(
        'Somebody else was in the queue, and the two bots were not matched with each other: try again.',
      );
    });
    const [first, second] = await step('attach each to a match replica of its own', async () => {
      const session = await attach(ada, found);
      return [session, await attach(bob, found, session.replica)] as const;
    });
    const seats = bySeat([ada, bob], first);
    note(`${ada.name} plays on ${first.replica}, ${bob.name} on ${second.replica}`);
    const [seen, seenByOther] = await Promise.all([
      play(ada, first, (event) => tell(event, seats)),
      play(bob, second, () => undefined), // sees the same, so one of the two tells it
    ]);
    if (seen.join() !== seenByOther.join())
      throw new Failure('The bots did not see the same events in the same order.');
    note(`both saw the same ${seen.length} events in the same order`);
    await readBack(seats, found);
  } finally {
    ada.client.close();
    bob.client.close();
  }
}

async function register(name: string, edge: string): Promise<Bot> {
  const client = new PlaymeshClient(createNativeTransport(`http://${edge}`, { userAgent: 'playmesh-demo' }));
  const username = `${name}-${randomBytes(4).toString('hex')}`;
  const credentials = { username, email: `${username}@example.com`, password: randomBytes(12).toString('hex') };
  await client.register(credentials, { displayName: name }, { signal: stop.signal });
  return { name, client, choice: 0 };
}

/** Attaches to the match; where a replica is named, to another one than that, by trying routes. */
async function attach({ client }: Bot, found: FoundMatch, unlike?: string): Promise<MatchSession> {
  for (let key = 0; key < routeTries; key++) {
    const session = client.play(found, unlike === undefined ? {} : { route: { key: `demo-${key}` } });
    await session.ready;
    if (session.replica !== unlike) return session;
    session.close();
  }
  throw new Failure(`No match replica but ${unlike} was reached in ${routeTries} tries; the demo needs two.`);
}

function bySeat(bots: readonly Bot[], session: MatchSession): Bot[] {
  const players = session.state?.match.players ?? [];
  return players.map(({ userId }) => bots.find(({ client }) => client.userId === formatId(userId))!);
}

/** Guesses every answer until the match is over. @returns what was seen from the first question on, in order */
async function play(bot: Bot, session: MatchSession, hear: (event: MatchEvent) => void): Promise<string[]> {
  stop.signal.addEventListener('abort', () => session.close(), { once: true });
  const seen: string[] = [];
  const guesses: Promise<void>[] = [];
  for await (const update of session) {
    if (update.kind === 'connection' && update.connection.state === 'reconnecting') {
      note(`${bot.name} reconnects: ${update.connection.error.message}`);
    }
    if (update.kind !== 'event') continue;
    hear(update.event);
    const trivia = triviaOf(update.event);
    if (trivia && trivia.$case !== 'started') seen.push(`${update.event.seq} ${trivia.$case}`);
    if (trivia?.$case === 'questionOpened') {
      const { number = 0, options = [] } = trivia.value.question ?? {};
      guesses.push(guess(bot, session, number, options.length));
    }
  }
  stop.signal.throwIfAborted();
  await Promise.all(guesses);
  return seen;
}

async function guess(bot: Bot, session: MatchSession, question: number, options: number): Promise<void> {
  await sleep(randomInt(...thinks), undefined, { signal: stop.signal });
  bot.choice = randomInt(options);
  try {
    await session.send(answerTrivia(bot.choice), question);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    note(`${bot.name}'s answer was refused: ${error.reason}`);
  }
}

function triviaOf({ event }: MatchEvent) {
  return event?.$case === 'trivia' ? event.value.event : undefined;
}

function tell(event: MatchEvent, seats: readonly Bot[]): void {
  const trivia = triviaOf(event);
  if (trivia?.$case === 'questionOpened' && trivia.value.question) {
    const { number, text, options } = trivia.value.question;
    say(
      `\n${String(number).padStart(2)}. ${text}`,
      ...options.map((option, index) => `    ${letter(index)}  ${option}`),
    );
  } else if (trivia?.$case === 'answered') {
    const bot = seats[trivia.value.seat]!;
    say(`    ${bot.name} chooses ${letter(bot.choice)}, for good in entry ${event.seq}`);
  } else if (trivia?.$case === 'revealed') {
    const { rightChoice, results } = trivia.value;
    const scores = results.map(({ points, total }, seat) => `${seats[seat]!.name} ${points > 0 ? '✔' : '✘'} ${total}`);
    say(`    right is ${letter(rightChoice)}:  ${scores.join('  ')}`);
  } else if (trivia?.$case === 'finished') {
    say('');
  }
}

/** Reads the stored result back from the match and from the statistics. @throws Failure when a part of it is missing */
async function readBack(seats: readonly Bot[], found: FoundMatch): Promise<void> {
  const { match } = await seats[0]!.client.getMatch(found);
  const outcome = match?.state === MatchState.FINISHED ? match.outcome : undefined;
  if (outcome?.reason !== EndReason.COMPLETED) throw new Failure('The duel is not stored as played to its end.');
  const scores = seats.map(({ name }, seat) => `${name} ${outcome.scores[seat]}`).join(', ');
  const winner = seats[outcome.winnerSeats[0] ?? -1];
  note(`stored as match ${formatId(found.matchId)}: ${scores}; ${winner ? `${winner.name} won` : 'a draw'}`);
  for (const [seat, bot] of seats.entries()) {
    const { played, won, lost, drawn, score } = await countedStats(bot);
    note(`counted for ${bot.name}: played ${played}, won ${won}, lost ${lost}, drawn ${drawn}, points ${score}`);
    if (!isDeepEqual({ played, won, lost, drawn, score }, expectedStats(outcome, seat))) {
      throw new Failure(`What is counted for ${bot.name} is not what the match says.`);
    }
  }
}

/** A new player's sums, as soon as the match is counted. */
async function countedStats({ name, client }: Bot): Promise<ModeStats> {
  const limit = performance.now() + statsLimitMs;
  while (performance.now() < limit) {
    const stats = (await client.stats.player()).find((candidate) => candidate.mode === mode);
    if (stats) return stats;
    await sleep(250, undefined, { signal: stop.signal });
  }
  throw new Failure(`The match was not counted for ${name} within ${statsLimitMs / 1_000} s.`);
}

function expectedStats({ winnerSeats, scores }: Outcome, seat: number) {
  const won = winnerSeats.includes(seat) ? 1 : 0;
  const drawn = winnerSeats.length === 0 ? 1 : 0;
  return { played: 1, won, lost: 1 - won - drawn, drawn, score: scores[seat] };
}

function letter(choice: number): string {
  return String.fromCharCode(65 + choice);
}

function say(...lines: string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
