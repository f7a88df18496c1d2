import { isDeepStrictEqual } from 'node:util';
import { EndCode } from '../../../../clients/sdk/src/index.ts';
import { MatchEvent, Snapshot } from '../../../../gen/playmesh/match/v1/play.ts';
import type { Viewer } from '../../../../services/match/games/game.ts';
import { seatOf } from '../../../../services/match/room/state.ts';
import { endCodeName, textOf, type Findings } from '../findings.ts';
import type { FoldedMatch } from '../folded-match.ts';
import type { FollowedSession } from '../history.ts';

/**
 * What the SDK made of its connections: after each picture every event that its viewer may see, once and in order, up to
 * some entry; and at the end the very picture that the log folds to.
 */
export function checkTold(match: FoldedMatch, sessions: readonly FollowedSession[], findings: Findings): void {
  const expected = new Map<Viewer, { seq: number; bytes: Uint8Array }[]>();
  const eventsOf = (viewer: Viewer): { seq: number; bytes: Uint8Array }[] => {
    let events = expected.get(viewer);
    if (!events) {
      events = match
        .eventMessages(viewer)
        .map((event) => ({ seq: event.seq, bytes: MatchEvent.encode(event).finish() }));
      expected.set(viewer, events);
    }
    return events;
  };

  for (const { observer, told, state } of sessions) {
    let viewer: Viewer;
    let next = 0;
    let last = 0;
    const broken = told.find((update) => {
      if (update.kind === 'snapshot') {
        viewer = update.state.ownSeat;
        next = eventsOf(viewer).findIndex(({ seq }) => seq > update.state.seq);
        if (next < 0) next = eventsOf(viewer).length;
        const wentBack = update.state.seq < last;
        last = update.state.seq;
        return wentBack || !match.viewersOf(observer.userId).has(viewer);
      }
      last = update.seq;
      const event = eventsOf(viewer)[next++];
      return !event || Buffer.compare(event.bytes, update.bytes) !== 0;
    });
    if (broken) {
      const what =
        broken.kind === 'event'
          ? `the session told ${textOf(MatchEvent.decode(broken.bytes))}, which is not what comes next`
          : `the session began anew with a picture of entry ${broken.state.seq}`;
      findings.add('same order for all', { seq: last, observer }, what);
      continue;
    }
    if (!state || state.seq > match.head) continue; // what it was shown of is checked by its streams
    const { timeMs: _, ...picture } = match.snapshotMessage(viewer, state.seq);
    const ownSeat = seatOf(match.state(state.seq), observer.userId);
    if (isDeepStrictEqual(canonical({ ...picture, ownSeat }), canonical(state))) continue;
    const what = `the session's picture is ${textOf(state)}, but the log's ${textOf(picture)}`;
    findings.add('same order for all', { seq: state.seq, observer }, what);
  }
}

/** As the wire has it, where what is absent and what is empty are one. */
const canonical = (picture: Parameters<typeof Snapshot.fromPartial>[0]): Snapshot =>
  Snapshot.decode(Snapshot.encode(Snapshot.fromPartial(picture)).finish());

/** Whoever was still there when all was over has been shown all of it, and nobody was turned away. */
export function checkEnds(match: FoldedMatch, sessions: readonly FollowedSession[], findings: Findings): void {
  const { head } = match;
  const isFinished = match.state().status === 'finished';
  for (const { observer, end, state } of sessions) {
    if (end === 'closed') continue;
    const report = (what: string): void => findings.add('seen to the end', { seq: head, observer }, what);
    if (end !== 'live' && 'error' in end) {
      report(`its session ended with an error: ${end.error}`);
    } else if (end === 'live') {
      if (state?.seq !== head) report(`it is attached, and has seen the log up to ${state?.seq ?? 'nothing'} only`);
      else if (isFinished) report('the match is over, and its session has not been told to end');
    } else if (end.code === EndCode.FINISHED) {
      if (!isFinished || state?.seq !== head) report(`it was told of the end after entry ${state?.seq ?? 0}`);
    } else if (end.code !== EndCode.LEFT && end.code !== EndCode.REPLACED && end.code !== EndCode.SESSION_ENDED) {
      report(`its session ended with ${endCodeName(end.code)}`);
    }
  }
}
