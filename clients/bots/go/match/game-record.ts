import { GoColour } from '../../../sdk/src/index.ts';
import type { GoEvent, MatchEvent } from '../../../sdk/src/index.ts';
import type { StoneColour } from '../../../sdk/src/games/go-board.ts';
import type { GoMove } from '../player.ts';

/** The moves of a game and what else a player has to remember of it, read off its events from the start. */
export class GameRecord {
  /** The log entry up to which it was read. */
  seq = 0;
  /** Moves that stand; those that were taken back are gone. */
  readonly moves: GoMove[] = [];
  /** Seats that went back from scoring to play, in order. */
  readonly resumedBy: number[] = [];
  /** Whether in this scoring the service has proposed what is dead, or a player has said it. */
  isProposed = false;
  /** The seat that changed a mark last, in this scoring. */
  markedBy: number | undefined;
  /** Whether somebody sat down only after the match was made: then it was not found in a queue, and nobody is rated by it. */
  isJoinedLater = false;
  /** Seats whose players have said something. */
  readonly spoken = new Set<number>();
  #toMove: StoneColour | undefined;
  #isScoring = false;

  /** Takes in the next event. */
  add({ seq, event }: MatchEvent): void {
    this.seq = seq;
    if (event?.$case === 'playerJoined') this.isJoinedLater ||= seq > 1;
    if (event?.$case === 'said' && event.value.seat !== undefined) this.spoken.add(event.value.seat);
    if (event?.$case === 'go') this.#addGo(event.value);
  }

  #addGo({ event }: GoEvent): void {
    switch (event?.$case) {
      case 'started':
        this.#toMove = colourOf(event.value.toMove);
        return;
      case 'moved': {
        const { point, toMove } = event.value;
        if (this.#toMove) this.moves.push({ colour: this.#toMove, point: point ?? 'pass' });
        this.#toMove = colourOf(toMove) ?? this.#toMove;
        this.#isScoring = false;
        return;
      }
      case 'undone':
        this.moves.length = Math.min(this.moves.length, event.value.moves);
        this.#toMove = colourOf(event.value.toMove);
        return;
      case 'scored':
        // The first one begins the scoring and proposes nothing yet.
        this.isProposed = this.#isScoring;
        this.markedBy = event.value.seat;
        this.#isScoring = true;
        return;
      case 'resumed':
        this.#toMove = colourOf(event.value.toMove);
        this.resumedBy.push(event.value.seat);
        this.#isScoring = false;
        return;
      default:
    }
  }
}

const colourOf = (colour: GoColour): StoneColour | undefined =>
  colour === GoColour.BLACK || colour === GoColour.WHITE ? colour : undefined;

/** A record that is kept up to date while a match is followed. */
export class LiveRecord {
  readonly #events: () => AsyncIterable<MatchEvent>;
  #record: GameRecord | undefined;
  /** The log entry up to which it was read at once; what is heard of later ones is added. */
  #readTo = 0;
  /** What was heard since it was last known to be whole. */
  #heard: MatchEvent[] = [];

  /** @param events everything that has happened in the match, from its start */
  constructor(events: () => AsyncIterable<MatchEvent>) {
    this.#events = events;
  }

  /** Takes in an event of the match's stream. */
  hear(event: MatchEvent): void {
    if (!this.#record) this.#heard.push(event);
    else if (event.seq > this.#readTo) this.#record.add(event);
  }

  /** The stream has begun anew, so events may be missing. */
  forget(): void {
    this.#record = undefined;
    this.#heard = [];
  }

  /** The record as far as it is known here. @throws PlaymeshError */
  async read(): Promise<GameRecord> {
    while (!this.#record) {
      const heard = this.#heard;
      const record = new GameRecord();
      for await (const event of this.#events()) record.add(event);
      if (heard !== this.#heard) continue; // the stream has begun anew meanwhile
      this.#readTo = record.seq;
      for (const event of heard) if (event.seq > this.#readTo) record.add(event);
      this.#record = record;
      this.#heard = [];
    }
    return this.#record;
  }
}
