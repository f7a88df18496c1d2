import type { AnyGame } from '../games/game.ts';
import type { Arrival } from './arrival.ts';
import { decodeEvents, type Entry, type Outcome, type RoomEvent, type SeatRating, type Visibility } from './entry.ts';

/** How long a match waits for its seats to be taken. */
export const WAIT_FOR_PLAYERS_MS = 10 * 60_000;
/** How long a match whose seats are taken waits for their players to connect. */
export const WAIT_FOR_CONNECTIONS_MS = 30_000;

/**
 * A seat, who sits there, and the arrival of the newest connection, there or gone: an older one never takes its place. Away
 * means: taken, and no connection.
 */
export interface Seat extends Arrival {
  readonly userId: string | undefined;
  /** As the player took the seat; undefined where it was not known, or not wanted. */
  readonly rating: SeatRating | undefined;
  readonly connection: string | undefined;
  /** The replica that the connection is on. */
  readonly replica: string | undefined;
  /** Since when the player of a running match is away. */
  readonly awaySince: number | undefined;
}

/** A match as its log folds to it. Plain data that is never changed in place, since viewers catch up from older ones. */
export interface RoomState {
  readonly seq: number;
  readonly entryId: string;
  /** Time of the newest entry. */
  readonly at: number;
  readonly createdAt: number;
  readonly game: string;
  readonly mode: string;
  readonly config: unknown;
  readonly visibility: Visibility;
  readonly status: 'waiting' | 'running' | 'finished';
  readonly seats: readonly Seat[];
  /** While waiting: when the match is given up. */
  readonly waitUntil: number;
  /** The newest outage that was given back. */
  readonly outageId: number;
  readonly gameState: unknown;
  readonly outcome: Outcome | undefined;
  readonly finishedAt: number | undefined;
}

/** Names a game's rules as a log's first entry does. */
export const gameTag = (game: Pick<AnyGame, 'name' | 'version'>): string => `${game.name}@${game.version}`;

/** A log of a game, of a version of one, or with an event, that this code does not know: it must not be folded here. */
export class UnknownGameError extends Error {}

/** The rules that a log asks for. @throws UnknownGameError */
export function gameOf(firstEntry: Entry, games: ReadonlyMap<string, AnyGame>): AnyGame {
  const created = decodeEvents(firstEntry.body)[0];
  const game = created?.kind === 'created' ? games.get(created.game) : undefined;
  if (!game)
    throw new UnknownGameError(`No rules here for ${created?.kind === 'created' ? created.game : 'this log'}.`);
  return game;
}

const FREE: Seat = {
  userId: undefined,
  rating: undefined,
  connection: undefined,
  replica: undefined,
  attachedAt: 0,
  client: undefined,
  awaySince: undefined,
};

const EMPTY: RoomState = {
  seq: 0,
  entryId: '',
  at: 0,
  createdAt: 0,
  game: '',
  mode: '',
  config: undefined,
  visibility: 'open',
  status: 'waiting',
  seats: [],
  waitUntil: 0,
  outageId: 0,
  gameState: undefined,
  outcome: undefined,
  finishedAt: undefined,
};

/** An event with the state right after it. */
export interface Step {
  readonly event: RoomEvent;
  readonly state: RoomState;
}

/**
 * Folds an entry, event by event; the last step has the state after the whole entry.
 * @throws Error when the entry is not the next one: a gap is never folded over.
 * @throws UnknownGameError when it has an event that this code does not know.
 */
export function fold(
  game: AnyGame,
  state: RoomState | undefined,
  entry: Pick<Entry, 'seq' | 'entryId' | 'at' | 'body'>,
): readonly Step[] {
  let next = openEntry(state ?? EMPTY, entry);
  return decodeEvents(entry.body).map((event) => {
    next = evolve(game, next, event, entry.at);
    return { event, state: next };
  });
}

/** Folds a log from its first entry on, as it is gone through. @throws as `fold` does */
export function* foldAll(game: AnyGame, entries: Iterable<Entry>): Generator<readonly Step[], void> {
  let state: RoomState | undefined;
  for (const entry of entries) {
    const steps = fold(game, state, entry);
    state = steps.at(-1)!.state;
    yield steps;
  }
}

