import { setTimeout as sleep } from 'node:timers/promises';
import {
  answerTrivia,
  MatchState,
  passRelay,
  type GameCommand,
  type MatchSession,
} from '../../../clients/sdk/src/index.ts';
import type { Random } from '../nemesis/fault.ts';

/** Plays a session to its end. What becomes of a command is the recorder's business. */
export type Bot = (session: MatchSession, random: Random) => void;

const send = (session: MatchSession, command: GameCommand, position: number): void => {
  session.send(command, position).catch(() => {});
};

/** Passes as soon as it is its turn. */
export const relayBot: Bot = (session, random) => {
  let passed = 0;
  session.subscribe(() => {
    const { state } = session;
    if (state?.match.state !== MatchState.RUNNING || state.view?.$case !== 'relay') return;
    const { nextSeat, passesMade } = state.view.value;
    if (nextSeat === undefined || nextSeat !== state.ownSeat || passed > passesMade) return;
    passed = passesMade + 1;
    send(session, passRelay(`${passed} by ${nextSeat}: ${Math.floor(random() * 1e9)}`), passed);
  });
};

/** Share of questions that a bot lets pass, so that their time runs out. */
const SILENT = 0.15;
/** Share of answers that are given at once, and so by both players at one time. */
const AT_ONCE = 0.6;
const LATEST_MS = 300;

/** Answers questions as they open: most at once, some later, some never. */
export const triviaBot: Bot = (session, random) => {
  let answered = 0;
  session.subscribe(() => {
    const { state } = session;
    const view = state?.view?.$case === 'trivia' ? state.view.value : undefined;
    const number = view?.question?.number ?? 0;
    if (state?.ownSeat === undefined || number <= answered || (view?.revealed.length ?? 0) >= number) return;
    answered = number;
    const isSilent = random() < SILENT;
    const waitMs = random() < AT_ONCE ? 0 : random() * LATEST_MS;
    const choice = Math.floor(random() * (view?.question?.options.length ?? 1));
    if (isSilent) return;
    if (waitMs === 0) send(session, answerTrivia(choice), number);
    else void sleep(waitMs).then(() => send(session, answerTrivia(choice), number));
  });
};
