import { TriviaPhase } from '../../../sdk/src/index.ts';
import type { TriviaView } from '../../../sdk/src/index.ts';
import type { AppState } from '../../state/app-state.ts';
import type { MatchScreen } from '../../state/match-screen.ts';
import { isAlone, isPlayed } from '../../state/match.ts';
import { REACTIONS } from '../../state/trivia/reactions.ts';
import { configOf, triviaOf } from '../../state/trivia/trivia.ts';
import { padStart } from '../../text.ts';
import { bodyRows } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { line, span } from '../line.ts';
import type { Line, Size, Tone } from '../line.ts';
import { talkRows } from '../talk.ts';
import { playerRows } from './players.ts';
import { questionRows } from './question.ts';

/** Rows of the body beside the question and the talk: two players, the time, and the space before the question. */
const AROUND = 4;
/** Rows of talk that are kept free where a question leaves room for them. */
const LEAST_TALK = 2;
const SECONDS_COLUMNS = 9;
const REACTION_KEYS = REACTIONS.map(({ letter, emoji }) => `${letter}${emoji}`).join(' ');

/** A duel: who plays, how much time there is, the question, and what is said. @param keys instead of the duel's own */
export function duelView(state: AppState, screen: MatchScreen, size: Size, keys = keysOf(screen)): Frame {
  const { columns } = size;
  const room = bodyRows(size, keys) - AROUND;
  const question =
    screen.inviteCode && isAlone(screen) ? invitation(screen) : questionRows(state, screen, columns, room);
  const left = room - question.length;
  const talk = talkRows(state, screen.talk, columns, Math.max(left - 1, Math.min(left, LEAST_TALK)));
  const filler = Array<Line>(Math.max(0, room - question.length - talk.length)).fill([]);
  return {
    title: titleOf(screen),
    body: [...playerRows(state, screen, columns), timeRow(screen, columns), [], ...question, ...filler, ...talk],
    keys,
  };
}

function titleOf(screen: MatchScreen): string {
  const { play } = screen;
  const view = triviaOf(play);
  if (!play || !view) return 'Duel';
  const what = play.ownSeat === undefined ? 'Watching' : 'Duel';
  return view.question ? `${what}: question ${view.question.number} of ${view.questions}` : what;
}

const invitation = ({ inviteCode }: MatchScreen): Line[] => [
  line('  Your friend enters this code:'),
  [],
  line('      ', span(` ${inviteCode} `, 'marked')),
  [],
  line('  ', span('The duel begins when they are here.', 'faint')),
];

/** What passes, as a bar and in seconds; what is waited for, in words. */
function timeRow(screen: MatchScreen, columns: number): Line {
  const { play, now } = screen;
  const view = triviaOf(play);
  if (!play || !view) return line('  ', span('Going to the match …', 'faint'));
  const left = Math.max(0, view.untilTimeMs - now);
  switch (view.phase) {
    case TriviaPhase.QUESTION:
      return bar(left / configOf(play).answerMs, left, columns);
    case TriviaPhase.REVEAL:
      return line('  ', span(`Next question in ${seconds(left)} s`, 'faint'));
    case TriviaPhase.FINISHED:
      return line('  ', span('That was the last question.', 'faint'));
    default:
      return line('  ', span(waitingFor(screen, view, left), 'faint'));
  }
}

function waitingFor(screen: MatchScreen, view: TriviaView, left: number): string {
  if (view.untilTimeMs > 0) return `The first question comes in ${seconds(left)} s`;
  if (isAlone(screen)) return 'Waiting for somebody to take the other seat …';
  return screen.rematch ? 'Waiting for your opponent to take up the rematch …' : 'Waiting for your opponent …';
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

function bar(share: number, left: number, columns: number): Line {
  const length = columns - 2 - SECONDS_COLUMNS;
  const filled = Math.round(Math.min(1, share) * length);
  const tone: Tone = share > 0.5 ? 'good' : share > 0.25 ? 'warning' : 'bad';
  return line(
    ' ',
    span('█'.repeat(filled), tone),
    span('░'.repeat(length - filled), 'faint'),
    span(padStart(`${seconds(left)} s`, SECONDS_COLUMNS), tone),
  );
}

function keysOf(screen: MatchScreen): readonly string[] {
  if (!isPlayed(screen)) return ['Enter talk to those who watch', 'Esc back'];
  const options = triviaOf(screen.play)?.question?.options.length;
  return [...(options ? [`1-${options} answer`] : []), 'Enter talk', 'Esc give up', REACTION_KEYS];
}
