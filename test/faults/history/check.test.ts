import { describe, expect, test } from '@jest/globals';
import { EndCode, parseId } from '../../../clients/sdk/src/index.ts';
import { newId } from '../../../services/harness/ids.ts';
import { encodeEvents } from '../../../services/match/room/entry.ts';
import { commandSubmission } from '../../../services/match/wire/commands.ts';
import { check } from './check.ts';
import { FoldedMatch } from './folded-match.ts';
import { ADA, BEN, eventsOf, HandMadeDuel, type Run } from './hand-made.ts';
import type { Invariant } from './history.ts';

const invariants = ({ history, logs }: Run): Invariant[] =>
  [...new Set(check(history, logs).map(({ invariant }) => invariant))].sort();

/** The answer of Ada to the first question is entry 7, that of Ben entry 8, which also reveals it. */
const ADAS = 7;
const BENS = 8;

test('a match that went as it should breaks no promise', () => {
  const duel = HandMadeDuel.whole();
  const { history, logs } = duel.run();
  expect(check(history, logs)).toEqual([]);
  expect(eventsOf(duel.log[ADAS - 1]!)).toMatchObject([{ event: { kind: 'answered', seat: 0 } }]);
  expect(eventsOf(duel.log[BENS - 1]!)).toMatchObject([
    { event: { kind: 'answered' } },
    { event: { kind: 'revealed' } },
  ]);
});

test('a violation is told with its match, its entry and who saw it', () => {
  const duel = HandMadeDuel.whole();
  const run = duel.run();
  run.history.acknowledged[0]!.seq = BENS;
  const { commandId } = duel.sent[0]!;
  expect(check(run.history, run.logs)).toContainEqual({
    invariant: 'acknowledged is in the log',
    matchId: duel.matchId,
    seq: BENS,
    observer: 'Ada',
    sentence: `acknowledged is in the log: match ${duel.matchId}, entry ${BENS}, Ada: command ${commandId} was acknowledged and is in entry ${ADAS}.`,
  });
});

