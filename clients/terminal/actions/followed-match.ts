import type { Accepted, GameCommand, MatchSession, PlaymeshClient, Reaction } from '../../sdk/src/index.ts';
import type { Message } from '../state/app-state.ts';
import { sentenceOf, sentenceOfRefusal } from './sentences.ts';

/** The one match that is on the screen. */
export class FollowedMatch {
  readonly #client: PlaymeshClient;
  readonly #server: string;
  readonly #dispatch: (message: Message) => void;
  #session: MatchSession | undefined;
  #matchId = '';

  constructor(client: PlaymeshClient, server: string, dispatch: (message: Message) => void) {
    this.#client = client;
    this.#server = server;
    this.#dispatch = dispatch;
  }

  /** Now on the match's clock; undefined while none is followed. */
  now(): number | undefined {
    return this.#session?.serverNow();
  }

  /** Follows another match, and plays it where the player has a seat. */
  follow(matchId: string): void {
    this.close();
    const session = this.#client.play(matchId);
    this.#session = session;
    this.#matchId = matchId;
    session.subscribe((update) => {
      if (this.#session === session) this.#dispatch({ kind: 'match', matchId, update, now: session.serverNow() });
    });
  }

  /** Stops following; a seat is kept. */
  close(): void {
    const session = this.#session;
    this.#session = undefined;
    session?.close();
  }

  /** @param position what the command is meant for */
  act(command: GameCommand, position: number): void {
    this.#send((session) => session.send(command, position), position);
  }

  say(text: string): void {
    this.#send((session) => session.say(text));
  }

  react(reaction: Reaction): void {
    this.#send((session) => session.react(reaction));
  }

  /** Gives the seat up; the session tells when it is done. */
  leave(): void {
    this.#session?.leave().catch((error: unknown) => {
      this.#dispatch({ kind: 'failed', of: 'leave', text: sentenceOf(error, this.#server) });
    });
  }

  #send(send: (session: MatchSession) => Promise<Accepted>, position = 0): void {
    const matchId = this.#matchId;
    if (!this.#session) return;
    send(this.#session).catch((error: unknown) => {
      this.#dispatch({ kind: 'refused', matchId, position, text: sentenceOfRefusal(error) });
    });
  }
}
