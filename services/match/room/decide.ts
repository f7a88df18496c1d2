import { isOlder, type Arrival } from './arrival.ts';
import type { AnyGame, Decision, GameInput } from '../games/game.ts';
import type { Reaction, RoomEvent } from './entry.ts';
import { evolve, forfeitTime, gameTag, openEntry, seatOf, type RoomState, type Step } from './state.ts';

const MAX_SAID = 500;

/** What can be asked of a match. */
export type RoomCommand =
  /** Take a free seat. */
  | { readonly kind: 'join'; readonly userId: string }
  /** Give the seat up for good. */
  | { readonly kind: 'leave'; readonly userId: string }
  /** A stream of a seated player is attached. */
  | {
      readonly kind: 'connect';
      readonly userId: string;
      readonly connection: string;
      readonly replica: string;
      readonly arrival: Arrival;
    }
  /** That stream is gone. */
  | { readonly kind: 'disconnect'; readonly seat: number; readonly connection: string }
  /** A move of the game. */
  | {
      readonly kind: 'play';
      readonly userId: string;
      readonly game: string;
      readonly position: number;
      readonly command: unknown;
      /** How long messages to the player and back are on their way, as measured here; left out where that is not known. */
      readonly delayMs?: number | undefined;
    }
  /** Say something to those of one's own side: players or watchers. */
  | { readonly kind: 'say'; readonly userId: string; readonly text: string }
  /** Show something to everybody. */
  | { readonly kind: 'react'; readonly userId: string; readonly reaction: Reaction | undefined }
  /** A deadline has come. */
  | { readonly kind: 'tick' }
  /** What came of the slow work that the game has asked for. */
  | { readonly kind: 'errandDone'; readonly result: unknown }
  /** For a span nobody could write. */
  | { readonly kind: 'giveBack'; readonly outageId: number; readonly byMs: number };

/** Why the room itself refuses; games add their own. Stable: clients branch on them. */
export type RoomRefusal =
  | 'MATCH_NOT_RUNNING'
  | 'MATCH_FINISHED'
  | 'MATCH_FULL'
  | 'NOT_SEATED'
  | 'WRONG_GAME'
  | 'INVALID_TEXT'
  | 'INVALID_REACTION'
  /** Said too much in a short time. */
  | 'RATE_LIMITED'
  /** Nobody asked; nothing is due, or the seat has this connection already, or a newer one. */
  | 'NOTHING_TO_DO';

export type RoomDecision =
  | {
      readonly events: readonly RoomEvent[];
      /** The same, each with the state after it, as `fold` makes them of the entry. */
      readonly steps: readonly Step[];
    }
  | { readonly refusal: RoomRefusal | (string & {}) };

/**
 * What follows from a command in a state at a time. Pure: the same on every replica.
 * @param entryId of the entry that it is to be; only the steps' states tell of it
 */
export function decide(game: AnyGame, state: RoomState, command: RoomCommand, now: number, entryId = ''): RoomDecision {
  const draft = new Draft(game, openEntry(state, { seq: state.seq + 1, entryId, at: now }));
  const refusal = decideInto(draft, command);
  if (refusal !== undefined) return { refusal };
  const { events, steps } = draft;
  return events.length > 0 ? { events, steps } : { refusal: 'NOTHING_TO_DO' };
}

/** The events of a match's first entry. */
export function createEvents(
  game: AnyGame,
  match: { mode: string; config: unknown; visibility: 'open' | 'private'; userIds: readonly string[] },
  seed: string,
  material: unknown,
): readonly RoomEvent[] {
  const { mode, config, visibility } = match;
  return [
    { kind: 'created', game: gameTag(game), mode, config, visibility, seats: game.seats },
    ...game.init(config, seed, material).map((event): RoomEvent => ({ kind: 'game', event })),
    ...match.userIds.map((userId, seat): RoomEvent => ({ kind: 'playerJoined', seat, userId })),
  ];
}

/** Events of one decision, and the state as they change it. */
class Draft {
  readonly events: RoomEvent[] = [];
  readonly steps: Step[] = [];
  readonly game: AnyGame;
  readonly now: number;
  state: RoomState;

  constructor(game: AnyGame, state: RoomState) {
    this.game = game;
    this.state = state;
    this.now = state.at;
  }

  add(event: RoomEvent): void {
    const state = evolve(this.game, this.state, event, this.now);
    this.events.push(event);
    this.steps.push({ event, state });
    this.state = state;
  }

  /** Puts an input into the game; when that settles it, the match ends in the same entry. */
  play(input: GameInput<unknown>): string | undefined {
    return this.take(this.game.decide(this.state.gameState, input, this.now));
  }

  /** Takes over what the game has decided. */
  take(decision: Decision<unknown>): string | undefined {
    if ('refusal' in decision) return decision.refusal;
    for (const event of decision.events) this.add({ kind: 'game', event });
    const outcome = this.game.outcome(this.state.gameState);
    if (outcome) this.add({ kind: 'finished', outcome });
    return undefined;
  }
}

