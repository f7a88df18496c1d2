import type { Command } from '../../../gen/playmesh/match/v1/play.ts';
import { invalidArgument, type FieldViolation } from '../../harness/errors.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { RoomCommand } from '../room/decide.ts';
import type { Submission } from '../room/room.ts';
import { reactionName } from './reactions.ts';

const ID_BYTES = 16;
const MAX_SAID = 500;

/**
 * A player's command as the room takes it. Checked by hand, since it is on the hot path.
 * @throws ApiError INVALID_ARGUMENT that names the field below `path`.
 */
export function commandSubmission(command: Command, userId: string, path: string): Submission {
  const violations: FieldViolation[] = [];
  if (command.commandId.length !== ID_BYTES)
    violations.push({ field: `${path}.command_id`, description: 'must be 16 bytes' });
  const asked = roomCommand(command, userId, path);
  if (!('kind' in asked)) violations.push(asked);
  if (violations.length > 0) throw invalidArgument(violations);
  const commandId = idFromBytes(command.commandId);
  return { actor: userId, commandId, seenSeq: command.seenSeq, command: asked as RoomCommand };
}

function roomCommand(command: Command, userId: string, path: string): RoomCommand | FieldViolation {
  const asked = command.command;
  switch (asked?.$case) {
    case 'say':
      return isSayable(asked.value.text)
        ? { kind: 'say', userId, text: asked.value.text }
        : { field: `${path}.say.text`, description: `must be 1 to ${MAX_SAID} characters, none a control character` };
    case 'react': {
      const reaction = reactionName(asked.value.reaction);
      return reaction
        ? { kind: 'react', userId, reaction }
        : { field: `${path}.react.reaction`, description: 'must be one of the reactions' };
    }
    default: {
      const move = asked?.value.command;
      return asked && move
        ? { kind: 'play', userId, game: asked.$case, position: command.position, command: move }
        : { field: `${path}.command`, description: 'must be one of the games’ commands, say or react' };
    }
  }
}

/** Characters are code points: what is longer than twice as many UTF-16 units need not be counted. */
const isSayable = (text: string): boolean =>
  text.length <= 2 * MAX_SAID && [...text].length <= MAX_SAID && text.trim() !== '' && !/\p{Cc}/u.test(text);

/** Giving up a seat. */
export function leaveSubmission(userId: string, commandId: string): Submission {
  return { actor: userId, commandId, command: { kind: 'leave', userId } };
}
