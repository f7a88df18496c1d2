import { answerTrivia, EndCode, formatId, parseId, Standing } from '../../../clients/sdk/src/index.ts';
import { applyEntry, fromSnapshot } from '../../../clients/sdk/src/games/fold.ts';
import { MatchEvent, PlayResponse } from '../../../gen/playmesh/match/v1/play.ts';
import { newId, SYSTEM_ACTOR } from '../../../services/harness/ids.ts';
import { trivia } from '../../../services/match/games/trivia/trivia.ts';
import type { Viewer } from '../../../services/match/games/game.ts';
import { createEvents, decide, type RoomCommand } from '../../../services/match/room/decide.ts';
import { decodeEvents, encodeEvents, type RoomEvent } from '../../../services/match/room/entry.ts';
import { fold, type RoomState } from '../../../services/match/room/state.ts';
import { commandSubmission } from '../../../services/match/wire/commands.ts';
import { streamCodec } from '../../../services/match/wire/stream-codec.ts';
import { FoldedMatch } from './folded-match.ts';
import type { Acknowledged, Connection, FollowedSession, History, LogEntry, Observer, Seen, Sent } from './history.ts';

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A history and its logs, to be spoilt: its parts may be changed, and so may their parts. */
export type Run = {
  readonly history: {
    -readonly [Key in keyof History]: History[Key] extends readonly (infer Item)[] ? Changeable<Item>[] : History[Key];
  };
  readonly logs: Map<string, LogEntry[]>;
};

export const ADA = newId();
export const BEN = newId();
const WENDY = newId();

/** The match's clock at the first entry; a second passes from entry to entry, and also on the clients' clock. */
const BEGIN = 1_800_000_000_000;
const SECOND = 1_000;

/** When the entry is committed, on the clients' clock. Commands go out half a second before and are answered at once. */
const committedAt = (seq: number): number => seq * SECOND;

/** A duel of two questions whose log is written by the real rules, and may be written otherwise. */
export class HandMadeDuel {
  readonly matchId = newId();
  readonly log: LogEntry[] = [];
  readonly sent: Sent[] = [];
  readonly ada: Observer = { name: 'Ada', userId: ADA, matchId: this.matchId };
  readonly ben: Observer = { name: 'Ben', userId: BEN, matchId: this.matchId };
  readonly wendy: Observer = { name: 'Wendy', userId: WENDY, matchId: this.matchId };
  #state: RoomState | undefined;

  constructor() {
    const questions = ['first', 'second'].map((word) => ({
      id: `bank-${word}`,
      text: `What is the ${word} question?`,
      options: ['a', 'b', 'c', 'd'],
      rightChoice: 1,
    }));
    const config = { questions: 2, answerMs: 60_000, pauseMs: 1_000 };
    const match = { mode: 'trivia_duel', config, visibility: 'open', userIds: [ADA, BEN] } as const;
    this.write(ADA, newId(), createEvents(trivia, match, 'f'.repeat(64), questions));
  }

