import { EndCode } from '../../../../clients/sdk/src/index.ts';
import { PlayResponse } from '../../../../gen/playmesh/match/v1/play.ts';
import type { Viewer } from '../../../../services/match/games/game.ts';
import { endCodeName, textOf, type Findings } from '../findings.ts';
import type { FoldedMatch } from '../folded-match.ts';
import type { Connection, Seen } from '../history.ts';

/** The messages of a match by the stream that brought them. */
export const byConnection = (seen: readonly Seen[]): ReadonlyMap<Connection, Seen[]> =>
  Map.groupBy(seen, ({ connection }) => connection);

/**
 * Each stream begins where it was asked to, or with a picture; each message of it covers the entries right after those
 * of the one before; nothing comes after its end; and what it says at its end to resume after is what it has covered.
 */
export function checkCoverage(seen: readonly Seen[], findings: Findings): void {
  const coveredBy = new Map<string, number>();
  for (const [connection, messages] of byConnection(seen)) {
    const { observer, number, afterSeq } = connection;
    const report = (seq: number, what: string): void =>
      findings.add('coverage without gap or double', { seq, observer }, `stream ${number} ${what}`);
    const most = coveredBy.get(observer.name) ?? 0;
    if (afterSeq > most) report(afterSeq, `asked for what comes after ${afterSeq}, but only ${most} had been covered`);
    let cursor: number | undefined;
    let ended = false;
    for (const message of messages) {
      const { kind, to } = message;
      if (ended) report(to, 'went on after its end');
      switch (kind) {
        case 'snapshot':
          if (to < (cursor ?? afterSeq)) report(to, `brought a picture older than ${cursor ?? afterSeq}`);
          cursor = to;
          break;
        case 'events': {
          const { from } = message;
          if (cursor === undefined && afterSeq === 0) report(to, 'began without a picture');
          else if (from !== (cursor ?? afterSeq)) report(to, `covered (${from}, ${to}] after ${cursor ?? afterSeq}`);
          if (to < from) report(to, `covered (${from}, ${to}], which is nothing`);
          cursor = to;
          break;
        }
        case 'end':
          ended = true;
          // 0 after a loss: the log is not the one that was shown, so begin anew.
          if (cursor !== undefined && to !== cursor && !(to === 0 && message.code === EndCode.RESUME))
            report(to, `ended (${endCodeName(message.code)}) with resume_after ${to}, but had covered ${cursor}`);
          break;
      }
      if (kind !== 'end') coveredBy.set(observer.name, Math.max(coveredBy.get(observer.name) ?? 0, to));
    }
  }
}

/**
 * Every message of every stream is, byte for byte, the projection of the entries that it says it covers, for one viewer:
 * one of the seats that the user had in this match, or none where there was a time without.
 */
export function checkProjections(match: FoldedMatch, seen: readonly Seen[], findings: Findings): void {
  for (const [{ observer, number }, messages] of byConnection(seen)) {
    const shown = messages.filter(({ kind }) => kind !== 'end');
    const unequal = [...match.viewersOf(observer.userId)].map((viewer) => ({
      viewer,
      index: shown.findIndex((message) => !isProjection(match, viewer, message)),
    }));
    if (unequal.some(({ index }) => index < 0)) continue;
    // As the viewer whose projection it follows the longest.
    const { viewer, index } = unequal.reduce((best, one) => (one.index > best.index ? one : best));
    const message = shown[index]!;
    const what =
      message.to > match.head
        ? `stream ${number} showed it, but the log ends with ${match.head}`
        : `stream ${number} showed ${contentOf(message.bytes)}, but the log ${contentOf(expectedBytes(match, viewer, message)!)}`;
    findings.add('same order for all', { seq: message.to, observer }, what);
  }
}

function isProjection(match: FoldedMatch, viewer: Viewer, message: Seen): boolean {
  const expected = expectedBytes(match, viewer, message);
  return expected !== undefined && Buffer.compare(expected, message.bytes) === 0;
}

/** What should have come; undefined where the log does not reach so far, or the message says it covers nothing. */
function expectedBytes(match: FoldedMatch, viewer: Viewer, message: Seen): Uint8Array | undefined {
  if (message.kind === 'end' || message.to > match.head || message.to === 0) return undefined;
  if (message.kind === 'snapshot') return match.snapshotBytes(viewer, message.to, message.timeMs);
  return match.eventsBytes(viewer, message.from, message.to);
}

const contentOf = (bytes: Uint8Array): string => textOf(PlayResponse.decode(bytes).message?.value);