/** What is changed in a run that went as it should, and which promises that breaks. */
const spoilt: readonly [what: string, broken: readonly Invariant[], spoil: (run: Run, duel: HandMadeDuel) => void][] = [
  ['an entry is missing', ['log is dense'], ({ logs }, { matchId }) => void logs.get(matchId)!.splice(4, 1)],
  ['the log is lost', ['log is dense'], ({ logs }) => logs.clear()],
  [
    'an acknowledged command is not in the log',
    ['acknowledged is in the log'],
    ({ history }, { ada }) => void history.acknowledged.push({ at: 1e6, observer: ada, commandId: newId(), seq: ADAS }),
  ],
  [
    'a command that is in the log was refused',
    ['refusal leaves no trace'],
    ({ history: { refused, sent } }, { ada }) =>
      void refused.push({ at: 1e6, observer: ada, commandId: sent[0]!.commandId, reason: 'ALREADY_ANSWERED' }),
  ],
  [
    'a command was refused for a reason that no state gives',
    ['refusal was right'],
    ({ history: { refused } }, duel) =>
      void refused.push({ ...duel.send(duel.ada, 2, 1), at: 1e6, reason: 'NOT_SEATED' }),
  ],
  [
    'a command was refused by a state that was over when it was sent',
    ['refusal was right'],
    ({ history: { refused } }, duel) =>
      void refused.push({ ...duel.send(duel.ada, 2, 1), at: 1e6, reason: 'MATCH_NOT_RUNNING' }),
  ],
  [
    'a command was sent after a later entry had been acknowledged',
    ['real-time order'],
    ({ history }) => {
      history.sent[0]!.at = history.acknowledged[1]!.at + 1;
      history.seen = [];
    },
  ],
  [
    'a command was sent after a later entry had been shown',
    ['real-time order'],
    ({ history }) => {
      history.sent[0]!.at = history.seen.find(({ to }) => to === BENS)!.at + 1;
      history.acknowledged = [];
    },
  ],
  [
    'a message did not come',
    ['coverage without gap or double'],
    ({ history }) => void history.seen.splice(indexOf(history, 'Ben', 5), 1),
  ],
  [
    'a message came twice',
    ['coverage without gap or double'],
    ({ history }) => history.seen.splice(indexOf(history, 'Ben', 5), 0, history.seen[indexOf(history, 'Ben', 5)]!),
  ],
  [
    'a stream that was resumed began too late',
    ['coverage without gap or double'],
    ({ history }) => void history.seen.splice(indexOf(history, 'Ada', ADAS), 1),
  ],
  [
    'a stream was asked for what comes after an entry that its client had not covered',
    ['coverage without gap or double'],
    ({ history }) => void history.seen.splice(indexOf(history, 'Ada', ADAS - 2), 1),
  ],
  [
    'a stream that was resumed brought a picture older than what it was to go on after',
    ['coverage without gap or double'],
    ({ history }, duel) => {
      const index = indexOf(history, 'Ada', ADAS);
      const { at, observer, connection } = history.seen[index]!;
      const match = new FoldedMatch(duel.matchId, duel.log);
      const bytes = match.snapshotBytes(0, 4, 0);
      history.seen.splice(index, 1, { at, observer, connection, bytes, kind: 'snapshot', to: 4, timeMs: 0 });
      for (let from = 4; from < ADAS; from++) {
        const bytes = match.eventsBytes(0, from, from + 1);
        history.seen.splice(index + 1, 0, { at, observer, connection, bytes, kind: 'events', from, to: from + 1 });
      }
      history.seen.sort((a, b) => a.at - b.at || a.to - b.to);
    },
  ],
  [
    "a stream's end names another entry than the last one covered",
    ['coverage without gap or double'],
    ({ history }) => void (history.seen.findLast(({ kind }) => kind === 'end')!.to -= 1),
  ],
  [
    'a message came after the end of its stream',
    ['coverage without gap or double'],
    ({ history }) =>
      history.seen.push(
        history.seen.splice(
          history.seen.findLastIndex(({ kind }) => kind === 'events'),
          1,
        )[0]!,
      ),
  ],
  [
    'a message is that of another entry',
    ['same order for all'],
    ({ history }, duel) => {
      const message = history.seen[indexOf(history, 'Ben', 3)]!;
      message.bytes = new FoldedMatch(duel.matchId, duel.log).eventsBytes(1, 3, 4);
    },
  ],
  [
    'a message showed an entry that the log does not have',
    ['same order for all', 'secrets late', 'seen to the end'], // it reveals a question
    ({ history, logs }, { matchId, log }) => {
      logs.set(matchId, log.slice(0, -1));
      history.acknowledged.pop();
      history.statistics = [];
    },
  ],
  [
    'a session told an event twice',
    ['same order for all'],
    ({ history }) => {
      const { told } = history.sessions[1]!;
      history.sessions[1]!.told = [...told.slice(0, 4), ...told.slice(3)];
    },
  ],
  [
    'a session left an event out',
    ['same order for all'],
    ({ history }) => {
      history.sessions[2]!.told = history.sessions[2]!.told.filter((_, index) => index !== 3);
    },
  ],
  [
    "a session's picture is not what the log folds to",
    ['same order for all'],
    ({ history }) => {
      const { match, ...picture } = history.sessions[0]!.state!;
      history.sessions[0]!.state = { ...picture, match: { ...match, mode: 'another' } };
    },
  ],
  [
    'a session that is attached has not seen the last entry',
    ['seen to the end'],
    ({ history }) => {
      const session = history.sessions[0]!;
      session.end = 'live';
      session.state = undefined;
    },
  ],
  [
    'a session was not told that the match is over',
    ['seen to the end'],
    ({ history }) => void (history.sessions[0]!.end = 'live'),
  ],
  [
    'a session was sent away for good in the middle of the match',
    ['seen to the end'],
    ({ history }) => void (history.sessions[0]!.end = { code: EndCode.DRAINING }),
  ],
  [
    'a session ended with an error',
    ['seen to the end'],
    ({ history }) => void (history.sessions[2]!.end = { error: 'There is no such match.' }),
  ],
  [
    "another's choice was shown before the reveal",
    ['same order for all', 'secrets late'],
    ({ history }, duel) => {
      const message = history.seen[indexOf(history, 'Ben', ADAS)]!;
      message.bytes = new FoldedMatch(duel.matchId, duel.log).eventsBytes(0, ADAS - 1, ADAS);
    },
  ],
  [
    'the right answer was shown while the question was open',
    ['same order for all', 'secrets late'],
    ({ history }, duel) => {
      const message = history.seen[indexOf(history, 'Wendy', ADAS)]!;
      message.bytes = new FoldedMatch(duel.matchId, duel.log).eventsBytes(undefined, BENS - 1, BENS);
    },
  ],
  ...['What is the second question?', 'f'.repeat(64), 'bank-second', '\xff'.repeat(32)].map(
    (secret): (typeof spoilt)[number] => [
      `bytes that nobody decodes say ${secret}`,
      ['same order for all', 'secrets late'],
      ({ history }) => {
        const message = history.seen[indexOf(history, 'Wendy', 5)]!;
        // A field that the contract does not have: number 1000, length-delimited.
        const text = Buffer.from(secret, 'latin1');
        message.bytes = Buffer.concat([message.bytes, Buffer.from([0xc2, 0x3e, text.length]), text]);
      },
    ],
  ),
  [
    'a match is listed twice',
    ['statistics equal the logs'],
    ({ history }) => {
      const [statistics] = history.statistics;
      statistics!.matches = [...statistics!.matches, ...statistics!.matches];
    },
  ],
  [
    'a match was counted twice in the sums',
    ['statistics equal the logs'],
    ({ history }) => {
      const [statistics] = history.statistics;
      statistics!.modes = statistics!.modes.map((mode) => ({ ...mode, played: 2 }));
    },
  ],
  [
    'a match is listed with another score',
    ['statistics equal the logs'],
    ({ history }) => {
      const [statistics] = history.statistics;
      statistics!.matches = statistics!.matches.map((match) => ({ ...match, score: match.score + 1 }));
    },
  ],
  [
    'a match is listed that was never played',
    ['statistics equal the logs'],
    ({ history }) => {
      const [statistics] = history.statistics;
      statistics!.matches = statistics!.matches.flatMap((match) => [match, { ...match, matchId: parseId(newId()) }]);
    },
  ],
  [
    'a match was not counted',
    ['statistics equal the logs'],
    ({ history }) => void (history.statistics[1] = { ...history.statistics[1]!, modes: [], matches: [] }),
  ],
  [
    'a match did not come to its end',
    ['play goes on'],
    ({ history }, { matchId }) => void history.unfinished.push(matchId),
  ],
];

