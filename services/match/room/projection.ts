import type { AnyGame, Viewer } from '../games/game.ts';
import type { Outcome, Reaction, RoomEvent } from './entry.ts';
import { forfeitTime, type RoomState, type Step } from './state.ts';

/** An event as a viewer may see it. A type of its own, so that nothing of the stored event comes along by itself. */
export type PublicEvent =
  | { readonly kind: 'playerJoined'; readonly seat: number; readonly userId: string }
  | { readonly kind: 'playerLeft'; readonly seat: number }
  | { readonly kind: 'seatJoined'; readonly seat: number }
  | { readonly kind: 'seatLeft'; readonly seat: number; readonly forfeitTime: number | undefined }
  | { readonly kind: 'started' }
  | { readonly kind: 'finished'; readonly outcome: Outcome }
  | { readonly kind: 'timeGivenBack'; readonly byMs: number }
  | { readonly kind: 'said'; readonly userId: string; readonly seat: number | undefined; readonly text: string }
  | { readonly kind: 'reacted'; readonly seat: number; readonly reaction: Reaction }
  | { readonly kind: 'game'; readonly event: unknown };

/** What of an entry a viewer may see, each event by the state right after it. Unlisted means nothing. */
export function projectSteps(game: AnyGame, steps: readonly Step[], viewer: Viewer): readonly PublicEvent[] {
  const shown: PublicEvent[] = [];
  for (const { event, state } of steps) {
    const projected = project(game, event, state, viewer);
    if (projected) shown.push(projected);
  }
  return shown;
}

function project(game: AnyGame, event: RoomEvent, state: RoomState, viewer: Viewer): PublicEvent | undefined {
  switch (event.kind) {
    case 'playerJoined':
      return { kind: 'playerJoined', seat: event.seat, userId: event.userId };
    case 'playerLeft':
      return { kind: 'playerLeft', seat: event.seat };
    case 'seatJoined':
      return { kind: 'seatJoined', seat: event.seat };
    case 'seatLeft':
      return { kind: 'seatLeft', seat: event.seat, forfeitTime: forfeitTime(game, state, event.seat) };
    case 'started':
      return { kind: 'started' };
    case 'finished':
      return { kind: 'finished', outcome: event.outcome };
    case 'timeGivenBack':
      return { kind: 'timeGivenBack', byMs: event.byMs };
    case 'said': {
      const isAmongPlayers = event.seat !== null;
      if (isAmongPlayers !== (viewer !== undefined)) return undefined;
      return { kind: 'said', userId: event.userId, seat: event.seat ?? undefined, text: event.text };
    }
    case 'reacted':
      return { kind: 'reacted', seat: event.seat, reaction: event.reaction };
    case 'game': {
      const shown = game.project(event.event, state.gameState, viewer) as unknown;
      return shown === undefined ? undefined : { kind: 'game', event: shown };
    }
    default:
      return undefined;
  }
}

/** A match as a viewer may see it now. */
export interface PublicView {
  readonly seq: number;
  readonly game: string;
  readonly mode: string;
  readonly config: unknown;
  readonly visibility: RoomState['visibility'];
  readonly status: RoomState['status'];
  readonly createdAt: number;
  readonly seats: number;
  readonly players: readonly PublicPlayer[];
  readonly outcome: Outcome | undefined;
  readonly finishedAt: number | undefined;
  readonly viewer: Viewer;
  /** The game's own view, in its own public type. */
  readonly view: unknown;
}

export interface PublicPlayer {
  readonly seat: number;
  readonly userId: string;
  readonly connected: boolean;
  readonly forfeitTime: number | undefined;
}

/** All that a viewer may see of a match now. */
export function viewOf(game: AnyGame, state: RoomState, viewer: Viewer): PublicView {
  return {
    seq: state.seq,
    game: game.name,
    mode: state.mode,
    config: state.config,
    visibility: state.visibility,
    status: state.status,
    createdAt: state.createdAt,
    seats: state.seats.length,
    players: state.seats.flatMap(({ userId, connection }, seat) =>
      userId === undefined
        ? []
        : [{ seat, userId, connected: connection !== undefined, forfeitTime: forfeitTime(game, state, seat) }],
    ),
    outcome: state.outcome,
    finishedAt: state.finishedAt,
    viewer,
    view: game.view(state.gameState, viewer) as unknown,
  };
}
