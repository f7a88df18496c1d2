import { TriviaPhase } from '../../../sdk/src/index.ts';
import type { PlayState, TriviaRevealed, TriviaView } from '../../../sdk/src/index.ts';
import type { AppState } from '../../state/app-state.ts';
import type { MatchScreen } from '../../state/match-screen.ts';
import { playersOf } from '../../state/match.ts';
import { chosenIn, triviaOf } from '../../state/trivia/trivia.ts';
import { cut, plain, widthOf, wrap } from '../../text.ts';
import { line, span } from '../line.ts';
import type { Line, Tone } from '../line.ts';
import { playerName } from '../player-name.ts';

const MARGIN = 2;
/** Mark, number and the spaces around them. */
const OPTION_INDENT = 8;

/**
 * The question and its options, in so many rows at most: the question is shown whole where that is possible, and options
 * are cut to a row each where they must be.
 */
export function questionRows(state: AppState, screen: MatchScreen, columns: number, most: number): Line[] {
  const view = triviaOf(screen.play);
  const question = view?.question;
  if (!screen.play || !view || !question) return [];
  const texts = wrap(plain(question.text), columns - 2 * MARGIN);
  const revealed = view.phase === TriviaPhase.QUESTION ? undefined : revealedOf(view, question.number);
  const chosen = chosenIn(screen);
  const drawn = question.options.map((option, index) =>
    revealed
      ? shownOption(option, index, revealed, whoChose(state, screen.play!, revealed, index), columns)
      : openOption(option, index, index === chosen, columns),
  );
  const whole = drawn.flatMap(({ whole }) => whole);
  const fits = texts.length + 1 + whole.length <= most;
  const options = fits ? whole : drawn.map(({ short }) => short);
  const gap = texts.length + 1 + options.length <= most ? 1 : 0;
  return [
    ...texts
      .slice(0, Math.max(1, most - gap - options.length))
      .map((text) => line(' '.repeat(MARGIN), span(text, 'strong'))),
    ...Array<Line>(gap).fill([]),
    ...options,
  ];
}

/** An option in as many rows as it needs, and in one. */
interface DrawnOption {
  readonly whole: readonly Line[];
  readonly short: Line;
}

const revealedOf = (view: TriviaView, number: number): TriviaRevealed | undefined =>
  view.revealed.find((revealed) => revealed.number === number);

function openOption(option: string, index: number, isChosen: boolean, columns: number): DrawnOption {
  return drawOption(option, index, isChosen ? '▸' : ' ', isChosen ? 'accent' : undefined, '', columns);
}

function shownOption(
  option: string,
  index: number,
  revealed: TriviaRevealed,
  who: string,
  columns: number,
): DrawnOption {
  if (index === revealed.rightChoice) return drawOption(option, index, '✔', 'good', who, columns);
  return drawOption(option, index, who ? '✘' : ' ', who ? 'bad' : 'faint', who, columns);
}

function drawOption(
  option: string,
  index: number,
  mark: string,
  tone: Tone | undefined,
  who: string,
  columns: number,
): DrawnOption {
  const room = columns - OPTION_INDENT - MARGIN;
  const note = who ? `  (${cut(who, Math.floor(room / 2))})` : '';
  const first = (text: string): Line =>
    line('   ', span(mark, tone), ' ', span(`${index + 1}`, tone ?? 'accent'), '  ', span(text, tone), note);
  const texts = wrap(plain(option), room - widthOf(note));
  return {
    whole: texts.map((text, row) => (row === 0 ? first(text) : line(' '.repeat(OPTION_INDENT), span(text, tone)))),
    short: first(cut(plain(option), room - widthOf(note))),
  };
}

/** Who chose an option, by name. */
function whoChose(state: AppState, play: PlayState, { results }: TriviaRevealed, option: number): string {
  return playersOf(play)
    .filter(({ seat }) => results[seat]?.choice === option)
    .map((player) => (player.seat === play.ownSeat ? 'you' : playerName(state, play, player)))
    .join(', ');
}
