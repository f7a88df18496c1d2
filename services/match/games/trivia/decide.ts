import type { Decision, GameInput, GameOutcome } from '../game.ts';
import { evolve, totals } from './state.ts';
import type { GivenAnswer, Question, TriviaLogEvent, TriviaState } from './state.ts';
import type { TriviaCommand, TriviaResult, TriviaRevealed } from './wire.ts';

/** Pause between the start of the match and its first question, so that both players have their eyes on it. */
export const LEAD_MS = 3_000;
const POINTS = 1_000;

type TriviaDecision = Decision<TriviaLogEvent>;

/**
 * The rules of the duel. An answer counts up to and including the instant at which its question closes. The question is
 * revealed when both have answered or its time is up, and the next one follows after the pause. After the last reveal
 * more points win, then less time spent on answers; equal in both is a draw.
 */
export function decide(state: TriviaState, input: GameInput<TriviaCommand>, now: number): TriviaDecision {
  switch (input.kind) {
    case 'start':
      if (state.phase !== 'waiting') return { refusal: 'ALREADY_STARTED' };
      return { events: [{ kind: 'started', firstTimeMs: now + LEAD_MS }] };
    case 'command':
      return answer(state, input.seat, input.position, input.command.value.choice, now);
    case 'tick':
      return tick(state, now);
    case 'gone':
      return gone(state, input.seat, input.reason);
    case 'timeGivenBack':
      return giveTimeBack(state, input.byMs, now);
  }
}

function answer(state: TriviaState, seat: number, position: number, choice: number, now: number): TriviaDecision {
  const question = openQuestion(state);
  if (question === undefined) return { refusal: 'NO_OPEN_QUESTION' };
  if (position !== state.number) return { refusal: 'WRONG_QUESTION' };
  if (state.answers[seat] !== null) return { refusal: 'ALREADY_ANSWERED' };
  if (now > state.untilTimeMs) return { refusal: 'TOO_LATE' };
  if (question.options[choice] === undefined) return { refusal: 'INVALID_CHOICE' };
  // A command may have arrived just before the entry that opened its question was written.
  const answerMs = Math.min(Math.max(now - state.openTimeMs, 0), state.config.answerMs);
  const answered: TriviaLogEvent = { kind: 'answered', number: state.number, seat, answer: { choice, answerMs } };
  const after = evolve(state, answered);
  return { events: after.answers.includes(null) ? [answered] : [answered, ...reveal(after, question, now)] };
}

function tick(state: TriviaState, now: number): TriviaDecision {
  if (state.untilTimeMs === 0 || now < state.untilTimeMs) return { refusal: 'NOT_DUE' };
  const question = openQuestion(state);
  if (question !== undefined) return { events: reveal(state, question, now) };
  // Counted from now, not from when it was due: a late tick must not cost anyone answering time.
  return {
    events: [
      {
        kind: 'questionOpened',
        number: state.number + 1,
        openTimeMs: now,
        closeTimeMs: now + state.config.answerMs,
      },
    ],
  };
}

/** Closes the open question, and the match with it if it was the last. */
function reveal(state: TriviaState, question: Question, now: number): TriviaLogEvent[] {
  const before = totals(state);
  const isLast = state.number === state.questions.length;
  const revealed: TriviaRevealed = {
    number: state.number,
    rightChoice: question.rightChoice,
    results: state.answers.map((given, seat) => result(state, question, given, before[seat] ?? 0)),
    nextTimeMs: isLast ? 0 : now + state.config.pauseMs,
  };
  const event: TriviaLogEvent = { kind: 'revealed', revealed };
  if (!isLast) return [event];
  return [event, { kind: 'settled', outcome: verdict(evolve(state, event)) }];
}

function result(state: TriviaState, question: Question, given: GivenAnswer | null, before: number): TriviaResult {
  if (given === null) return { answerMs: state.config.answerMs, points: 0, total: before };
  const points = given.choice === question.rightChoice ? POINTS : 0;
  return { choice: given.choice, answerMs: given.answerMs, points, total: before + points };
}

function verdict(state: TriviaState): GameOutcome {
  const scores = totals(state);
  const spentMs = scores.map((_, seat) =>
    state.revealed.reduce((sum, { results }) => sum + (results[seat]?.answerMs ?? 0), 0),
  );
  const isBeaten = (seat: number): boolean =>
    scores.some(
      (score, other) =>
        score > (scores[seat] ?? 0) || (score === scores[seat] && (spentMs[other] ?? 0) < (spentMs[seat] ?? 0)),
    );
  const unbeaten = scores.map((_, seat) => seat).filter((seat) => !isBeaten(seat));
  return { reason: 'completed', winnerSeats: unbeaten.length === 1 ? unbeaten : [], scores };
}

function gone(state: TriviaState, seat: number, reason: 'forfeited' | 'resigned'): TriviaDecision {
  if (!isRunning(state)) return { refusal: 'NOT_RUNNING' };
  const outcome: GameOutcome = { reason, winnerSeats: [1 - seat], scores: totals(state) };
  return { events: [{ kind: 'settled', outcome }] };
}

function giveTimeBack(state: TriviaState, byMs: number, now: number): TriviaDecision {
  if (!isRunning(state)) return { refusal: 'NOT_RUNNING' };
  return {
    events: [
      {
        kind: 'timeShifted',
        byMs,
        // An outage is known to a second only; answering time must not start in the future for it.
        openTimeMs: state.phase === 'question' ? Math.max(state.openTimeMs, Math.min(state.openTimeMs + byMs, now)) : 0,
        untilTimeMs: Math.max(state.untilTimeMs + byMs, now),
      },
    ],
  };
}

function openQuestion(state: TriviaState): Question | undefined {
  return state.phase === 'question' ? state.questions[state.number - 1] : undefined;
}

function isRunning(state: TriviaState): boolean {
  return state.phase !== 'waiting' && state.phase !== 'finished';
}
