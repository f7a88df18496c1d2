import { formatId, TriviaPhase } from '../../sdk/src/index.ts';
import type { Player, PlayState, TriviaRevealed, TriviaView } from '../../sdk/src/index.ts';
import type { AppState, DuelScreen } from '../state/app-state.ts';
import { chosenIn, configOf, playersOf, triviaOf } from '../state/duel.ts';
import { nameOf } from '../state/names.ts';
import { emojiOf } from '../state/reactions.ts';
import { cut, pad, padStart } from '../text.ts';
import { span } from './line.ts';
import type { Line, Span } from './line.ts';

/** How long a reaction stands, in milliseconds. */
const REACTION_MS = 4_000;
const SCORE_COLUMNS = 6;
/** Of a name in a sentence. */
const MOST_NAME_COLUMNS = 30;
/** With less room than this, the mark at the left must do to say which name is the viewer's. */
const OWN_NOTE_COLUMNS = 18;
/** Room for "away, forfeits in 30 s", the longest, and a reaction. */
const STATUS_COLUMNS = 27;
/** More questions than this have no room for a mark each beside a name. */
const MOST_MARKS = 15;

/** A row for each player: name, points, how each question went, what they are doing. The viewer's own comes first. */
export function playerRows(state: AppState, screen: DuelScreen, columns: number): Line[] {
  const { play } = screen;
  const view = triviaOf(play);
  if (!play || !view) return [[], []];
  const marks = marksColumns(play);
  const nameColumns = columns - 2 - SCORE_COLUMNS - 2 - marks - 2 - STATUS_COLUMNS;
  const rows = playersOf(play).map((player) => [
    span(player.seat === play.ownSeat ? ' ▸' : '  ', 'accent'),
    span(
      pad(playerName(state, play, player, nameColumns), nameColumns),
      player.seat === play.ownSeat ? 'strong' : undefined,
    ),
    span(`${padStart(String(view.totals[player.seat] ?? 0), SCORE_COLUMNS)}  `, 'strong'),
    ...marksOf(view, player.seat, marks),
    span('  '),
    ...status(screen, view, player),
    ...reaction(screen, player.seat),
  ]);
  return [...rows, [], []].slice(0, 2);
}

/** What a player is called, and whether it is the viewer, in so many columns at most. */
export function playerName(
  state: AppState,
  { ownSeat }: PlayState,
  { seat, userId }: Player,
  columns = MOST_NAME_COLUMNS,
): string {
  const own = seat === ownSeat && columns >= OWN_NOTE_COLUMNS ? ' (you)' : '';
  return `${cut(nameOf(state, formatId(userId)), columns - own.length)}${own}`;
}

/** How many columns the marks take. */
function marksColumns(play: PlayState): number {
  const { questions } = configOf(play);
  return questions <= MOST_MARKS ? questions : 0;
}

/** How each question went for a seat, told by marks and not by colour alone. */
export function marksOf(view: TriviaView, seat: number, columns: number): Span[] {
  if (columns === 0) return [];
  const marks = view.revealed.map((revealed) => markOf(revealed, seat));
  return [...marks, span('·'.repeat(Math.max(0, columns - marks.length)), 'faint')];
}

function markOf({ results }: TriviaRevealed, seat: number): Span {
  const result = results[seat];
  if (result?.choice === undefined) return span('–', 'faint');
  return result.points > 0 ? span('✔', 'good') : span('✘', 'bad');
}

function status(screen: DuelScreen, view: TriviaView, { seat, connected, forfeitTimeMs }: Player): Span[] {
  if (forfeitTimeMs > 0) {
    const seconds = Math.max(0, Math.ceil((forfeitTimeMs - screen.now) / 1_000));
    return [span(`away, forfeits in ${seconds} s`, 'warning')];
  }
  if (!connected && view.phase !== TriviaPhase.FINISHED) return [span('not here yet', 'warning')];
  const revealed = view.revealed.at(-1);
  switch (view.phase) {
    case TriviaPhase.QUESTION:
      return [answering(screen, view, seat)];
    case TriviaPhase.REVEAL:
    case TriviaPhase.FINISHED:
      return revealed ? [fared(revealed, seat)] : [];
    default:
      return [span('here', 'faint')];
  }
}

function answering(screen: DuelScreen, view: TriviaView, seat: number): Span {
  if (view.answeredSeats.includes(seat)) return span('has answered', 'good');
  const isSending = seat === screen.play?.ownSeat && chosenIn(screen) !== undefined;
  return span(isSending ? 'answer on its way' : 'thinking …', 'faint');
}

function fared({ results }: TriviaRevealed, seat: number): Span {
  const result = results[seat];
  if (result?.choice === undefined) return span('– no answer', 'faint');
  const seconds = (result.answerMs / 1_000).toFixed(1);
  return result.points > 0 ? span(`✔ +${result.points} in ${seconds} s`, 'good') : span(`✘ wrong, ${seconds} s`, 'bad');
}

/** What a player has just shown; last in the row, since terminals disagree on how wide it is. */
function reaction({ reactions, now }: DuelScreen, seat: number): Span[] {
  const shown = reactions[seat];
  return shown && now - shown.timeMs < REACTION_MS ? [span(`  ${emojiOf(shown.reaction)}`)] : [];
}
