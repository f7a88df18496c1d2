/** What players of Go ask each other for. */
import { goCommands, GoRequest } from '../../../sdk/src/index.ts';
import type { GameCommand, GoView, PlayState } from '../../../sdk/src/index.ts';
import { isLetter } from '../key.ts';
import type { Key } from '../key.ts';
import { goOf } from './part.ts';

/** By the letter that asks. */
export const REQUESTS: Readonly<Record<string, GoRequest>> = {
  U: GoRequest.UNDO,
  D: GoRequest.DRAW,
  A: GoRequest.ANNUL,
};

/** What a key answers to the opponent's request; undefined for other keys, and where nothing is asked. */
export function answerTo({ asked }: GoView, { ownSeat }: PlayState, key: Key): GameCommand | undefined {
  if (!asked || ownSeat === undefined || asked.seat === ownSeat) return undefined;
  if (isLetter(key, 'y')) return goCommands.answer(asked.request, true);
  return isLetter(key, 'n') ? goCommands.answer(asked.request, false) : undefined;
}

/** What the opponent asks for, as a question to the viewer; undefined where nothing is to be answered. */
export function questionTo(play: PlayState): string | undefined {
  const asked = goOf(play)?.asked;
  if (!asked || play.ownSeat === undefined || asked.seat === play.ownSeat) return undefined;
  switch (asked.request) {
    case GoRequest.UNDO:
      return 'asks to take back the last move';
    case GoRequest.DRAW:
      return 'offers a draw';
    default:
      return 'asks for no result: the game would count for nobody';
  }
}

/** What the viewer sees of the own request that stands; undefined where none does. */
export function ownRequest(play: PlayState): string | undefined {
  const asked = goOf(play)?.asked;
  if (!asked || asked.seat !== play.ownSeat) return undefined;
  switch (asked.request) {
    case GoRequest.UNDO:
      return 'You ask to take back your last move.';
    case GoRequest.DRAW:
      return 'You offer a draw.';
    default:
      return 'You ask for no result.';
  }
}
