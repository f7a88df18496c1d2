import { TriviaPhase } from '../../../sdk/src/index.ts';
import type { Player, PlayState, TriviaRevealed, TriviaView } from '../../../sdk/src/index.ts';
import type { AppState } from '../../state/app-state.ts';
import type { MatchScreen } from '../../state/match-screen.ts';
import { playersOf } from '../../state/match.ts';
import { chosenIn, configOf, triviaOf } from '../../state/trivia/trivia.ts';
import { emojiOf } from '../../state/trivia/reactions.ts';
import { pad, padStart } from '../../text.ts';
import { span } from '../line.ts';
import type { Line, Span } from '../line.ts';
import { playerName } from '../player-name.ts';

/** How long a reaction stands, in milliseconds. */
const REACTION_MS = 4_000;
const SCORE_COLUMNS = 6;
/** Room for "away, forfeits in 30 s", the longest, and a reaction. */
const STATUS_COLUMNS = 27;
/** More questions than this have no room for a mark each beside a name. */
const MOST_MARKS = 15;

/** A row for each player: name, points, how each question went, what they are doing. The viewer's own comes first. */
export function playerRows(state: AppState, screen: MatchScreen, columns: number): Line[] {
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

function status(screen: MatchScreen, view: TriviaView, { seat, connected, forfeitTimeMs }: Player): Span[] {
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

function answering(screen: MatchScreen, view: TriviaView, seat: number): Span {
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
function reaction({ reactions, now }: MatchScreen, seat: number): Span[] {
  const shown = reactions[seat];
  return shown && now - shown.timeMs < REACTION_MS ? [span(`  ${emojiOf(shown.reaction)}`)] : [];
}
