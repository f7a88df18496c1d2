import { answerTrivia, RefusedError, Visibility, type Match, type TriviaConfig } from '../../clients/sdk/src/index.ts';
import type { Player } from './players.ts';
import type { Witness } from './witness.ts';

/** A command that was answered: in the log at `seq` for good. */
export type Acknowledged = {
  readonly seat: number;
  readonly number: number;
  readonly choice: number;
  readonly seq: number;
};

/** A duel of two players, seated in the order given, that begins once both follow it. */
export async function openDuel(
  [host, guest]: readonly [Player, Player],
  config: Partial<TriviaConfig>,
  visibility: Visibility = Visibility.OPEN,
): Promise<Match> {
  const settings: Partial<TriviaConfig> = { questions: 3, answerMs: 3_000, pauseMs: 100, ...config };
  const match = await host.client.createMatch('trivia_duel', visibility, {
    config: { $case: 'trivia', value: settings },
  });
  return guest.client.joinMatch(match, { inviteCode: match.inviteCode });
}

/** Answers a question; what comes back is in the log. @throws RefusedError */
export async function answer(witness: Witness, seat: number, number: number, choice: number): Promise<Acknowledged> {
  const { seq } = await witness.session.send(answerTrivia(choice), number);
  return { seat, number, choice, seq };
}

/** The reason for which a command is refused. @throws whatever else becomes of it */
export async function refusalReason(sent: Promise<unknown>): Promise<string> {
  try {
    await sent;
  } catch (error) {
    if (error instanceof RefusedError) return error.reason;
    throw error;
  }
  throw new Error('The command was accepted.');
}

/** Answers every question as it opens, by `choose`, until the match ends; returns what was acknowledged. */
export async function answerAll(
  witness: Witness,
  seat: number,
  choose: (number: number) => number = (number) => (number + seat) % 4,
): Promise<Acknowledged[]> {
  const answers: Promise<Acknowledged | undefined>[] = [];
  const unsubscribe = witness.session.subscribe((update) => {
    if (update.kind !== 'event' || update.event.event?.$case !== 'trivia') return;
    const happened = update.event.event.value.event;
    if (happened?.$case !== 'questionOpened') return;
    const { number } = happened.value.question!;
    // Too late for a question is no fault of a test that takes the service away for longer than it was open.
    const given = answer(witness, seat, number, choose(number)).catch((error: unknown) => {
      if (error instanceof RefusedError) return undefined;
      throw error;
    });
    given.catch(() => undefined); // looked at when all have ended
    answers.push(given);
  });
  await witness.session.ended;
  unsubscribe();
  return (await Promise.all(answers)).filter((given) => given !== undefined);
}