/** The state that an entry's first event finds. @throws Error when the entry is not the next one. */
export function openEntry(state: RoomState, { seq, entryId, at }: Pick<Entry, 'seq' | 'entryId' | 'at'>): RoomState {
  if (seq !== state.seq + 1) throw new Error(`Entry ${seq} does not follow ${state.seq}.`);
  return { ...state, seq, entryId, at };
}

/** The state after one event of an entry made at `at`. */
export function evolve(game: AnyGame, state: RoomState, event: RoomEvent, at: number): RoomState {
  switch (event.kind) {
    case 'created':
      return {
        ...state,
        createdAt: at,
        game: event.game,
        mode: event.mode,
        config: event.config,
        visibility: event.visibility,
        seats: Array.from({ length: event.seats }, () => FREE),
        waitUntil: at + WAIT_FOR_PLAYERS_MS,
      };
    case 'playerJoined': {
      const next = withSeat(state, event.seat, { ...FREE, userId: event.userId, rating: event.rating });
      return next.seats.every(({ userId }) => userId) ? { ...next, waitUntil: at + WAIT_FOR_CONNECTIONS_MS } : next;
    }
    case 'playerLeft':
      return { ...withSeat(state, event.seat, FREE), waitUntil: at + WAIT_FOR_PLAYERS_MS };
    case 'seatJoined': {
      const { connection, replica, attachedAt, client } = event;
      const there = { connection, replica, attachedAt, client, awaySince: undefined };
      return withSeat(state, event.seat, { ...state.seats[event.seat]!, ...there });
    }
    case 'seatLeft': {
      const away = { connection: undefined, replica: undefined, awaySince: at };
      return withSeat(state, event.seat, { ...state.seats[event.seat]!, ...away });
    }
    case 'started':
      return { ...state, status: 'running' };
    case 'finished':
      return { ...state, status: 'finished', outcome: event.outcome, finishedAt: at };
    case 'timeGivenBack': {
      const seats = state.seats.map((seat) =>
        seat.awaySince === undefined ? seat : { ...seat, awaySince: seat.awaySince + event.byMs },
      );
      return { ...state, seats, waitUntil: state.waitUntil + event.byMs, outageId: event.outageId };
    }
    case 'said':
    case 'reacted':
      return state; // told to who is there, and kept in the log alone
    case 'game': {
      const gameState: unknown = game.evolve(state.gameState, event.event);
      if (gameState === undefined) throw new UnknownGameError(`No rules here for an event of ${state.game}.`);
      return { ...state, gameState };
    }
    default:
      throw new UnknownGameError(`No rules here for an event ${JSON.stringify((event as RoomEvent).kind)}.`);
  }
}

function withSeat(state: RoomState, index: number, seat: Seat): RoomState {
  return { ...state, seats: state.seats.map((old, at) => (at === index ? seat : old)) };
}

/** The seat of a user, or undefined. */
export function seatOf(state: RoomState, userId: string): number | undefined {
  const seat = state.seats.findIndex((candidate) => candidate.userId === userId);
  return seat < 0 ? undefined : seat;
}

/** When a seat of a running match is forfeited unless its player comes back, or undefined. */
export function forfeitTime(game: AnyGame, state: RoomState, seat: number): number | undefined {
  const awaySince = state.seats[seat]?.awaySince;
  if (state.status !== 'running' || awaySince === undefined || game.forfeitAfterMs === undefined) return undefined;
  return awaySince + game.forfeitAfterMs;
}

/** When something must happen by itself, or undefined. */
export function deadline(game: AnyGame, state: RoomState): number | undefined {
  if (state.status === 'waiting') return state.waitUntil;
  if (state.status === 'finished') return undefined;
  let earliest = game.deadline(state.gameState) ?? Infinity;
  for (let seat = 0; seat < state.seats.length; seat += 1) {
    earliest = Math.min(earliest, forfeitTime(game, state, seat) ?? Infinity);
  }
  return earliest === Infinity ? undefined : earliest;
}
