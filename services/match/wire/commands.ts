import type { Command } from '../../../gen/playmesh/match/v1/play.ts';
import { invalidArgument, type FieldViolation } from '../../harness/errors.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { RoomCommand } from '../room/decide.ts';
import type { Submission } from '../room/room.ts';
import type { Delays } from './delays.ts';
import { reactionName } from './reactions.ts';

const ID_BYTES = 16;

/**
 * A player's command as the room takes it. Checked by hand, since it is on the hot path.
 * @param delays reads how long the player's messages are on their way; where there is none nothing is known of that
 * @throws ApiError INVALID_ARGUMENT that names the field below `path`.
 */
export function commandSubmission(
  command: Command,
  userId: string,
  path: string,
  delays?: Pick<Delays, 'read'>,
): Submission {
  const violations: FieldViolation[] = [];
  if (command.commandId.length !== ID_BYTES)
    violations.push({ field: `${path}.command_id`, description: 'must be 16 bytes' });
  const asked = roomCommand(command, userId);
  if (!asked)
    violations.push({ field: `${path}.command`, description: 'must be one of the games’ commands, say or react' });
  let delayMs: number | undefined;
  try {
    if (command.delay) delayMs = delays?.read(command.delay, userId);
  } catch {
    violations.push({ field: `${path}.delay`, description: 'must be what MeasureDelay has told this player' });
  }
  if (!asked || violations.length > 0) throw invalidArgument(violations);
  const timed = asked.kind === 'play' && delayMs !== undefined ? { ...asked, delayMs } : asked;
  return { actor: userId, commandId: idFromBytes(command.commandId), seenSeq: command.seenSeq, command: timed };
}

function roomCommand({ command, position }: Command, userId: string): RoomCommand | undefined {
  switch (command?.$case) {
    case 'say':
      return { kind: 'say', userId, text: command.value.text };
    case 'react':
      return { kind: 'react', userId, reaction: reactionName(command.value.reaction) };
    default: {
      const move = command?.value.command;
      return command && move && { kind: 'play', userId, game: command.$case, position, command: move };
    }
  }
}

/** Giving up a seat. */
export function leaveSubmission(userId: string, commandId: string): Submission {
  return { actor: userId, commandId, command: { kind: 'leave', userId } };
}
