import { formatId } from '../../sdk/src/index.ts';
import type { Player, PlayState } from '../../sdk/src/index.ts';
import type { AppState } from '../state/app-state.ts';
import { nameOf } from '../state/names.ts';
import { cut } from '../text.ts';

/** Of a name in a sentence. */
const MOST_NAME_COLUMNS = 30;
/** With less room than this, the mark at the left must do to say which name is the viewer's. */
const OWN_NOTE_COLUMNS = 18;

/** What a player is called, how strong they are, and whether it is the viewer, in so many columns at most. */
export function playerName(
  state: AppState,
  { ownSeat }: PlayState,
  { seat, userId }: Player,
  columns = MOST_NAME_COLUMNS,
  rank = '',
): string {
  const strength = rank && ` ${rank}`;
  const room = columns - strength.length;
  const own = seat === ownSeat && room >= OWN_NOTE_COLUMNS ? ' (you)' : '';
  return `${cut(nameOf(state, formatId(userId)), room - own.length)}${strength}${own}`;
}
