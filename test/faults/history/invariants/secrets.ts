import { PlayResponse, type MatchEvent } from '../../../../gen/playmesh/match/v1/play.ts';
import type { TriviaRevealed } from '../../../../gen/playmesh/match/v1/trivia.ts';
import type { TriviaLogEvent } from '../../../../services/match/games/trivia/state.ts';
import { decodeEvents } from '../../../../services/match/room/entry.ts';
import { seatOf } from '../../../../services/match/room/state.ts';
import type { Findings } from '../findings.ts';
import type { FoldedMatch } from '../folded-match.ts';
import type { Seen } from '../history.ts';

/** What of a duel may be known once the log has come to some entry. */
interface Public {
  readonly opened: number;
  readonly revealed: number;
}

/**
 * No message tells more of a duel than its entries have made public by then. Judged by the log's events and the bytes
 * that came, and not by the rules' own projection, so that a projection that tells too much is found too.
 */
export function checkSecrets(match: FoldedMatch, seen: readonly Seen[], findings: Findings): void {
  if (match.game.name !== 'trivia') return; // the other games have none
  const events = match.log.map(({ body }) =>
    decodeEvents(body).flatMap((event) => (event.kind === 'game' ? [event.event as TriviaLogEvent] : [])),
  );
  const prepared = events.flat().find((event) => event.kind === 'prepared');
  if (!prepared) return;
  let opened = 0;
  let revealed = 0;
  const publicAt = events.map((entry): Public => {
    opened += entry.filter(({ kind }) => kind === 'questionOpened').length;
    revealed += entry.filter(({ kind }) => kind === 'revealed').length;
    return { opened, revealed };
  });
  const seeds = [Buffer.from(prepared.seed), Buffer.from(prepared.seed, 'hex')];
  const ids = prepared.questions.map(({ id }) => Buffer.from(id));

  for (const { observer, kind, to, bytes } of seen) {
    if (kind === 'end') continue;
    const report = (what: string): void => findings.add('secrets late', { seq: to, observer }, what);
    const by = publicAt[Math.min(to, match.head) - 1] ?? { opened: 0, revealed: 0 };
    const shown = prepared.questions.slice(0, by.opened).map(({ text }) => text);
    const later = prepared.questions.slice(by.opened).filter(({ text }) => !shown.some((one) => one.includes(text)));
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (seeds.some((seed) => content.includes(seed))) report('it was told the seed');
    if (ids.some((id) => content.includes(id))) report("it was told the bank's name of a question");
    if (later.some(({ text }) => content.includes(text))) report('it was told a question that is not open yet');

    const own = seatOf(match.state(Math.min(to, match.head)), observer.userId);
    for (const what of leaks(PlayResponse.decode(bytes).message, own, by)) report(what);
  }
}

function leaks(message: PlayResponse['message'], own: number | undefined, by: Public): string[] {
  if (message?.$case === 'events') return message.value.events.flatMap((event) => eventLeaks(event, own, by));
  const view = message?.$case === 'snapshot' ? message.value.view : undefined;
  if (view?.$case !== 'trivia') return [];
  const { question, ownChoice, answeredSeats, revealed } = view.value;
  return [
    ...(question && question.number > by.opened ? [`it was told question ${question.number}`] : []),
    ...(ownChoice !== undefined && (own === undefined || !answeredSeats.includes(own)) ? ['it was told a choice'] : []),
    ...revealed.flatMap((one) => revealLeaks(one, by)),
  ];
}

function eventLeaks({ event }: MatchEvent, own: number | undefined, by: Public): string[] {
  const inner = event?.$case === 'trivia' ? event.value.event : undefined;
  if (inner?.$case === 'revealed') return revealLeaks(inner.value, by);
  if (inner?.$case !== 'answered' || inner.value.choice === undefined || inner.value.seat === own) return [];
  return [`it was told what seat ${inner.value.seat} chose`];
}

const revealLeaks = ({ number }: TriviaRevealed, by: Public): string[] =>
  number > by.revealed ? [`it was told the right answer of question ${number}`] : [];
