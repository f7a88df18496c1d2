import { GoRequest } from '../../../sdk/src/index.ts';

/** What is known of a game in which the opponent asks for something. */
export interface Circumstances {
  /** Whether nobody is rated by it. */
  readonly isCasual: boolean;
  readonly isOpponentBot: boolean;
  readonly size: number;
  readonly moves: number;
}

/**
 * Whether a bot grants what it is asked for. People may take back moves where nobody is rated; a game that has hardly begun
 * may be annulled; draws are refused, since a bot plays on for nothing.
 */
export function isGranted(request: GoRequest, { isCasual, isOpponentBot, size, moves }: Circumstances): boolean {
  switch (request) {
    case GoRequest.UNDO:
      return isCasual && !isOpponentBot;
    case GoRequest.ANNUL:
      return moves < size;
    default:
      return false;
  }
}