describe('in a match that went as it should, but for one thing', () => {
  test.each(spoilt)('%s', (_, broken, spoil) => {
    const duel = HandMadeDuel.whole();
    const run = duel.run();
    spoil(run, duel);
    expect(invariants(run)).toEqual(broken);
  });
});

function indexOf({ seen }: Run['history'], name: string, to: number): number {
  const index = seen.findIndex((message) => message.observer.name === name && message.to === to);
  if (index < 0) throw new Error(`${name} has no message that covers up to ${to}.`);
  return index;
}

describe('in a log that everybody saw as it is', () => {
  test('a command that is there twice took effect twice', () => {
    const duel = new HandMadeDuel();
    duel.begin();
    duel.answer(duel.ada, 1, 1);
    const { commandId } = duel.sent[0]!;
    duel.write(ADA, commandId, eventsOf(duel.log[ADAS - 1]!));
    // The acknowledgement names the one, the log the other; and it was shown, and then sent again.
    expect(found(duel)).toEqual(expect.arrayContaining(['decided by the rules', 'effect at most once']));
  });

  test('an entry that was decided on a state that was behind is found', () => {
    const duel = new HandMadeDuel();
    duel.begin();
    const { command, commandId } = duel.send(duel.ben, 1, 2);
    const behind = duel.decision(commandSubmission(command, BEN, 'command').command);
    duel.answer(duel.ada, 1, 1);
    duel.write(BEN, commandId, behind); // as if Ada had not answered: it reveals nothing
    expect(found(duel)).toEqual(['decided by the rules']);
  });

  test('a deadline that took effect twice is found', () => {
    const duel = new HandMadeDuel();
    duel.begin();
    const ticked = duel.log.at(-1)!;
    duel.write(ticked.actor, newId(), eventsOf(ticked));
    expect(found(duel)).toEqual(['deadline once']);
  });

  test('a time that goes back is found', () => {
    const duel = new HandMadeDuel();
    duel.begin();
    const connected = duel.log[1]!;
    duel.log[1] = { ...connected, at: duel.log[0]!.at - 1, body: encodeEvents(eventsOf(connected)) };
    expect(found(duel)).toEqual(['log is dense']);
  });
});

/** What is broken in a match that is still played, which everybody saw as its log is. */
function found(duel: HandMadeDuel): Invariant[] {
  const { history, logs } = duel.run();
  return invariants({ history: { ...history, sessions: [], statistics: [] }, logs });
}
