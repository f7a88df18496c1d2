import type { Decision, GameInput, GameOutcome } from '../game.ts';
import { chainOf, play } from './board.ts';
import { afterMove, afterTime, MOST_DELAY_A_GAME_MS, MOST_DELAY_MS, timeLeft } from './clock.ts';
import { countOf } from './count.ts';
import { whyIllegal } from './legal.ts';
import { BLACK, EMPTY, opponent, WHITE, type Colour } from './point.ts';
import { isEndOfPlay, rulesetOf } from './rules.ts';
import {
  colourOf,
  evolve,
  of,
  seatOf,
  withOf,
  type GoLogEvent,
  type GoState,
  type Pair,
  type Running,
} from './state.ts';
import { GoDecision, GoRequest, type GoClock, type GoCommand, type GoCount, type GoResult } from './wire.ts';

const MOST_RESUMPTIONS = 10;

type Reply = Decision<GoLogEvent>;

const refuse = (refusal: string): Reply => ({ refusal });

export function decide(state: GoState, input: GameInput<GoCommand>, now: number): Reply {
  if (input.kind === 'start') {
    return state.phase === 'waiting'
      ? { events: [{ kind: 'started', ...runFrom(state, state.toMove, now) }] }
      : refuse('ALREADY_STARTED');
  }
  if (state.phase === 'waiting' || state.phase === 'finished') return refuse('NOT_RUNNING');
  switch (input.kind) {
    case 'command':
      if (input.position !== state.step) return refuse('WRONG_STEP');
      if (now > deadline(state)!) return refuse('TOO_LATE');
      return state.phase === 'play'
        ? decideInPlay(state, input.seat, input.command, now, input.delayMs ?? 0)
        : decideInScoring(state, input.seat, input.command, now);
    case 'tick':
      if (now < deadline(state)!) return refuse('NOT_DUE');
      return state.phase === 'play'
        ? ended(state, wonBy(opponent(state.toMove), GoDecision.TIME), stopped(state, now))
        : { events: [finishedByCount(state)] };
    case 'gone':
      return ended(
        state,
        wonBy(opponent(colourOf(state, input.seat)), GoDecision.RESIGNATION),
        stopped(state, now),
        input.reason,
      );
    case 'timeGivenBack': {
      const untilMs = Math.max(state.untilMs + input.byMs, now - mostDelay(state));
      return {
        events: [{ kind: 'timeShifted', sinceMs: state.sinceMs && state.sinceMs + untilMs - state.untilMs, untilMs }],
      };
    }
  }
}

/** When a `tick` must come: in play only when nothing that is given back can make a move come in time any more. */
export function deadline(state: GoState): number | undefined {
  if (state.phase === 'play') return state.untilMs + mostDelay(state);
  return state.phase === 'scoring' ? state.untilMs : undefined;
}

/** Time on the way that can be given back for the move that is awaited. */
const mostDelay = (state: GoState): number =>
  state.phase === 'play' ? Math.min(MOST_DELAY_MS, MOST_DELAY_A_GAME_MS - of(state.delaysMs, state.toMove)) : 0;

function decideInPlay(state: GoState, seat: number, command: GoCommand, now: number, onTheWayMs: number): Reply {
  switch (command.$case) {
    case 'place':
      return move(state, seat, command.value.point, now, onTheWayMs);
    case 'pass':
      return move(state, seat, null, now, onTheWayMs);
    case 'ask':
      return ask(state, seat, command.value.request);
    case 'withdraw':
      return state.asked?.seat === seat ? { events: [{ kind: 'askEnded', seat }] } : refuse('NO_REQUEST');
    case 'answer': {
      const { request, isGranted } = command.value;
      if (state.asked?.seat !== 1 - seat || state.asked.request !== request) return refuse('NO_REQUEST');
      return isGranted ? grant(state, state.asked.seat, request, now) : { events: [{ kind: 'askEnded', seat }] };
    }
    default:
      return refuse('NOT_IN_SCORING');
  }
}

function move(state: GoState, seat: number, point: number | null, now: number, onTheWayMs: number): Reply {
  const colour = state.toMove;
  if (seat !== seatOf(state, colour)) return refuse('NOT_YOUR_TURN');
  if (point === null && state.handicapLeft > 0) return refuse('HANDICAP_FIRST');
  const illegal = point === null ? undefined : whyIllegal(state, point);
  if (illegal !== undefined) return refuse(illegal);
  const clock = of(state.clocks, colour);
  const delayMs = Math.min(onTheWayMs, mostDelay(state), now - state.sinceMs);
  const spentMs = now - state.sinceMs - delayMs;
  if (spentMs > timeLeft(clock)) return refuse('TOO_LATE');
  const moved: GoLogEvent = {
    kind: 'moved',
    point,
    captured: point === null ? [] : capturedChains(state, point),
    clock: afterMove(state.config.time!.control!, clock, spentMs),
    delayMs,
    sinceMs: 0,
    untilMs: 0,
  };
  const next = evolve(state, moved);
  if (point === null && isEndOfPlay(state.config, next.passes, colour === WHITE)) {
    return { events: [moved, scored(next, null, [], now)] };
  }
  return { events: [{ ...moved, ...runFrom(next, next.toMove, now) }] };
}

/** One stone of each chain that a stone takes off. */
function capturedChains({ board, toMove }: GoState, point: number): number[] {
  const { captured } = play(board, point, toMove);
  if (captured.includes(point)) return [point];
  const names = new Set(captured.map((stone) => board.chain[stone]!));
  return [...names].sort((a, b) => a - b);
}

/** The clock of a side, running from now on. */
const runFrom = (state: GoState, colour: Colour, now: number, clocks: Pair<GoClock> = state.clocks): Running => ({
  sinceMs: now,
  untilMs: now + timeLeft(of(clocks, colour)),
});