  get #now(): number {
    return BEGIN + this.log.length * SECOND;
  }

  /** Writes an entry, whatever the rules say to it. */
  write(actor: string, commandId: string, events: readonly RoomEvent[]): void {
    const seq = this.log.length + 1;
    const { matchId } = this;
    const entry = { matchId, seq, entryId: newId(), actor, commandId, at: this.#now, body: encodeEvents(events) };
    this.#state = fold(trivia, this.#state, entry).at(-1)!.state;
    this.log.push(entry);
  }

  /** Writes what the rules decide. */
  decide(actor: string, command: RoomCommand, commandId = newId()): void {
    this.write(actor, commandId, this.decision(command));
  }

  decision(command: RoomCommand): readonly RoomEvent[] {
    const decision = decide(trivia, this.#state!, command, this.#now);
    if ('refusal' in decision) throw new Error(decision.refusal);
    return decision.events;
  }

  connect(userId: string): void {
    const attachedAt = this.#now;
    this.decide(userId, { kind: 'connect', userId, connection: newId(), replica: newId(), arrival: { attachedAt } });
  }

  tick(): void {
    this.decide(SYSTEM_ACTOR, { kind: 'tick' });
  }

  /** A command that goes out just before the next entry. */
  send(observer: Observer, number: number, choice: number): Sent {
    const command = {
      commandId: parseId(newId()),
      position: number,
      seenSeq: this.log.length,
      command: answerTrivia(choice),
    };
    const at = committedAt(this.log.length + 1) - SECOND / 2;
    const sent = { at, observer, commandId: formatId(command.commandId), command, times: 1 };
    this.sent.push(sent);
    return sent;
  }

  answer(observer: Observer, number: number, choice: number): void {
    const { command, commandId } = this.send(observer, number, choice);
    this.decide(observer.userId, commandSubmission(command, observer.userId, 'command').command, commandId);
  }

  /** A duel from its start to its end, as it should be. */
  static whole(): HandMadeDuel {
    const duel = new HandMadeDuel();
    duel.begin();
    for (const number of [1, 2]) {
      duel.answer(duel.ada, number, 1);
      duel.answer(duel.ben, number, 2);
      if (number === 1) duel.tick();
    }
    return duel;
  }

  /** Both come, Ada is away for a moment, and the first question opens. */
  begin(): void {
    this.connect(ADA);
    this.connect(BEN);
    this.decide(SYSTEM_ACTOR, { kind: 'disconnect', seat: 0, connection: this.#state!.seats[0]!.connection! });
    this.connect(ADA);
    this.tick();
  }

  /** What everybody saw of it who saw all: Ada on two streams, Ben and Wendy on one each. */
  run(): Run {
    const match = new FoldedMatch(this.matchId, this.log);
    const acknowledged: Acknowledged[] = this.sent.flatMap(({ at, observer, commandId }) => {
      const seq = match.entryOf(observer.userId, commandId);
      return seq === undefined ? [] : [{ at: at + SECOND / 2 + 100, observer, commandId, seq }];
    });
    const { head } = match;
    const half = head >> 1;
    const watched: [Observer, Viewer, number[]][] = [
      [this.ada, 0, [half]],
      [this.ben, 1, []],
      [this.wendy, undefined, []],
    ];
    const seen = watched.flatMap(([observer, viewer, breaks]) => streamsOf(match, observer, viewer, breaks));
    const sessions = watched.map(([observer, viewer]) => sessionOf(match, observer, viewer));
    const { outcome } = match.state();
    const statistics = [ADA, BEN].map((userId, seat) => {
      const won = outcome?.winnerSeats.includes(seat) ?? false;
      const score = outcome?.scores[seat] ?? 0;
      return {
        userId,
        modes: [{ mode: 'trivia_duel', played: 1, won: won ? 1 : 0, lost: won ? 0 : 1, drawn: 0, score }],
        matches: [
          {
            matchId: parseId(this.matchId),
            mode: 'trivia_duel',
            standing: won ? Standing.WON : Standing.LOST,
            score,
            opponentIds: [parseId(seat === 0 ? BEN : ADA)],
            endTime: undefined,
          },
        ],
      };
    });
    const history = {
      seed: 0,
      observers: [this.ada, this.ben, this.wendy],
      sent: this.sent,
      acknowledged,
      refused: [],
      seen: seen.sort((a, b) => a.at - b.at),
      sessions,
      statistics,
      unfinished: [],
    };
    return { history, logs: new Map([[this.matchId, this.log]]) };
  }
}

let connections = 0;

/** A picture of the first entry, then entry by entry; anew after each break, where two entries come at once. */
function streamsOf(match: FoldedMatch, observer: Observer, viewer: Viewer, breaks: readonly number[]): Seen[] {
  const open = (afterSeq: number): Connection => {
    connections += 1;
    return { number: connections, observer, way: 'play', openedAt: committedAt(afterSeq), afterSeq };
  };
  let connection = open(0);
  const first = { at: committedAt(1) + 50, observer, connection, timeMs: BEGIN, to: 1 };
  const seen: Seen[] = [{ ...first, kind: 'snapshot', bytes: match.snapshotBytes(viewer, 1, BEGIN) }];
  for (let from = 1; from < match.head;) {
    const isBreak = breaks.includes(from);
    if (isBreak) connection = open(from);
    const to = Math.min(from + (isBreak ? 2 : 1), match.head);
    const bytes = match.eventsBytes(viewer, from, to);
    seen.push({ at: committedAt(to) + 50, observer, connection, kind: 'events', from, to, bytes });
    from = to;
  }
  const code = EndCode.FINISHED;
  const bytes = streamCodec.end('finished', match.head);
  seen.push({ at: committedAt(match.head) + 60, observer, connection, kind: 'end', to: match.head, code, bytes });
  return seen;
}

/** What the SDK makes of them. */
function sessionOf(match: FoldedMatch, observer: Observer, viewer: Viewer): FollowedSession {
  let state = fromSnapshot(match.snapshotMessage(viewer, 1))!;
  const told: FollowedSession['told'][number][] = [{ kind: 'snapshot', state }];
  for (let seq = 2; seq <= match.head; seq++) {
    const message = PlayResponse.decode(match.eventsBytes(viewer, seq - 1, seq)).message;
    const events = message?.$case === 'events' ? message.value.events : [];
    state = applyEntry(state, seq, events, observer.userId);
    for (const event of events) told.push({ kind: 'event', seq: event.seq, bytes: MatchEvent.encode(event).finish() });
  }
  return { observer, told, state, end: { code: EndCode.FINISHED } };
}

/** What an entry holds. */
export const eventsOf = ({ body }: LogEntry): readonly RoomEvent[] => decodeEvents(body);
