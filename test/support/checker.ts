import { expect } from '@jest/globals';
import { formatId, type MatchEvent, type MatchRef } from '../../clients/sdk/src/index.ts';
import { check } from '../faults/history/check.ts';
import type { History } from '../faults/history/history.ts';
import { readLogs } from './match-log.ts';
import type { TestMesh } from './mesh.ts';
import type { Player, Players } from './players.ts';
import type { Witness } from './witness.ts';

/** A player, and what their session told. */
export type Side = { readonly player: Player; readonly witness: Witness };

/** All that a player may see of a match, as the service lists it. */
export async function listedEvents(player: Player, match: MatchRef): Promise<MatchEvent[]> {
  const events: MatchEvent[] = [];
  for await (const event of player.client.listMatchEvents(match)) events.push(event);
  return events;
}

/**
 * Holds a match that is over against its promises: the checker finds nothing in what all these players sent and saw of
 * it; and what can be read of it afterwards is what those at its sides saw from its first picture on.
 */
export async function expectMatchIsWhole(
  mesh: TestMesh,
  players: Players,
  match: { readonly matchId: Uint8Array },
  sides: readonly Side[],
): Promise<void> {
  const matchId = formatId(match.matchId);
  players.recorder.takePictures();
  const violations = check(ofMatch(players.recorder.history, matchId), await readLogs(mesh, [matchId]));
  expect(violations.map(({ sentence }) => sentence)).toEqual([]);

  for (const { player, witness } of sides) {
    const began = witness.snapshots[0];
    expect(witness.snapshots).toEqual([began]);
    const listed = await listedEvents(player, match);
    expect(witness.events).toEqual(listed.filter(({ seq }) => seq > began!));
    // Whichever replica answers: it may not have been told of what this one saw.
    const seen = { atLeastSeq: witness.state!.seq };
    const { seq, match: common, ownSeat, view } = await player.client.getMatch(match, seen);
    expect(witness.state).toEqual({ seq, match: common, ownSeat, view });
  }
}

/** What of a history concerns one match. */
function ofMatch(history: History, matchId: string): History {
  const of = <T extends { readonly observer: { readonly matchId: string } }>(list: readonly T[]): T[] =>
    list.filter(({ observer }) => observer.matchId === matchId);
  return {
    ...history,
    observers: history.observers.filter((observer) => observer.matchId === matchId),
    sent: of(history.sent),
    acknowledged: of(history.acknowledged),
    refused: of(history.refused),
    seen: of(history.seen),
    sessions: of(history.sessions),
  };
}