function decideInto(draft: Draft, command: RoomCommand): string | undefined {
  const { state } = draft;
  if (state.status === 'finished') return 'MATCH_FINISHED';
  switch (command.kind) {
    case 'join':
      return join(draft, command.userId);
    case 'leave':
      return leave(draft, command.userId);
    case 'connect':
      return connect(draft, command);
    case 'disconnect':
      if (state.seats[command.seat]?.connection !== command.connection) return 'NOTHING_TO_DO';
      draft.add({ kind: 'seatLeft', seat: command.seat });
      return undefined;
    case 'play': {
      const seat = seatOf(state, command.userId);
      if (seat === undefined) return 'NOT_SEATED';
      if (state.status !== 'running') return 'MATCH_NOT_RUNNING';
      if (command.game !== draft.game.name) return 'WRONG_GAME';
      const { position, command: move, delayMs } = command;
      return draft.play({ kind: 'command', seat, position, command: move, ...(delayMs !== undefined && { delayMs }) });
    }
    case 'say':
      if (!isSayable(command.text)) return 'INVALID_TEXT';
      draft.add({
        kind: 'said',
        userId: command.userId,
        seat: seatOf(state, command.userId) ?? null,
        text: command.text,
      });
      return undefined;
    case 'react': {
      const seat = seatOf(state, command.userId);
      if (seat === undefined) return 'NOT_SEATED';
      if (!command.reaction) return 'INVALID_REACTION';
      draft.add({ kind: 'reacted', seat, reaction: command.reaction });
      return undefined;
    }
    case 'tick':
      return tick(draft);
    case 'errandDone': {
      const done = state.status === 'running' && draft.game.errand?.done(state.gameState, command.result, draft.now);
      return done ? draft.take(done) : 'NOTHING_TO_DO';
    }
    case 'giveBack':
      if (command.outageId <= state.outageId) return 'NOTHING_TO_DO';
      draft.add({ kind: 'timeGivenBack', outageId: command.outageId, byMs: command.byMs });
      return state.status === 'running' && command.byMs > 0
        ? draft.play({ kind: 'timeGivenBack', byMs: command.byMs })
        : undefined;
  }
}

/** Characters are code points: what is longer than twice as many UTF-16 units need not be counted. */
const isSayable = (text: string): boolean =>
  text.length <= 2 * MAX_SAID && [...text].length <= MAX_SAID && text.trim() !== '' && !/\p{Cc}/u.test(text);

function join(draft: Draft, userId: string): string | undefined {
  if (seatOf(draft.state, userId) !== undefined) return 'NOTHING_TO_DO';
  const seat = draft.state.seats.findIndex((candidate) => candidate.userId === undefined);
  if (seat < 0) return 'MATCH_FULL';
  draft.add({ kind: 'playerJoined', seat, userId });
  return undefined;
}

function leave(draft: Draft, userId: string): string | undefined {
  const seat = seatOf(draft.state, userId);
  if (seat === undefined) return 'NOT_SEATED';
  if (draft.state.status === 'running') return draft.play({ kind: 'gone', seat, reason: 'resigned' });
  draft.add({ kind: 'playerLeft', seat });
  if (draft.state.seats.every((candidate) => candidate.userId === undefined)) abandon(draft);
  return undefined;
}

function connect(draft: Draft, command: RoomCommand & { kind: 'connect' }): string | undefined {
  const seat = seatOf(draft.state, command.userId);
  if (seat === undefined) return 'NOT_SEATED';
  const { connection, replica, arrival } = command;
  const current = draft.state.seats[seat]!;
  // The latest device wins, by when it came and not by when that was written: a replica that was stopped may say so late.
  if (current.connection === connection || isOlder(arrival, current)) return 'NOTHING_TO_DO';
  draft.add({ kind: 'seatJoined', seat, connection, replica, ...arrival });
  if (draft.state.status === 'running' || draft.state.seats.some(({ connection }) => !connection)) return undefined;
  draft.add({ kind: 'started' });
  return draft.play({ kind: 'start' });
}

function tick(draft: Draft): string | undefined {
  const { game, state, now } = draft;
  if (state.status === 'waiting') {
    if (now < state.waitUntil) return 'NOTHING_TO_DO';
    abandon(draft);
    return undefined;
  }
  const forfeits = state.seats
    .map((_, seat) => ({ seat, time: forfeitTime(game, state, seat) ?? Infinity }))
    .sort((a, b) => a.time - b.time);
  const forfeit = forfeits[0] ?? { seat: 0, time: Infinity };
  const due = game.deadline(state.gameState) ?? Infinity;
  if (Math.min(due, forfeit.time) > now) return 'NOTHING_TO_DO';
  return forfeit.time < due
    ? draft.play({ kind: 'gone', seat: forfeit.seat, reason: 'forfeited' })
    : draft.play({ kind: 'tick' });
}

/** Ends a match that never began; it counts for nobody. */
function abandon(draft: Draft): void {
  const scores = draft.state.seats.map(() => 0);
  draft.add({ kind: 'finished', outcome: { reason: 'abandoned', winnerSeats: [], scores } });
}
