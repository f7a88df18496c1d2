import { expect } from '@jest/globals';
import { formatId, type MatchEvent, type MatchRef } from '../../clients/sdk/src/index.ts';
import type { Acknowledged } from './duel.ts';
import { readLog, storedAnswers } from './match-log.ts';
import type { TestMesh } from './mesh.ts';
import type { Player } from './players.ts';
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
 * Holds a finished match against its promises: the log has no gap, and every acknowledged answer in the entry that the
 * acknowledgement named, once; each viewer saw every event of its projection once, in the log's order; and what the SDK
 * folded from them is what the service shows.
 */
export async function expectMatchIsWhole(
  mesh: TestMesh,
  match: { readonly matchId: Uint8Array },
  sides: readonly Side[],
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  const log = await readLog(mesh, match.matchId);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  expect(new Set(log.map(({ actor, commandId }) => actor + commandId)).size).toBe(log.length);

  const answers = storedAnswers(log);
  expect(new Set(answers.map(({ seat, number }) => `${seat}/${number}`)).size).toBe(answers.length);
  for (const { seat, number, choice, seq } of acknowledged) {
    const stored = answers.filter((one) => one.seat === seat && one.number === number);
    expect(stored).toEqual([expect.objectContaining({ choice, seq })]);
  }

  for (const { player, witness } of sides) {
    const began = witness.snapshots[0];
    expect(witness.snapshots).toEqual([began]);
    const listed = await listedEvents(player, match);
    expect(witness.events).toEqual(listed.filter(({ seq }) => seq > began!));
    const { seq, match: common, ownSeat, view } = await player.client.getMatch(match);
    expect(witness.state).toEqual({ seq, match: common, ownSeat, view });
    expect(formatId(common!.matchId)).toBe(formatId(match.matchId));
  }
}
