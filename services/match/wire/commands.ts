import type { Command } from '../../../gen/playmesh/match/v1/play.ts';
import { invalidArgument, type FieldViolation } from '../../harness/errors.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { RoomCommand } from '../room/decide.ts';
import type { Submission } from '../room/room.ts';
import { reactionName } from './reactions.ts';

const ID_BYTES = 16;

/**
 * A player's command as the room takes it. Checked by hand, since it is on the hot path.
 * @throws ApiError INVALID_ARGUMENT that names the field below `path`.
 */
export function commandSubmission(command: Command, userId: string, path: string): Submission {
  const violations: FieldViolation[] = [];
  if (command.commandId.length !== ID_BYTES)
    violations.push({ field: `${path}.command_id`, description: 'must be 16 bytes' });
  const asked = roomCommand(command, userId);
  if (!asked)
    violations.push({ field: `${path}.command`, description: 'must be one of the games’ commands, say or react' });
  if (!asked || violations.length > 0) throw invalidArgument(violations);
  return { actor: userId, commandId: idFromBytes(command.commandId), seenSeq: command.seenSeq, command: asked };
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
