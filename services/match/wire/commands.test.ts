import { describe, expect, test } from '@jest/globals';
import { Reaction, type Command } from '../../../gen/playmesh/match/v1/play.ts';
import { ApiError } from '../../harness/errors.ts';
import { idFromBytes, newId } from '../../harness/ids.ts';
import { commandSubmission } from './commands.ts';
import { Delays } from './delays.ts';

const USER = newId();
const ID = new Uint8Array(16).fill(7);

const command = (asked: Command['command'], changes: Partial<Command> = {}): Command => ({
  commandId: ID,
  position: 0,
  seenSeq: 0,
  command: asked,
  ...changes,
});
const said = (text: string): Command => command({ $case: 'say', value: { text } });

/** The fields that a command is refused for. */
function badFields(bad: Command, delays?: Delays): string[] {
  try {
    commandSubmission(bad, USER, 'command', delays);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return (error.options.violations ?? []).map(({ field }) => field);
  }
}

describe('a command', () => {
  test('is handed on with its id, who sent it and what they had seen', () => {
    const answer = { $case: 'trivia', value: { command: { $case: 'answer', value: { choice: 2 } } } } as const;
    expect(commandSubmission(command(answer, { position: 3, seenSeq: 9 }), USER, 'command')).toEqual({
      actor: USER,
      commandId: idFromBytes(ID),
      seenSeq: 9,
      command: { kind: 'play', userId: USER, game: 'trivia', position: 3, command: answer.value.command },
    });
  });

  test('without an id, or without anything asked, names both', () => {
    expect(badFields(command(undefined, { commandId: new Uint8Array(3) }))).toEqual([
      'command.command_id',
      'command.command',
    ]);
    expect(badFields(command({ $case: 'trivia', value: { command: undefined } }))).toEqual(['command.command']);
  });

  test('has the delay that was measured of its sender; another’s, and one that was made up, is named', () => {
    const clock = { time: 1_800_000_000_000, now: () => clock.time };
    const delays = new Delays('secret', clock);
    const measured = (userId: string): Uint8Array => {
      const probe = delays.probe(userId);
      clock.time += 80;
      return delays.measure(probe, userId)!.sealed;
    };
    const move = { $case: 'go', value: { command: { $case: 'pass', value: {} } } } as const;
    const sent = command(move, { delay: measured(USER) });
    expect(commandSubmission(sent, USER, 'command', delays).command).toMatchObject({ kind: 'play', delayMs: 80 });
    clock.time += 600_000;
    expect(commandSubmission(sent, USER, 'command', delays).command).not.toHaveProperty('delayMs');
    for (const delay of [measured(newId()), new Uint8Array(25), new Uint8Array()]) {
      expect(badFields(command(move, { delay }), delays)).toEqual(['command.delay']);
    }
  });
});

test('What is said and shown is handed on as it is: whether it may be is the room’s to say.', () => {
  expect(commandSubmission(said('a\n'), USER, 'command').command).toEqual({ kind: 'say', userId: USER, text: 'a\n' });
  const react = (reaction: Reaction): unknown =>
    commandSubmission(command({ $case: 'react', value: { reaction } }), USER, 'command').command;
  expect(react(Reaction.FIRE)).toEqual({ kind: 'react', userId: USER, reaction: 'fire' });
  for (const none of [Reaction.UNSPECIFIED, Reaction.UNRECOGNIZED, 99 as Reaction]) {
    expect(react(none)).toEqual({ kind: 'react', userId: USER, reaction: undefined });
  }
});