function ask(state: GoState, seat: number, request: GoRequest): Reply {
  if (!Object.values<GoRequest>(GoRequest).includes(request)) return refuse('INVALID_REQUEST');
  if (state.asked !== null) return refuse('REQUEST_PENDING');
  if (request === GoRequest.UNDO && movesBefore(state, seat) === undefined) return refuse('NOTHING_TO_UNDO');
  return { events: [{ kind: 'asked', seat, request }] };
}

/** How many moves there were before the last one of a seat; undefined where that cannot be taken back. */
function movesBefore(state: GoState, seat: number): number | undefined {
  const colour = colourOf(state, seat);
  const last = state.moves.findLastIndex((made) => made.colour === colour);
  // Handicap stones are no moves to be taken back.
  return last < (state.config.freeHandicap ? state.config.handicap : 0) ? undefined : last;
}

function grant(state: GoState, asker: number, request: GoRequest, now: number): Reply {
  if (request === GoRequest.DRAW) return ended(state, nobody(GoDecision.AGREEMENT), stopped(state, now));
  if (request === GoRequest.ANNUL) {
    return ended(state, nobody(GoDecision.ANNULMENT), stopped(state, now), 'abandoned');
  }
  // What the asker has thought since is spent; the other's turn never was.
  const colour = colourOf(state, asker);
  const clocks = colour === state.toMove ? stopped(state, now) : state.clocks;
  const moves = movesBefore(state, asker)!;
  return { events: [{ kind: 'undone', moves, clocks, ...runFrom(state, colour, now, clocks) }] };
}

/** The clocks when the one that runs is stopped with no move made. */
function stopped(state: GoState, now: number): Pair<GoClock> {
  if (state.phase !== 'play') return state.clocks;
  const clock = of(state.clocks, state.toMove);
  return withOf(state.clocks, state.toMove, afterTime(clock, Math.min(now - state.sinceMs, timeLeft(clock))));
}

function decideInScoring(state: GoState, seat: number, command: GoCommand, now: number): Reply {
  switch (command.$case) {
    case 'mark':
      return mark(state, seat, command.value.point, command.value.isDead, now);
    case 'accept': {
      if (state.accepted.includes(seat)) return refuse('ALREADY_ACCEPTED');
      const accepted: GoLogEvent = { kind: 'accepted', seat };
      return { events: state.accepted.length === 0 ? [accepted] : [accepted, finishedByCount(state)] };
    }
    case 'resume': {
      if (state.resumptions >= MOST_RESUMPTIONS) return refuse('RESUMED_TOO_OFTEN');
      const isOpponents = rulesetOf(state.config).opponentResumes;
      const toMove = isOpponents ? opponent(colourOf(state, seat)) : state.toMove;
      return { events: [{ kind: 'resumed', seat, toMove, ...runFrom(state, toMove, now) }] };
    }
    default:
      return refuse('NOT_IN_PLAY');
  }
}

function mark(state: GoState, seat: number, point: number, isDead: boolean, now: number): Reply {
  const { points } = state.board;
  if (points[point] === undefined) return refuse('INVALID_POINT');
  if (points[point] === EMPTY) return refuse('NO_STONE');
  if (state.dead.includes(point) === isDead) return refuse('ALREADY_MARKED');
  const chain = chainOf(state.board, point);
  const others = state.dead.filter((stone) => !chain.includes(stone));
  return { events: [scored(state, seat, isDead ? [...others, ...chain] : others, now)] };
}

/** What is marked now, with time to think about it. */
export function scored(
  state: GoState,
  seat: number | null,
  dead: readonly number[],
  now: number,
): GoLogEvent & { kind: 'scored' } {
  const sorted = dead.toSorted((a, b) => a - b);
  const untilMs = now + state.config.scoringMs;
  // The first time nothing is proposed yet; after that the service has proposed, or need not any more.
  const isProposed = state.phase === 'scoring';
  return { kind: 'scored', seat, dead: sorted, isProposed, count: countOf(state, sorted), untilMs };
}

/** The game decided by what is marked. */
function finishedByCount(state: GoState): GoLogEvent & { kind: 'finished' } {
  const [black, white] = totals(state.count!);
  const winner: GoResult['winner'] = black === white ? 0 : black > white ? BLACK : WHITE;
  const result = { winner, decision: GoDecision.SCORE, marginHalfPoints: Math.abs(black - white) };
  const winnerSeats = winner === 0 ? [] : [seatOf(state, winner)];
  const outcome: GameOutcome = { reason: 'completed', winnerSeats, scores: scores(state) };
  return { kind: 'finished', result, clocks: state.clocks, outcome };
}

const totals = ({ black, white }: GoCount): Pair<number> => [black!.totalHalfPoints, white!.totalHalfPoints];

/** In half points by seat: what is marked, once that is there. */
export function scores(state: GoState): readonly number[] {
  if (!state.count) return [0, 0];
  const [black, white] = totals(state.count);
  return state.blackSeat === 0 ? [black, white] : [white, black];
}

const wonBy = (winner: Colour, decision: GoResult['decision']): GoResult => ({ winner, decision, marginHalfPoints: 0 });

const nobody = (decision: GoResult['decision']): GoResult => ({ winner: 0, decision, marginHalfPoints: 0 });

function ended(
  state: GoState,
  result: GoResult,
  clocks: Pair<GoClock>,
  reason: GameOutcome['reason'] = 'completed',
): Reply {
  const winnerSeats = result.winner === BLACK || result.winner === WHITE ? [seatOf(state, result.winner)] : [];
  const outcome: GameOutcome = { reason, winnerSeats, scores: scores(state) };
  return { events: [{ kind: 'finished', result, clocks, outcome }] };
}
