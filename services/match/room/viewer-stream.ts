import type { Viewer } from '../games/game.ts';
import type { ClientConnection } from './arrival.ts';
import type { EndCode } from './codec.ts';

/** One stream that shows a match. */
export interface ViewerStream {
  readonly userId: string;
  /** Its player's seat, or undefined for who only watches. */
  readonly seat: Viewer;
  readonly connection: string;
  /** Which of its client's connections it is, where the client says so. */
  readonly client: ClientConnection | undefined;
  /** Sends, or cuts itself when the client cannot keep up; the room never waits. */
  send(bytes: Uint8Array): void;
  /** Sends the end and closes. */
  end(code: EndCode, resumeAfter: number): void;
}
